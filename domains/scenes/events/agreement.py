"""What became of agreements. `subject_id` is the party that is told; of a refund the customer, with the partner as `counterpart_id`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class AgreementSplitApproved(Event):
    """How commission is parted from that day."""

    agreement_id: UUID
    split_id: UUID
    valid_from: date


@dataclass(frozen=True, slots=True)
class AgreementSettled(Event):
    """A party has been paid for a month."""

    agreement_id: UUID
    settlement_id: UUID
    month: date
    paid_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class PartnerPaymentRefunded(Event):
    """A part of a payment that a partner initiated, or the whole, went back to the customer."""

    consent_id: UUID
    initiation_id: UUID
    refund_id: UUID
    amount_minor: int
    asset: str
