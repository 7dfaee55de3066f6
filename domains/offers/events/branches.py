"""What became of branches and appointments. `subject_id` is the branch, or the customer where one is concerned."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class BranchOpened(Event):
    """`subject_id` is the branch."""


@dataclass(frozen=True, slots=True)
class BranchChanged(Event):
    """`subject_id` is the branch."""


@dataclass(frozen=True, slots=True)
class BranchClosed(Event):
    """`subject_id` is the branch."""


@dataclass(frozen=True, slots=True)
class AppointmentBooked(Event):
    """`subject_id` is the customer."""

    appointment_id: UUID
    service_id: UUID


@dataclass(frozen=True, slots=True)
class AppointmentMoved(Event):
    """`subject_id` is the customer."""

    appointment_id: UUID
    service_id: UUID


@dataclass(frozen=True, slots=True)
class AppointmentCancelled(Event):
    """By the customer (`cause` customer), or because the service ended (service)."""

    appointment_id: UUID
    service_id: UUID
    cause: str


@dataclass(frozen=True, slots=True)
class AppointmentExpired(Event):
    """The time went by and nobody came."""

    appointment_id: UUID
    service_id: UUID
