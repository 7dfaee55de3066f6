"""What became of loans while they were repaid. `subject_id` is the customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class LoanPaymentTaken(Event):
    """Money came in. `how` is the kind of payment: repaid, early, full, debited."""

    loan_id: UUID
    amount_minor: int
    asset: str
    how: str


@dataclass(frozen=True, slots=True)
class LoanRepaymentReversed(Event):
    loan_id: UUID
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class LoanAmended(Event):
    """Something beside a payment changed it. `how` is the kind of its fact."""

    loan_id: UUID
    how: str


@dataclass(frozen=True, slots=True)
class LoanStageReached(Event):
    """It is later than it was, or no longer: `stage` is M0 to M7."""

    loan_id: UUID
    stage: str
    days_past_due: int


@dataclass(frozen=True, slots=True)
class LoanFinished(Event):
    """Nothing is owed any more."""

    loan_id: UUID
