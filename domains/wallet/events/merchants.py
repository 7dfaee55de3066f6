"""What happened to merchants. `subject_id` is the merchant."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class MerchantOpened(Event):
    asset: str


@dataclass(frozen=True, slots=True)
class MerchantOrderPlaced(Event):
    order_id: UUID
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class MerchantSettled(Event):
    """A day's takings are in the merchant's balance."""

    day: date
    gross_minor: int
    refunded_minor: int
    fee_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class MerchantClosingBegun(Event):
    """Staff are closing it: it takes no payments any more."""


@dataclass(frozen=True, slots=True)
class MerchantClosingEnded(Event):
    """It is closed: nothing is owed to it."""
