"""Payments that partners initiated. `subject_id` is the customer who pays, `counterpart_id` the partner."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PartnerPaymentPosted(Event):
    """The money has moved. `payment_id` is the payment to the merchant."""

    consent_id: UUID
    initiation_id: UUID
    payment_id: UUID
    amount_minor: int
    asset: str
