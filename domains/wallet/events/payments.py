"""What became of payments to merchants. `subject_id` is the customer, `counterpart_id` the merchant."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class MerchantPaid(Event):
    """A customer paid. `amount_minor` holds the tip."""

    payment_id: UUID
    shop_id: UUID
    order_id: UUID | None
    method: str
    amount_minor: int
    tip_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class PaymentAsked(Event):
    """A cashier charged a customer's code above the limit: the customer confirms the order with the PIN, or lets it expire."""

    order_id: UUID
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class PaymentRefunded(Event):
    """A part of a payment, or the whole, went back."""

    payment_id: UUID
    refund_id: UUID
    amount_minor: int
    asset: str
