"""What became of consents to partners. `subject_id` is the customer who gave it, `counterpart_id` the partner.

They begin with Partner because a customer also consents to purposes of the bank's own, and outside the domain a fact is known by its name alone."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PartnerConsentGranted(Event):
    consent_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class PartnerConsentNarrowed(Event):
    consent_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class PartnerConsentRevoked(Event):
    """Nothing of the partner's passes under it any more."""

    consent_id: UUID
    version: int
