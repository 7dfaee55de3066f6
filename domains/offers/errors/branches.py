"""What is refused of branches, their services and appointments there."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class BranchNotFound(Refusal):
    """There is no such branch, or it is closed."""


@dataclass(eq=False)
class BranchMalformed(Refusal):
    """A part of a branch, or of a service there, is not as it can be kept."""

    what: str


@dataclass(eq=False)
class BranchServiceNotFound(Refusal):
    """There is no such service, or it is offered no more."""


@dataclass(eq=False)
class SlotNotOffered(Refusal):
    """No appointment begins at that time: the branch is closed then, the time lies between two slots, in the past, or too far ahead."""

    days_ahead: int


@dataclass(eq=False)
class SlotFull(Refusal):
    """Every place of that slot is taken."""


@dataclass(eq=False)
class AlreadyBooked(Refusal):
    """The customer has an appointment for that service at that time."""


@dataclass(eq=False)
class AppointmentsTooMany(Refusal):
    """The customer has as many appointments to come as one may have."""

    most_appointments: int


@dataclass(eq=False)
class AppointmentNotFound(Refusal):
    """There is no such appointment to come, or it is somebody else's."""
