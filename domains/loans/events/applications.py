"""What became of applications. `subject_id` is the customer. Each step's fact calls for the next step's job."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted(Event):
    application_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationApproved(Event):
    application_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationReferred(Event):
    """It waits for a member of staff."""

    application_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationDeclined(Event):
    application_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationPriced(Event):
    application_id: UUID


@dataclass(frozen=True, slots=True)
class LoanOffered(Event):
    """The contract is there to be read and signed."""

    application_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationSigned(Event):
    application_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationEnded(Event):
    """`state`: disbursed, cancelled, expired, failed."""

    application_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class LoanWithdrawn(Event):
    """The money was given back within the cooling-off."""

    loan_id: UUID
