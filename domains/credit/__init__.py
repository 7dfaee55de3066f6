"""Credit: what scenes tell of a customer's word being kept, the band that follows, and what it brings. Bands are shown; scores stay here.

recording   record_events, void_events (for higher domains, in their own transaction); event_id; void_event (staff); NewEvent, EventKind
reading     find_bands, find_entitlements, limit_for; find_explanations, list_band_changes, find_coverages
lending     find_questionnaire, check_answered, answers_of, assess_application (inside the lender's transaction)
looks       look_at_credit: the audit row that comes before a look of staff
reviews     request_review, answer_review, find_reviews, list_open_reviews
data        publish_scene_card, publish_application_card, publish_policy; score_events, score_application, reasons_of, measure
computing   recompute: for the job"""

from domains.credit.errors import (
    AnswersMissing,
    ApplicationAnswersMalformed,
    CreditEventNotFound,
    CreditReviewEnded,
    CreditReviewNotFound,
    CreditReviewOpen,
    PolicyMalformed,
    QuestionsChanged,
    ScorecardMalformed,
    ScoringConsentNeeded,
)
from domains.credit.events import CreditBandChanged, CreditEventVoided, CreditReviewAnswered, CreditReviewRequested, ScorecardPublished
from domains.credit.queries.reviews import CreditReview
from domains.credit.queries.reviews import find_newest as find_reviews
from domains.credit.queries.reviews import list_open as list_open_reviews
from domains.credit.queries.standings import BandChange
from domains.credit.rules.application import ApplicationCard, ApplicationScored, Attribute, Brought, Words, reasons_of, score_application
from domains.credit.rules.coverage import Coverage
from domains.credit.rules.entitlements import Entitlement, Policy
from domains.credit.rules.features import Feature, Known, measure
from domains.credit.rules.kinds import Band, CountedEvent, EventKind, NewEvent, event_id
from domains.credit.rules.questions import Question, Questionnaire, answers_of
from domains.credit.rules.score import Bin, Contribution, FeatureBins, SceneCard, Scored, score_events
from domains.credit.service.assess import Answered, ApplicationAssessed, assess_application, check_answered, find_questionnaire
from domains.credit.service.bands import CustomerBand, Entitled, find_bands, find_entitlements, limit_for
from domains.credit.service.closing import CreditClosing
from domains.credit.service.explain import Explanation, Reason, find_coverages, find_explanations, list_band_changes
from domains.credit.service.look import CreditLook, LookAtCreditCommand, look_at_credit
from domains.credit.service.publish import (
    CreditDataPublished,
    PublishApplicationCardCommand,
    PublishPolicyCommand,
    PublishSceneCardCommand,
    publish_application_card,
    publish_policy,
    publish_scene_card,
)
from domains.credit.service.recompute import PURPOSE, RecomputeCommand, Recomputed, recompute
from domains.credit.service.record import EventVoided, VoidEventCommand, record_events, void_event, void_events
from domains.credit.service.review import AnswerReviewCommand, RequestReviewCommand, answer_review, request_review

# fmt: off
__all__ = [
    "PURPOSE", "AnswerReviewCommand", "Answered", "AnswersMissing", "ApplicationAnswersMalformed", "ApplicationAssessed", "ApplicationCard",
    "ApplicationScored", "Attribute", "Band", "BandChange", "Bin", "Brought", "Contribution", "CountedEvent", "Coverage", "CreditBandChanged",
    "CreditClosing", "CreditDataPublished", "CreditEventNotFound", "CreditEventVoided", "CreditLook", "CreditReview", "CreditReviewAnswered",
    "CreditReviewEnded", "CreditReviewNotFound", "CreditReviewOpen", "CreditReviewRequested", "CustomerBand", "Entitled", "Entitlement", "EventKind",
    "EventVoided", "Explanation", "Feature", "FeatureBins", "Known", "LookAtCreditCommand", "NewEvent", "Policy", "PolicyMalformed",
    "PublishApplicationCardCommand", "PublishPolicyCommand", "PublishSceneCardCommand", "Question", "Questionnaire", "QuestionsChanged", "Reason",
    "RecomputeCommand", "Recomputed", "RequestReviewCommand", "SceneCard", "ScorecardMalformed", "ScorecardPublished", "Scored",
    "ScoringConsentNeeded", "VoidEventCommand", "Words", "answer_review", "answers_of", "assess_application", "check_answered", "event_id",
    "find_bands", "find_coverages", "find_entitlements", "find_explanations", "find_questionnaire", "find_reviews", "limit_for", "list_band_changes",
    "list_open_reviews", "look_at_credit", "measure", "publish_application_card", "publish_policy", "publish_scene_card", "reasons_of", "recompute",
    "record_events", "request_review", "score_application", "score_events", "void_event", "void_events",
]
# fmt: on
