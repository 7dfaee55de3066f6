"""What may be topped up, and what a channel's word does to a top-up: pure decisions.

A request is refused in this order: UnknownAsset (not a currency), AmountOutOfRange, ChannelNotFound, AccountNotFound, AccountClosed.

What the channel says, by where the top-up stands (rows) and what is told (columns):

                      pending     refused     succeeded, our amount   succeeded, another amount
requested, pending    pending     refused     posted                  mismatch
posted                -           noted       -                       noted
refused               -           -           mismatch                mismatch
mismatch              -           -           -                       -

`noted`: the money stays where it is, and the contradiction is written down for an operator."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import AssetKind
from domains.kernel.errors import AmountOutOfRange, UnknownAsset
from domains.kernel.money import Amount
from domains.ledger import Account, AccountClosed, AccountNotFound
from domains.wallet.errors.top_ups import ChannelNotFound
from domains.wallet.rules.transfers import limit_of

TOP_UP_MOST_YUAN = 50_000
"""The most that one top-up may bring in."""

FIRST_ASKED_AFTER = timedelta(seconds=30)
"""The job charges at once; a top-up whose job was lost is picked up after this."""

ASKED_AFTER_MOST = timedelta(minutes=15)
CHARGED_WITHIN = timedelta(hours=23)
EXPIRES_AFTER = timedelta(hours=24)
"""A charge that the channel does not know is made again at first; later it is given up. No call can last the hour between."""


class TopUpState(StrEnum):
    """`requested`: the channel was not heard of yet. `pending`: it was called, and has not said how it ended. The others are final."""

    REQUESTED = "requested"
    PENDING = "pending"
    POSTED = "posted"
    REFUSED = "refused"
    MISMATCH = "mismatch"


OPEN = frozenset({TopUpState.REQUESTED, TopUpState.PENDING})


class Decision(NamedTuple):
    """Where the top-up goes, and why where that is to be written down."""

    state: TopUpState
    reason: str | None = None


def check_top_up(amount: Amount, channel: str | None, account_id: UUID, account: Account | None) -> None:
    """Raise the first rule that a request breaks."""
    if amount.asset.kind is not AssetKind.CURRENCY:
        raise UnknownAsset(amount.asset.code)
    most = limit_of(TOP_UP_MOST_YUAN, amount.asset)
    if not 0 < amount.minor <= most.minor:
        raise AmountOutOfRange(amount.minor, amount.asset.code, 1, most.minor)
    if channel is None:
        raise ChannelNotFound
    if account is None:
        raise AccountNotFound(account_id)
    if account.state == "closed":
        raise AccountClosed(account_id)


def decide(state: TopUpState, ours: Amount, told: str, moved: Amount | None, reason: str | None, did: str = "took") -> Decision:
    """What a channel's word does, after the table above. `told` is the channel's state, `moved` the amount that it says it took (or paid)."""
    if told == "succeeded" and state is not TopUpState.MISMATCH:
        return _after_success(state, moved == ours, f"the channel {did} {moved}")
    if told == "refused" and state in OPEN:
        return Decision(TopUpState.REFUSED, reason or "unnamed")
    if told == "refused" and state is TopUpState.POSTED:
        return Decision(state, "refused after it had succeeded")
    return Decision(TopUpState.PENDING if state in OPEN else state)


def asked_after(attempts: int) -> timedelta:
    """How long to wait before asking again, after that many answers that told nothing: 2 s, doubling, 15 minutes at most."""
    return min(ASKED_AFTER_MOST, timedelta(seconds=2 * 2 ** min(attempts, 16)))


def may_charge(requested_at: datetime, now: datetime) -> bool:
    """Whether the customer still means it: a charge that the channel does not know may be made."""
    return now - requested_at < CHARGED_WITHIN


def has_expired(requested_at: datetime, now: datetime) -> bool:
    """Whether a charge that the channel does not know is given up."""
    return now - requested_at >= EXPIRES_AFTER


def _after_success(state: TopUpState, as_asked: bool, otherwise: str) -> Decision:
    if not as_asked:
        return Decision(state if state is TopUpState.POSTED else TopUpState.MISMATCH, otherwise)
    if state is TopUpState.REFUSED:
        return Decision(TopUpState.MISMATCH, "succeeded after it had been refused")
    return Decision(TopUpState.POSTED)
