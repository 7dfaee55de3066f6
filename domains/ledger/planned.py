"""What callers plan and what they are told: movements, holds, captures and releases, their verdicts, and what stands in the books while we decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeAlias
from uuid import UUID

from domains.kernel.assets import Asset
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount

CREDIT, DEBIT = "credit", "debit"

OPEN, CAPTURED, RELEASED, EXPIRED = "open", "captured", "released", "expired"
"""States of a hold. What was captured in part and then let go is released."""


class Limit(NamedTuple):
    """At most `most_minor` may leave the debited account in a period: "day:2026-11-23", without blanks or equals signs (see rules/limits.py)."""

    period: str
    most_minor: int


class PlannedMovement(NamedTuple):
    """What a domain wants moved. What is planned together shares a journal and is posted all or none."""

    id: UUID
    kind: str
    debit_account_id: UUID
    credit_account_id: UUID
    amount: Amount
    limits: tuple[Limit, ...] = ()
    reverses_id: UUID | None = None
    effective_at: datetime | None = None


class PlannedHold(NamedTuple):
    """Set an amount aside for a later capture, until `expires_at`. It counts against what is available, and in the limits, from now on.

    It is borne by the account that the capture will take from: the debited one where that is credit-normal, else the credited one (which takes no limits)."""

    id: UUID
    kind: str
    debit_account_id: UUID
    credit_account_id: UUID
    amount: Amount
    expires_at: datetime
    limits: tuple[Limit, ...] = ()


class PlannedCapture(NamedTuple):
    """Move a part of a hold (without an amount: all that is left of it). `id` is the movement's. `release_rest` ends the hold with this capture."""

    id: UUID
    hold_id: UUID
    amount: Amount | None = None
    kind: str | None = None
    release_rest: bool = False
    effective_at: datetime | None = None


class PlannedRelease(NamedTuple):
    """Let go what is left of a hold. One that was let go before, or has expired, stays as it is."""

    hold_id: UUID


Planned: TypeAlias = PlannedMovement | PlannedHold | PlannedCapture | PlannedRelease


class PlannedLeg(NamedTuple):
    """A part of a set: movements of one kind and asset, column by column; each of its journals has one of them. With `hold_ids` they are captures, and what is
    left of each hold beside the amount is let go when `release_rest` says so."""

    kind: str
    asset: Asset
    journal_ids: Sequence[UUID]
    ids: Sequence[UUID]
    debit_account_ids: Sequence[UUID]
    credit_account_ids: Sequence[UUID]
    amounts_minor: Sequence[int]
    hold_ids: Sequence[UUID] | None = None
    release_rest: bool = False

    def planned(self, place: int) -> "tuple[UUID, PlannedMovement | PlannedCapture]":
        """The journal and the movement at that place, as `post` takes it."""
        amount = Amount(self.amounts_minor[place], self.asset)
        if self.hold_ids is not None:
            return self.journal_ids[place], PlannedCapture(self.ids[place], self.hold_ids[place], amount, self.kind, self.release_rest)
        accounts = (self.debit_account_ids[place], self.credit_account_ids[place])
        return self.journal_ids[place], PlannedMovement(self.ids[place], self.kind, *accounts, amount)


class SetPosting(NamedTuple):
    """How many movements of a set were posted, and the refusal of each journal of which none was. `is_repeat` when it had been posted before."""

    movements: int
    refused: dict[UUID, Refusal]
    is_repeat: bool = False


class Side(NamedTuple):
    """One account's part in a posted movement.

    A credit to a hot account has no place yet: its sequence is 0 and its balance_after zero until it is folded."""

    account_id: UUID
    owner_id: UUID
    sequence: int
    balance_after: Amount


class PostedMovement(NamedTuple):
    """A movement with its place in both accounts."""

    id: UUID
    kind: str
    amount: Amount
    debit: Side
    credit: Side
    booked_at: datetime


class Hold(NamedTuple):
    """A hold as it stands: `left` may still be captured."""

    id: UUID
    kind: str
    debit_account_id: UUID
    credit_account_id: UUID
    amount: Amount
    captured: Amount
    released: Amount
    state: str
    expires_at: datetime
    placed_at: datetime

    @property
    def left(self) -> Amount:
        return self.amount - self.captured - self.released


class Posting(list[PostedMovement]):
    """The movements of a journal, in the order in which they were planned, and the holds that it touched as it leaves them."""

    __slots__ = ("holds",)

    def __init__(self, movements: list[PostedMovement] | tuple[PostedMovement, ...] = (), holds: tuple[Hold, ...] = ()) -> None:
        super().__init__(movements)
        self.holds = holds


Verdict: TypeAlias = Posting | Refusal


@dataclass(slots=True)
class LockedAccount:
    """An account under our lock. Its numbers change as movements are judged, and are written back together.

    A hot account that is only credited is read without a lock: nothing of it is written but its unfolded credits."""

    id: UUID
    owner_id: UUID
    asset: Asset
    normal_side: str
    may_go_negative: bool
    state: str
    hot: bool
    debits_posted: int
    credits_posted: int
    debits_pending: int
    credits_pending: int
    last_sequence: int
    limits_used: str | None = None
    locked: bool = True

    @property
    def posted(self) -> int:
        """Minor units that the account holds, positive on its normal side."""
        balance = self.credits_posted - self.debits_posted
        return balance if self.normal_side == CREDIT else -balance

    @property
    def available(self) -> int:
        """What is posted less what is held."""
        return self.posted - (self.debits_pending if self.normal_side == CREDIT else self.credits_pending)


@dataclass(slots=True)
class LockedHold:
    """A hold whose accounts are under our lock. `account_id` is the one that bears it: whose pending sum it is counted in."""

    id: UUID
    kind: str
    account_id: UUID
    debit_account_id: UUID
    credit_account_id: UUID
    asset: Asset
    amount: int
    captured: int
    released: int
    state: str
    limit_periods: tuple[str, ...]
    expires_at: datetime
    placed_at: datetime
    journal_id: UUID
    capture_ids: tuple[UUID, ...] = ()

    @property
    def left(self) -> int:
        return self.amount - self.captured - self.released

    def shown(self) -> Hold:
        """The hold as callers see it."""
        amount, captured, released = (Amount(minor, self.asset) for minor in (self.amount, self.captured, self.released))
        return Hold(self.id, self.kind, self.debit_account_id, self.credit_account_id, amount, captured, released, self.state, self.expires_at, self.placed_at)
