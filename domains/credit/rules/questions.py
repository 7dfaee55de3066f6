"""What the application scorecard asks of an applicant, and what it is told of the loan. The questions are the card's own, so they change with its version."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from domains.credit.errors import AnswersMissing, ApplicationAnswersMalformed
from domains.credit.rules.application import Answers, ApplicationCard
from domains.kernel.money import Amount

MONTHS, AMOUNT = "duration_in_month", "credit_amount"
KNOWN = frozenset((MONTHS, AMOUNT))
"""Nobody is asked for these: they are in the application."""

NUMBER_MOST = 1_000_000


class Question(NamedTuple):
    """A question, and the words that answer it, in the order of the alphabet: it tells nothing of what they bring. Without words: a whole number does."""

    name: str
    choices: tuple[str, ...]


class Questionnaire(NamedTuple):
    """What a version of the card asks."""

    version: int
    questions: tuple[Question, ...]


def questions_of(card: ApplicationCard) -> tuple[Question, ...]:
    """All that an applicant has to answer."""
    asked = (one for one in card.attributes if one.name not in KNOWN)
    return tuple(Question(one.name, tuple(sorted(word for group in one.groups for word in group.words))) for one in asked)


def answers_of(pairs: Iterable[tuple[str, int | str | None]]) -> dict[str, int | str]:
    """Answers by question. Raises ApplicationAnswersMalformed: a question that is answered twice, or by nothing."""
    found: dict[str, int | str] = {}
    wrong = []
    for name, answer in pairs:
        if name in found or answer is None:
            wrong.append(name)
        else:
            found[name] = answer
    if wrong:
        raise ApplicationAnswersMalformed(tuple(sorted(set(wrong))))
    return found


def check_answers(card: ApplicationCard, answers: Answers) -> None:
    """Raises AnswersMissing; ApplicationAnswersMalformed: something that is not asked, a word that is not among the choices, or a number out of bounds."""
    asked = {one.name: one for one in questions_of(card)}
    missing = tuple(name for name in asked if name not in answers)
    if missing:
        raise AnswersMissing(missing)
    wrong = tuple(sorted(name for name, answer in answers.items() if name not in asked or not _is_answer(asked[name], answer)))
    if wrong:
        raise ApplicationAnswersMalformed(wrong)


def known_of(card: ApplicationCard, amount: Amount, months: int) -> Mapping[str, int] | None:
    """What the card is told of the loan itself; None where it has no measure for that currency."""
    return {MONTHS: months, AMOUNT: amount.minor // card.unit_minor} if amount.asset.code == card.currency else None


def _is_answer(question: Question, answer: int | str) -> bool:
    if question.choices:
        return answer in question.choices
    return isinstance(answer, int) and not isinstance(answer, bool) and 0 <= answer <= NUMBER_MOST
