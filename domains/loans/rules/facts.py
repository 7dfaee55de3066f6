"""What can be said of a loan once it is there: a loan is its facts, in the order in which they were booked."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID


class FactKind(StrEnum):
    DISBURSED = "disbursed"
    REPAID = "repaid"
    REPAYMENT_REVERSED = "repayment_reversed"
    CHARGED = "charged"
    RATE_CHANGED = "rate_changed"
    PAUSED = "paused"
    RESUMED = "resumed"
    RESCHEDULED = "rescheduled"
    REFUNDED = "refunded"
    WRITTEN_OFF = "written_off"
    RECOVERED = "recovered"
    CLOSED = "closed"


class LoanStanding(StrEnum):
    """`withdrawn`: given back within the cooling-off. `written_off`: still owed, and no longer counted on."""

    ACTIVE = "active"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    WRITTEN_OFF = "written_off"


class Fact(NamedTuple):
    """One fact. `effective_on` is the day from which it counts, which may be before the one on which it was booked; `act_id` is the request, or the job's
    derived id, that made it. `details` by kind: `charged` has `due_on`, the day on which the fee is due."""

    customer_id: UUID
    loan_id: UUID
    sequence: int
    kind: FactKind
    effective_on: date
    booked_at: datetime
    amount_minor: int
    act_id: UUID
    details: Mapping[str, Any] = {}
