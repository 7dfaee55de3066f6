"""What was done about what is due. `subject_id` is the customer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class LoanReminderSent(Event):
    """`days` after the due date, below nothing before it: the stage of the reminder."""

    loan_id: UUID
    days: int
    due_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class LoanPromiseMade(Event):
    loan_id: UUID
    promised_on: date


@dataclass(frozen=True, slots=True)
class LoanPromiseEnded(Event):
    """`state`: kept or broken."""

    loan_id: UUID
    state: str
