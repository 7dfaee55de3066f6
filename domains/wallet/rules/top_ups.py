"""What may be topped up, and what a channel's word does to a top-up: pure decisions.

A request is refused in this order: UnknownAsset (not a currency), AmountOutOfRange, ChannelNotFound, AccountNotFound, AccountClosed.

What the channel says, by where the top-up stands (rows) and what is told (columns):

                      pending     refused     succeeded, our amount   succeeded, another amount
requested, pending    pending     refused     posted                  mismatch
posted                -           noted       -                       noted
refused               -           -           mismatch                mismatch
mismatch              -           -           -                       -

`noted`: the money stays where it is, and the contradiction is written down for an operator."""

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.kernel import outside
from domains.kernel.assets import AssetKind
from domains.kernel.errors import AmountOutOfRange, UnknownAsset
from domains.kernel.money import Amount
from domains.kernel.outside import Stage
from domains.ledger import Account, AccountClosed, AccountNotFound
from domains.wallet.errors.top_ups import ChannelNotFound
from domains.wallet.rules.transfers import limit_of

TOP_UP_MOST_YUAN = 50_000
"""The most that one top-up may bring in."""

FIRST_ASKED_AFTER = outside.FIRST_ASKED_AFTER
asked_after, may_charge, has_expired = outside.asked_after, outside.may_ask_anew, outside.has_expired
"""When a channel is asked again, may be charged again under the same id, and is given up: as everybody outside."""


class TopUpState(StrEnum):
    """`requested`: the channel was not heard of yet. `pending`: it was called, and has not said how it ended. The others are final."""

    REQUESTED = "requested"
    PENDING = "pending"
    POSTED = "posted"
    REFUSED = "refused"
    MISMATCH = "mismatch"


OPEN = frozenset({TopUpState.REQUESTED, TopUpState.PENDING})

STATES = {Stage.OPEN: TopUpState.PENDING, Stage.DONE: TopUpState.POSTED, Stage.REFUSED: TopUpState.REFUSED, Stage.MISMATCH: TopUpState.MISMATCH}
STAGES = {state: stage for stage, state in STATES.items()}
"""What the house's one rule of words from outside (kernel/outside.py) calls them."""


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
    word: outside.Word = "done" if told == "succeeded" else "refused" if told == "refused" else "not ended"
    verdict = outside.judge(STAGES.get(state, Stage.OPEN), word, as_asked=moved == ours, otherwise=f"the channel {did} {moved}", reason=reason)
    return Decision(STATES[verdict.stage], verdict.reason)
