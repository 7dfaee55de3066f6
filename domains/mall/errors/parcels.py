"""What is refused of parcels, codes, keys and booked times."""

from dataclasses import dataclass
from datetime import datetime

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class ParcelNotFound(Refusal):
    """There is no such parcel, or it is not the caller's."""


@dataclass(eq=False)
class ParcelMalformed(Refusal):
    """A part of what was told is not as a parcel has it."""

    what: str


@dataclass(eq=False)
class CarrierUnknown(Refusal):
    """No carrier of that name is wired."""

    carrier: str


@dataclass(eq=False)
class PickUpCodeUnknown(Refusal):
    """The shop has nothing waiting under that code."""


@dataclass(eq=False)
class PickUpCodeRedeemed(Refusal):
    """It was redeemed already, at that instant."""

    at: datetime


@dataclass(eq=False)
class KeysMalformed(Refusal):
    """The keys that were sent cannot be a pool's: `number` says which, from 1 on; 0 where it is not about one of them."""

    what: str
    number: int


@dataclass(eq=False)
class KeyShownAlready(Refusal):
    """The product is not taken back once its key was shown."""

    line: int


@dataclass(eq=False)
class ServiceSlotNotFound(Refusal):
    """There is no such time for what was bought, or it is over."""


@dataclass(eq=False)
class ServiceSlotTaken(Refusal):
    """Fewer places are free than were asked for."""

    free_units: int


@dataclass(eq=False)
class ServiceSlotMalformed(Refusal):
    """A part of what was told is not as a time to be booked has it."""

    what: str


@dataclass(eq=False)
class BookingTooLate(Refusal):
    """It could be cancelled until that instant."""

    until: datetime


@dataclass(eq=False)
class ReviewRightMissing(Refusal):
    """The line was not delivered to the caller, or its right was used."""
