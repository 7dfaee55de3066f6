"""What credit refuses.

events      CreditEventNotFound
consent     ScoringConsentNeeded
reviews     CreditReviewOpen, CreditReviewNotFound, CreditReviewEnded
data        ScorecardMalformed, PolicyMalformed
application AnswersMissing, ApplicationAnswersMalformed, QuestionsChanged
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


@dataclass(eq=False)
class ScoringConsentNeeded(Refusal):
    """The customer does not consent to be scored, or not any more."""


@dataclass(eq=False)
class AnswersMissing(Refusal):
    """Questions of the application scorecard that were not answered, or not as they are asked."""

    questions: tuple[str, ...]


@dataclass(eq=False)
class ApplicationAnswersMalformed(Refusal):
    """Answers to what is not asked, given twice, or that are not among the choices."""

    questions: tuple[str, ...]


@dataclass(eq=False)
class QuestionsChanged(Refusal):
    """The questions that were answered are no longer those that are asked. `version` is what is asked now."""

    version: int


@dataclass(eq=False)
class CreditReviewOpen(Refusal):
    """The customer waits for an answer already."""


@dataclass(eq=False)
class CreditReviewNotFound(Refusal):
    """There is no such request for a review."""


@dataclass(eq=False)
class CreditReviewEnded(Refusal):
    """It was answered before. `state` says how."""

    state: str
