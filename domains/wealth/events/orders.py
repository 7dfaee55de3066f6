"""What became of orders and assessments. `subject_id` is the customer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class FundOrderPlaced(Event):
    order_id: UUID
    product_id: UUID
    side: str


@dataclass(frozen=True, slots=True)
class FundOrderChanged(Event):
    """An order has ended without a trade: `state` is cancelled or rejected. Of a trade the ledger's movements tell."""

    order_id: UUID
    product_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class FundOrderRescheduled(Event):
    """The trading calendar was published anew, and the order's days are others."""

    order_id: UUID
    product_id: UUID
    trade_date: date


@dataclass(frozen=True, slots=True)
class FundOrderCorrected(Event):
    """Its day's value was corrected after it was confirmed. Not `is_booked`: what it brought too much is no longer there to be taken back."""

    order_id: UUID
    product_id: UUID
    revision: int
    is_booked: bool


@dataclass(frozen=True, slots=True)
class ChangePaid(Event):
    """Money-market shares were turned into money at once. `order_id` is that of what comes later, where all did not."""

    product_id: UUID
    order_id: UUID | None


@dataclass(frozen=True, slots=True)
class InvestorAssessed(Event):
    assessment_id: UUID


@dataclass(frozen=True, slots=True)
class MismatchConfirmed(Event):
    product_id: UUID
    version: int
