"""What is refused of flash sales."""

from dataclasses import dataclass
from datetime import datetime

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class FlashSaleNotFound(Refusal):
    """There is no such sale, or it is not the caller's to change."""


@dataclass(eq=False)
class FlashSaleMalformed(Refusal):
    """A part of what was told is not as a flash sale has it."""

    what: str


@dataclass(eq=False)
class FlashSaleNotBegun(Refusal):
    """Its queue is not open yet."""

    starts_at: datetime


@dataclass(eq=False)
class FlashSaleOver(Refusal):
    """Its time is over, or it was cancelled."""

    state: str


@dataclass(eq=False)
class FlashSaleSoldOut(Refusal):
    """The last unit is paid."""


@dataclass(eq=False)
class FlashPlaceHeld(Refusal):
    """The customer is in its queue, or was: a sale is one unit for each."""
