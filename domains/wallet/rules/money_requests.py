"""Requests for money and split bills: pure decisions.

A request is refused in the order of a transfer (rules/transfers.py) without limits and PIN: NoteTooLong, UnknownAsset, AmountOutOfRange, RecipientNotFound,
TransferToSelf. Paying one: MoneyRequestNotFound, MoneyRequestEnded, then what is refused of a transfer. A bill: NoteTooLong, UnknownAsset, SplitPartiesWrong,
AmountOutOfRange, SplitUnbalanced, SplitShareEmpty."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import AssetKind
from domains.kernel.errors import AmountOutOfRange, UnknownAsset
from domains.kernel.money import MINOR_MAX, Amount
from domains.wallet.errors.money_requests import MoneyRequestEnded, ReminderTooSoon, SplitPartiesWrong, SplitShareEmpty, SplitUnbalanced
from domains.wallet.errors.transfers import NoteTooLong, RecipientNotFound, TransferToSelf
from domains.wallet.rules.transfers import NOTE_MAX_CHARACTERS

LIFE = timedelta(days=7)
"""A request that is not paid by then has expired."""

REMINDED_AFTER = timedelta(days=3)
"""The house reminds once by itself."""

REMINDERS_APART = timedelta(hours=12)

PARTIES_MAX = 50
ITEMS_MAX = 100


class MoneyRequestState(StrEnum):
    """`open` until its time is over. The others are final."""

    OPEN = "open"
    PAID = "paid"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class SplitState(StrEnum):
    """`settled`: every share is paid. `closed`: no share is open, and not all are paid. `cancelled`: its maker called the open shares off."""

    OPEN = "open"
    SETTLED = "settled"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class SplitMethod(StrEnum):
    EVEN = "even"
    AMOUNTS = "amounts"
    ITEMS = "items"


class BillItem(NamedTuple):
    """A line of a bill, shared evenly by those who had it."""

    minor: int
    party_ids: tuple[UUID, ...]


def check_amount(amount: Amount, note: str) -> None:
    """Raise the first rule that an amount with a note breaks."""
    if len(note) > NOTE_MAX_CHARACTERS:
        raise NoteTooLong(NOTE_MAX_CHARACTERS)
    if amount.asset.kind is not AssetKind.CURRENCY:
        raise UnknownAsset(amount.asset.code)
    if not 0 < amount.minor <= MINOR_MAX:
        raise AmountOutOfRange(amount.minor, amount.asset.code, 1, MINOR_MAX)


def check_request(amount: Amount, note: str, requester_id: UUID, payer_id: UUID | None) -> None:
    """Raise the first rule that a request breaks."""
    check_amount(amount, note)
    if payer_id is None:
        raise RecipientNotFound
    if payer_id == requester_id:
        raise TransferToSelf


def state_at(state: MoneyRequestState, expires_at: datetime, now: datetime) -> MoneyRequestState:
    """Where a request stands, whether or not its expiry is written down."""
    return MoneyRequestState.EXPIRED if state is MoneyRequestState.OPEN and expires_at <= now else state


def check_open(state: MoneyRequestState, expires_at: datetime, now: datetime) -> None:
    """Raise MoneyRequestEnded unless it can still be paid, declined, cancelled or reminded of."""
    standing = state_at(state, expires_at, now)
    if standing is not MoneyRequestState.OPEN:
        raise MoneyRequestEnded(standing.value)


def check_reminder(reminded_at: datetime, now: datetime) -> None:
    """Raise ReminderTooSoon within twelve hours of the asking, or of the last reminder."""
    if now < reminded_at + REMINDERS_APART:
        raise ReminderTooSoon(reminded_at + REMINDERS_APART)


def check_parties(maker_id: UUID, named: Sequence[UUID], known: Sequence[UUID]) -> None:
    """Raise SplitPartiesWrong unless everybody is known, named once, and somebody is there beside the maker."""
    if len(set(named)) != len(named) or not set(named) - {maker_id} or len(named) > PARTIES_MAX or set(named) - set(known) - {maker_id}:
        raise SplitPartiesWrong(PARTIES_MAX)


def check_shares(total: Amount, shares: Mapping[UUID, int], maker_id: UUID) -> None:
    """Raise SplitUnbalanced unless the shares make up the total, SplitShareEmpty where somebody would have nothing to pay."""
    if sum(shares.values()) != total.minor:
        raise SplitUnbalanced(total, Amount(max(-MINOR_MAX, min(MINOR_MAX, sum(shares.values()))), total.asset))
    if any(minor < 1 for party_id, minor in shares.items() if party_id != maker_id) or shares.get(maker_id, 0) < 0:
        raise SplitShareEmpty


def split_even(total_minor: int, party_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The same for everybody; what cannot be shared goes to those named first."""
    return largest_remainder(total_minor, {party_id: Fraction(1) for party_id in party_ids})


def split_items(items: Sequence[BillItem], party_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Everybody pays for what they had: exact parts of every item, added up before they are rounded."""
    parts = dict.fromkeys(party_ids, Fraction(0))
    for item in items:
        for party_id in item.party_ids:
            parts[party_id] += Fraction(item.minor, len(item.party_ids))
    return largest_remainder(sum(item.minor for item in items), parts)


def largest_remainder(total_minor: int, weights: Mapping[UUID, Fraction]) -> dict[UUID, int]:
    """The total shared by weight, to the minor unit: each part rounded down, and the rest to the largest remainders; of equal ones, to those named first."""
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    exact = {party_id: total_minor * weight / whole for party_id, weight in weights.items()}
    shares = {party_id: int(part) for party_id, part in exact.items()}
    rest = total_minor - sum(shares.values())
    for party_id in sorted(weights, key=lambda one: shares[one] - exact[one])[:rest]:
        shares[party_id] += 1
    return shares


def split_after(states: Sequence[MoneyRequestState]) -> SplitState:
    """How a bill stands, by its shares."""
    if MoneyRequestState.OPEN in states:
        return SplitState.OPEN
    return SplitState.SETTLED if all(state is MoneyRequestState.PAID for state in states) else SplitState.CLOSED
