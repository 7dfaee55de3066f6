"""What is refused of searches and bookings."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal
from domains.kernel.money import Amount


@dataclass(eq=False)
class SearchNotFound(Refusal):
    """The customer has no such search, or what it found is too old to be booked."""


@dataclass(eq=False)
class SlotNotFound(Refusal):
    """The search found no such slot, or its time is past or too far."""


@dataclass(eq=False)
class BookingNotFound(Refusal):
    """The customer has no such booking."""


@dataclass(eq=False)
class BookingNotOpen(Refusal):
    """Not as it stands: `state`, or `expired` or `begun` where time went by."""

    state: str


@dataclass(eq=False)
class BookingChanged(Refusal):
    """It is another amount than the customer confirmed: look, and confirm that one."""

    amount: Amount


@dataclass(eq=False)
class BookingNotChangeable(Refusal):
    """Its terms know of no change, or it was changed before."""
