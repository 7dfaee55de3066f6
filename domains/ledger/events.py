"""The ledger's facts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domains.kernel.events import Event

TOLD_ONE_BY_ONE: set[str] = set()
"""Codes of accounts whose owners hear of each movement."""


def tell_one_by_one(code: str) -> None:
    """Declare that each movement of the accounts of a code has a fact of its own, however it is posted: somebody listens to it."""
    TOLD_ONE_BY_ONE.add(code)


@dataclass(frozen=True, slots=True)
class MovementPosted(Event):
    """Value moved. `subject_id` owns the debited account, `counterpart_id` the credited one."""

    movement_id: UUID
    kind: str
    debit_account_id: UUID
    debit_sequence: int
    credit_account_id: UUID
    credit_sequence: int
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class MovementSetPosted(Event):
    """A set was posted: this fact tells so many movements of it together. What touched an account that is told of one by one has its own."""

    set_id: UUID
    movements: int


@dataclass(frozen=True, slots=True)
class AccountStateChanged(Event):
    """An operator froze or unfroze an account."""

    account_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class HoldPlaced(Event):
    """An amount was set aside. `subject_id` owns the account to be debited, `counterpart_id` the one to be credited."""

    hold_id: UUID
    kind: str
    debit_account_id: UUID
    credit_account_id: UUID
    amount_minor: int
    asset: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class HoldChanged(Event):
    """Something of a hold was captured, or it ended: `state` is open, captured, released or expired."""

    hold_id: UUID
    kind: str
    debit_account_id: UUID
    credit_account_id: UUID
    captured_minor: int
    released_minor: int
    asset: str
    state: str
