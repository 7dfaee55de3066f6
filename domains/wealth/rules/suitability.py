"""Suitability: which customers may buy which products. A questionnaire gives a class, a product has a risk rating, and a table says how they fit.

The lowest class is stopped outright; the others may confirm a mismatch, and buy once a day has passed since. The table is that of fund distributors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domains.wealth.errors.suitability import AnswersMalformed, QuestionnaireMalformed

VALID_FOR = timedelta(days=365)
"""How long an assessment counts."""

COOLING_OFF = timedelta(hours=24)
"""Between confirming a mismatch and the first order that it allows."""

CONFIRMED_FOR = timedelta(days=30)
"""How long a confirmed mismatch counts, for that product and that rating of it."""

QUESTIONS_MOST, OPTIONS_MOST = 40, 12


class RiskRating(StrEnum):
    """A product's, from cautious to bold."""

    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R4 = "R4"
    R5 = "R5"


class InvestorClass(StrEnum):
    """A customer's, from who bears no loss to who bears any."""

    C1_MINIMUM = "C1-minimum"
    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    C5 = "C5"


class Fit(StrEnum):
    """`mismatch` may be confirmed; `barred` may not."""

    SUITABLE = "suitable"
    MISMATCH = "mismatch"
    BARRED = "barred"


_RATINGS = tuple(RiskRating)
SUITABLE: Mapping[InvestorClass, frozenset[RiskRating]] = {
    InvestorClass.C1_MINIMUM: frozenset(_RATINGS[:1]),
    **{one: frozenset(_RATINGS[: number + 1]) for number, one in enumerate(list(InvestorClass)[1:])},
}
"""What each class buys without being asked again."""


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to choose. `is_minimum`: who gives it is of the lowest class, whatever else they answer."""

    zh: str
    en: str
    points: int
    is_minimum: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    zh: str
    en: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """`from_points` are the least points of C2, C3, C4 and C5."""

    questions: tuple[Question, ...]
    from_points: tuple[int, int, int, int]


def check_questionnaire(one: Questionnaire) -> None:
    """Raise QuestionnaireMalformed for what nobody could answer, or a class that nobody could reach."""
    if not 1 <= len(one.questions) <= QUESTIONS_MOST:
        raise QuestionnaireMalformed("questions")
    if any(not 2 <= len(question.options) <= OPTIONS_MOST for question in one.questions):
        raise QuestionnaireMalformed("options")
    most = sum(max(option.points for option in question.options) for question in one.questions)
    if not 0 < one.from_points[0] < one.from_points[1] < one.from_points[2] < one.from_points[3] <= most:
        raise QuestionnaireMalformed("from_points")


def assess(one: Questionnaire, answers: Sequence[int]) -> tuple[InvestorClass, int]:
    """The class and the points of who chose these options, by their numbers from 0, one for each question. Raises AnswersMalformed."""
    if len(answers) != len(one.questions):
        raise AnswersMalformed(min(len(answers), len(one.questions)))
    chosen: list[Option] = []
    for number, (question, answer) in enumerate(zip(one.questions, answers, strict=True)):
        if not 0 <= answer < len(question.options):
            raise AnswersMalformed(number)
        chosen.append(question.options[answer])
    points = sum(option.points for option in chosen)
    if any(option.is_minimum for option in chosen):
        return InvestorClass.C1_MINIMUM, points
    above = sum(points >= least for least in one.from_points)
    return list(InvestorClass)[1 + above], points


def judge(of: InvestorClass, rating: RiskRating) -> Fit:
    """How a class and a rating fit."""
    if rating in SUITABLE[of]:
        return Fit.SUITABLE
    return Fit.BARRED if of is InvestorClass.C1_MINIMUM else Fit.MISMATCH


def valid_until(assessed_at: datetime) -> datetime:
    """The instant from which an assessment no longer counts."""
    return assessed_at + VALID_FOR


def is_confirmed(confirmed_at: datetime | None, now: datetime) -> bool:
    """Whether a mismatch that was confirmed then lets an order through now: cooled off, and not too long ago."""
    return confirmed_at is not None and COOLING_OFF <= now - confirmed_at < CONFIRMED_FOR
