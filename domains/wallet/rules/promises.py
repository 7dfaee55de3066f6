"""Promised transfers: money that is set aside now and goes later, or comes back. Pure decisions.

By when it goes:
on acceptance   the receiver accepts it within WAITS_FOR, or it flows back; also to a phone that nobody has registered yet
later           it goes by itself after two hours or a day, unless the sender calls it back

A promise is refused in the order of a transfer (see transfers.py), where a phone number of nobody will do for one on acceptance, and what the risk rules
would hold for review is RefusedForSafety.
Accepting and declining are refused in this order: PromiseNotFound (also the sender's own, and one that goes by itself), PromiseEnded, then what the ledger
refuses. Calling back: PromiseNotFound (also a stranger's), PromiseEnded. One whose time is over has ended, whether or not that has been written down."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domains.customers import PinProof
from domains.kernel.money import Amount
from domains.wallet.rules.transfers import check_transfer

WAITS_FOR = timedelta(hours=24)
"""How long a receiver may take."""

HELD_BEYOND = timedelta(days=7)
"""How long the money of a transfer that goes by itself stays set aside after its time: a worker may be away so long."""

NOBODY_YET = UUID(int=0)


class PromiseKind(StrEnum):
    """What makes it go."""

    ON_ACCEPTANCE = "on_acceptance"
    IN_TWO_HOURS = "in_two_hours"
    IN_ONE_DAY = "in_one_day"


class PromiseState(StrEnum):
    """Where it stands. The last two are final."""

    WAITING = "waiting"
    POSTED = "posted"
    RETURNED = "returned"


DELAYS = {PromiseKind.IN_TWO_HOURS: timedelta(hours=2), PromiseKind.IN_ONE_DAY: timedelta(hours=24)}

DECLINED, CALLED_BACK, EXPIRED, REFUSED = "declined", "called_back", "expired", "refused"
"""Why it came back. `refused`: when its time had come, the ledger would not let it go."""


def due_at(kind: PromiseKind, placed_at: datetime) -> datetime:
    """When it goes by itself, or flows back."""
    return placed_at + DELAYS.get(kind, WAITS_FOR)


def held_until(kind: PromiseKind, placed_at: datetime) -> datetime:
    """Until when its money is set aside, whatever happens."""
    due = due_at(kind, placed_at)
    return due if kind is PromiseKind.ON_ACCEPTANCE else due + HELD_BEYOND


def check_promise(amount: Amount, note: str, tier: str, source_id: UUID, target_id: UUID | None, kind: PromiseKind, pin: PinProof, *, by_phone: bool) -> None:
    """Raise the first rule that a promise breaks. `by_phone`: it is for a phone number, whoever has it."""
    may_wait = by_phone and kind is PromiseKind.ON_ACCEPTANCE
    check_transfer(amount, note, tier, source_id, NOBODY_YET if target_id is None and may_wait else target_id, pin)
