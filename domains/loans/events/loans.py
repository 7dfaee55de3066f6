"""What became of loans. `subject_id` is the customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class LoanOpened(Event):
    """A loan has been paid out."""

    loan_id: UUID
