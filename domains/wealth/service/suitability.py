"""Ask customers what they can bear, and let them confirm that they want more than that."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.wealth.errors.products import FundNotFound
from domains.wealth.errors.suitability import AssessmentNeeded, ProductUnsuitable, QuestionnaireReplaced
from domains.wealth.events.orders import InvestorAssessed, MismatchConfirmed
from domains.wealth.queries import products, suitability
from domains.wealth.queries.suitability import Assessment
from domains.wealth.rules.products import ProductState
from domains.wealth.rules.suitability import COOLING_OFF, Fit, Questionnaire, assess, check_questionnaire, judge, valid_until


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishQuestionnaireCommand(Command):
    """`owner_id` is a member of staff. Whoever answered an earlier version is asked again."""

    session_id: UUID = field(metadata=UNHASHED)
    questionnaire: Questionnaire


@dataclass(frozen=True, slots=True)
class QuestionnairePublished:
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestionnaireCommand(Command):
    """`owner_id` chooses an option for each question, by its number from 0. `request_id` becomes the assessment's id."""

    session_id: UUID = field(metadata=UNHASHED)
    version: int
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmMismatchCommand(Command):
    """`owner_id` has read that the product is above their class, and wants it."""

    session_id: UUID = field(metadata=UNHASHED)
    product_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Orders are taken from `from_at` on."""

    product_id: UUID
    version: int
    confirmed_at: datetime
    from_at: datetime


@composite_verb(QuestionnairePublished)
async def publish_questionnaire(tx: Tx, command: PublishQuestionnaireCommand) -> QuestionnairePublished | Refusal:
    """Ask these questions from now on. Refuses QuestionnaireMalformed. The act is audited."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    return await ask_from_now_on(tx, command)


async def ask_from_now_on(tx: Tx, command: PublishQuestionnaireCommand) -> QuestionnairePublished:
    """What `publish_questionnaire` does for a member of staff who is signed in; a seed calls it too."""
    check_questionnaire(command.questionnaire)
    version = await suitability.insert_questionnaire(tx, command.questionnaire, command.owner_id)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "wealth.publish_questionnaire", None, {"version": version})
    return QuestionnairePublished(version)


@composite_verb(Assessment)
async def answer_questionnaire(tx: Tx, command: AnswerQuestionnaireCommand) -> Assessment | Refusal:
    """Assess the customer anew. Refuses QuestionnaireReplaced where another version is asked, AnswersMalformed."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    asked = await suitability.find_questionnaire(tx)
    if asked is None or asked.version != command.version:
        raise QuestionnaireReplaced(0 if asked is None else asked.version)
    investor, points = assess(asked.questionnaire, command.answers)
    assert command.request_id is not None
    made = Assessment(command.owner_id, command.request_id, asked.version, command.answers, points, investor, tx.now, valid_until(tx.now))
    await suitability.insert_assessment(tx, made)
    tx.publish(InvestorAssessed(command.owner_id, None, made.id))
    return made


@composite_verb(Confirmation)
async def confirm_mismatch(tx: Tx, command: ConfirmMismatchCommand) -> Confirmation | Refusal:
    """Write it down; the cooling-off begins. Refuses FundNotFound, AssessmentNeeded, ProductUnsuitable for the lowest class.

    A confirmation counts for that assessment and that version of the product alone."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    fund = await products.lock_product(tx, command.product_id)
    if fund is None or fund.state is ProductState.CLOSED or fund.version != command.version:
        raise FundNotFound
    assessment = (await suitability.find_assessments(tx, [command.owner_id])).get(command.owner_id)
    if assessment is None:
        raise AssessmentNeeded
    if judge(assessment.investor_class, fund.terms.rating) is Fit.BARRED:
        raise ProductUnsuitable(assessment.investor_class.value, fund.terms.rating.value)
    await suitability.save_mismatch(tx, command.owner_id, fund.id, fund.version, assessment.id)
    tx.publish(MismatchConfirmed(command.owner_id, None, fund.id, fund.version))
    return Confirmation(fund.id, fund.version, tx.now, tx.now + COOLING_OFF)
