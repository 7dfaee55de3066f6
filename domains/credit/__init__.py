"""Credit: what scenes tell of a customer's word being kept, the band that follows, and what it brings. Bands are shown; scores stay here.

recording   record_events, void_events (for higher domains, in their own transaction); event_id; void_event (staff); NewEvent, EventKind
reading     find_bands, find_entitlements, limit_for
computing   recompute: for the job"""

from domains.credit.errors import (
    AnswersMissing,
    CreditEventNotFound,
    CreditReviewEnded,
    CreditReviewNotFound,
    CreditReviewOpen,
    PolicyMalformed,
    ScorecardMalformed,
    ScoringConsentNeeded,
)
from domains.credit.events import CreditBandChanged, CreditEventVoided
from domains.credit.rules.application import ApplicationCard, ApplicationScored, Attribute, Brought, Words, reasons_of, score_application
from domains.credit.rules.entitlements import Entitlement, Policy
from domains.credit.rules.features import Feature, Known, measure
from domains.credit.rules.kinds import Band, CountedEvent, EventKind, NewEvent, event_id
from domains.credit.rules.score import Bin, Contribution, FeatureBins, SceneCard, Scored, score_events
from domains.credit.service.bands import CustomerBand, Entitled, find_bands, find_entitlements, limit_for
from domains.credit.service.recompute import RecomputeCommand, Recomputed, recompute
from domains.credit.service.record import EventVoided, VoidEventCommand, record_events, void_event, void_events

# fmt: off
__all__ = [
    "AnswersMissing", "ApplicationCard", "ApplicationScored", "Attribute", "Band", "Bin", "Brought", "Contribution", "CountedEvent",
    "CreditBandChanged", "CreditEventNotFound", "CreditEventVoided", "CreditReviewEnded", "CreditReviewNotFound", "CreditReviewOpen", "CustomerBand",
    "Entitled", "Entitlement", "EventKind", "EventVoided", "Feature", "FeatureBins", "Known", "NewEvent", "Policy", "PolicyMalformed",
    "RecomputeCommand", "Recomputed", "SceneCard", "ScorecardMalformed", "Scored", "ScoringConsentNeeded", "VoidEventCommand", "Words", "event_id",
    "find_bands", "find_entitlements", "limit_for", "measure", "reasons_of", "recompute", "record_events", "score_application", "score_events",
    "void_event", "void_events",
]
# fmt: on
