"""What is refused because a product does not suit its buyer."""

from dataclasses import dataclass
from datetime import datetime

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class QuestionnaireMalformed(Refusal):
    """A part of the questionnaire cannot be answered, or a class cannot be reached."""

    what: str


@dataclass(eq=False)
class AnswersMalformed(Refusal):
    """The question of that number, from 0, has no such answer, or none."""

    question: int


@dataclass(eq=False)
class QuestionnaireReplaced(Refusal):
    """Another version is asked now."""

    version: int


@dataclass(eq=False)
class AssessmentNeeded(Refusal):
    """The customer has not answered the questionnaire, or did too long ago, or another version stands."""


@dataclass(eq=False)
class ProductUnsuitable(Refusal):
    """The product is above what the customer's class may buy, and no confirmation helps."""

    investor_class: str
    rating: str


@dataclass(eq=False)
class MismatchUnconfirmed(Refusal):
    """The product is above the customer's class. The mismatch may be confirmed; `from_at` says from when an order is taken where it was."""

    investor_class: str
    rating: str
    from_at: datetime | None
