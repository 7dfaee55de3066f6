"""What credit refuses.

events      CreditEventNotFound
consent     ScoringConsentNeeded
reviews     CreditReviewNotFound, CreditReviewDecided, TooManyCreditReviews
data        ScorecardMalformed, PolicyMalformed, AnswersMissing
"""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class CreditEventNotFound(Refusal):
    """The customer has no such event, or it was voided before."""


@dataclass(eq=False)
class ScorecardMalformed(Refusal):
    """A part of the scorecard cannot be used. `what` names it."""

    what: str


@dataclass(eq=False)
class PolicyMalformed(Refusal):
    """A part of what the bands bring cannot be used. `what` names it."""

    what: str
