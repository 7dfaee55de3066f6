"""Ask what the application scorecard asks, and assess an application by it, inside the transaction of whoever lends."""

from typing import NamedTuple
from uuid import UUID

from domains import customers
from domains.credit.errors import QuestionsChanged, ScoringConsentNeeded
from domains.credit.queries import assessments, cards
from domains.credit.queries.assessments import Assessment
from domains.credit.rules.application import Answers, ApplicationScored, reasons_of, score_application
from domains.credit.rules.kinds import Band
from domains.credit.rules.questions import Questionnaire, check_answers, known_of, questions_of
from domains.credit.service.recompute import PURPOSE
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx

REASONS_MOST = 4


class Answered(NamedTuple):
    """What an applicant answered, by the version of the card that asked, and the loan that is asked for."""

    version: int
    answers: Answers
    amount: Amount
    months: int


class ApplicationAssessed(NamedTuple):
    """What the lender may know: the band, how many of that band fail (for the price), and the questions whose answers lowered it most, the worst first."""

    application_id: UUID
    card_version: int
    band: Band
    failing_ppm: int
    reasons: tuple[str, ...]


async def find_questionnaire(source: Queryable) -> Questionnaire:
    """What is asked of an applicant now. One statement."""
    published = await cards.find_application_card(source)
    return Questionnaire(published.version, questions_of(published.card))


async def check_answered(tx: Tx, version: int, answers: Answers) -> None:
    """Whether those answers can be assessed. Raises QuestionsChanged, AnswersMissing, ApplicationAnswersMalformed."""
    published = await cards.find_application_card(tx)
    if published.version != version:
        raise QuestionsChanged(published.version)
    check_answers(published.card, answers)


async def assess_application(tx: Tx, customer_id: UUID, application_id: UUID, answered: Answered) -> ApplicationAssessed | None:
    """Assess it once, by the version whose questions were answered; a repeat is told the first assessment. None where the card does not know the currency.

    Raises ScoringConsentNeeded, AnswersMissing."""
    known = await assessments.find_assessment(tx, customer_id, application_id)
    if known is not None:
        return _assessed(known)
    if (await customers.find_consents(tx, [customer_id], PURPOSE))[0] is None:
        raise ScoringConsentNeeded
    published = await cards.find_application_card(tx, answered.version)
    of_loan = known_of(published.card, answered.amount, answered.months)
    if of_loan is None:
        return None
    scored = score_application(published.card, {**answered.answers, **of_loan})
    made = Assessment(customer_id, application_id, published.version, scored.score, scored.band, scored.failing_ppm, scored.brought)
    await assessments.insert_assessment(tx, made)
    return _assessed(made)


def _assessed(one: Assessment) -> ApplicationAssessed:
    reasons = reasons_of(ApplicationScored(one.score, one.band, one.failing_ppm, one.brought), REASONS_MOST)
    return ApplicationAssessed(one.application_id, one.card_version, one.band, one.failing_ppm, tuple(reason.attribute for reason in reasons))
