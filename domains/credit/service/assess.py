"""Assess an application by the application scorecard, inside the transaction of whoever lends."""

from typing import NamedTuple
from uuid import UUID

from domains import customers
from domains.credit.errors import ScoringConsentNeeded
from domains.credit.queries import assessments, cards
from domains.credit.queries.assessments import Assessment
from domains.credit.rules.application import Answers, ApplicationScored, reasons_of, score_application
from domains.credit.rules.kinds import Band
from domains.credit.service.recompute import PURPOSE
from domains.kernel.transactions import Tx

REASONS_MOST = 4


class ApplicationAssessed(NamedTuple):
    """What the lender may know: the band, how many of that band fail (for the price), and the questions whose answers lowered it most, the worst first."""

    application_id: UUID
    card_version: int
    band: Band
    failing_ppm: int
    reasons: tuple[str, ...]


async def assess_application(tx: Tx, customer_id: UUID, application_id: UUID, answers: Answers) -> ApplicationAssessed:
    """Assess it once: a repeat is answered with the first assessment, by the card that counted then. Raises ScoringConsentNeeded, AnswersMissing."""
    known = await assessments.find_assessment(tx, customer_id, application_id)
    if known is not None:
        return _assessed(known)
    if (await customers.find_consents(tx, [customer_id], PURPOSE))[0] is None:
        raise ScoringConsentNeeded
    published = await cards.find_application_card(tx)
    scored = score_application(published.card, answers)
    made = Assessment(customer_id, application_id, published.version, scored.score, scored.band, scored.failing_ppm, scored.brought)
    await assessments.insert_assessment(tx, made)
    return _assessed(made)


def _assessed(one: Assessment) -> ApplicationAssessed:
    reasons = reasons_of(ApplicationScored(one.score, one.band, one.failing_ppm, one.brought), REASONS_MOST)
    return ApplicationAssessed(one.application_id, one.card_version, one.band, one.failing_ppm, tuple(reason.attribute for reason in reasons))
