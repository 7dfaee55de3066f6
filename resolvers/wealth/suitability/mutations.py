"""Answer the questionnaire, confirm a mismatch; for staff, publish a questionnaire."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import wealth
from domains.kernel.data_classes import C2
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import field, mutation, type_of
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id
from resolvers.wealth.products.problems import FundNotFound
from resolvers.wealth.suitability.problems import AnswersMalformed, AssessmentNeeded, ProductUnsuitable, QuestionnaireMalformed, QuestionnaireReplaced
from resolvers.wealth.suitability.types import InvestorAssessment, MismatchConfirmed

ANSWERS_MOST = 100


@strawberry.input(description="The viewer's answers.")
class AnswerInvestorQuestionnaireInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the assessment's id.")
    version: int = strawberry.field(description="Which version was shown.")
    answers: list[int] = strawberry.field(description="For each question the number of the option, from 0.", metadata={"data_class": C2})


@strawberry.input(description="Confirm that a product above one's class is wanted.")
class ConfirmMismatchInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    fund_id: strawberry.ID = strawberry.field(description="The product.")
    version: int = strawberry.field(description="Which version of its terms was shown.")


@strawberry.input(description="An answer to choose.")
class QuestionOptionInput:
    zh: str = strawberry.field(description="In Chinese.")
    en: str = strawberry.field(description="In English.")
    points: int = strawberry.field(description="What it counts.")
    is_minimum: bool = strawberry.field(default=False, description="Who gives it is of the lowest class.")


@strawberry.input(description="A question with its answers.")
class InvestorQuestionInput:
    zh: str = strawberry.field(description="In Chinese.")
    en: str = strawberry.field(description="In English.")
    options: list[QuestionOptionInput] = strawberry.field(description="2 to 12.")


@strawberry.input(description="A new version of the questionnaire.")
class PublishInvestorQuestionnaireInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    questions: list[InvestorQuestionInput] = strawberry.field(description="1 to 40.")
    from_points: list[int] = strawberry.field(description="The least points of C2, C3, C4 and C5.")


@type_of(wealth.QuestionnairePublished, "The questionnaire is asked from now on.")
class InvestorQuestionnairePublished:
    version: int = field("Its version.")


AnswerInvestorQuestionnaireResult = Annotated[
    InvestorAssessment | QuestionnaireReplaced | AnswersMalformed | IdReused,
    strawberry.union("AnswerInvestorQuestionnaireResult", description="The assessment, or why it was refused."),
]
ConfirmMismatchResult = Annotated[
    MismatchConfirmed | FundNotFound | AssessmentNeeded | ProductUnsuitable | IdReused,
    strawberry.union("ConfirmMismatchResult", description="The confirmation, or why it was refused."),
]
PublishInvestorQuestionnaireResult = Annotated[
    InvestorQuestionnairePublished | QuestionnaireMalformed | IdReused,
    strawberry.union("PublishInvestorQuestionnaireResult", description="The version, or why it was refused."),
]


@mutation("Answer the risk questionnaire.", permission=Permission.CUSTOMER)
async def answer_investor_questionnaire(info: Info, input: AnswerInvestorQuestionnaireInput) -> AnswerInvestorQuestionnaireResult:
    answers = tuple(input.answers[:ANSWERS_MOST])
    command = wealth.AnswerQuestionnaireCommand(**command_of(info, input.request_id), version=input.version, answers=answers)
    return await info.context.write(wealth.answer_questionnaire, command)  # type: ignore[arg-type]


@mutation("Confirm that a product above one's class is wanted: the cooling-off begins.", permission=Permission.CUSTOMER)
async def confirm_mismatch(info: Info, input: ConfirmMismatchInput) -> ConfirmMismatchResult:
    product_id = read_id(input.fund_id) or NOBODY
    command = wealth.ConfirmMismatchCommand(**command_of(info, input.request_id), product_id=product_id, version=input.version)
    return await info.context.write(wealth.confirm_mismatch, command)  # type: ignore[arg-type]


@mutation("Ask other questions from now on: everybody is assessed anew.", permission=Permission.OPERATOR_WEALTH)
async def publish_investor_questionnaire(info: Info, input: PublishInvestorQuestionnaireInput) -> PublishInvestorQuestionnaireResult:
    questions = tuple(
        wealth.Question(one.zh, one.en, tuple(wealth.Option(option.zh, option.en, option.points, option.is_minimum) for option in one.options))
        for one in input.questions
    )
    c2, c3, c4, c5 = (input.from_points + [0] * 4)[:4]
    command = wealth.PublishQuestionnaireCommand(**command_of(info, input.request_id), questionnaire=wealth.Questionnaire(questions, (c2, c3, c4, c5)))
    return await info.context.write(wealth.publish_questionnaire, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    answer_investor_questionnaire = answer_investor_questionnaire
    confirm_mismatch = confirm_mismatch
    publish_investor_questionnaire = publish_investor_questionnaire
