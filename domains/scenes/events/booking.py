"""What became of searches and bookings: what they are for is told nowhere. `subject_id` is the customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class SlotSearchRequested(Event):
    """A partner is to be asked what can be booked."""

    search_id: UUID
    scene: str


@dataclass(frozen=True, slots=True)
class BookingStepRequested(Event):
    """A partner is to be asked to keep, change or cancel something."""

    booking_id: UUID
    scene: str
    step: str


@dataclass(frozen=True, slots=True)
class SceneBookingConfirmed(Event):
    """The partner has it, and the customer too."""

    booking_id: UUID
    scene: str


@dataclass(frozen=True, slots=True)
class SceneBookingChanged(Event):
    """It is for another time."""

    booking_id: UUID
    scene: str


@dataclass(frozen=True, slots=True)
class SceneBookingEnded(Event):
    """It is over: `state` says how."""

    booking_id: UUID
    scene: str
    state: str
