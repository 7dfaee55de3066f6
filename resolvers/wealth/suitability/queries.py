"""The root queries on what suits whom."""

import strawberry

from domains import wealth
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.wealth.suitability.types import InvestorAssessment, InvestorQuestionnaire


@batched(InvestorQuestionnaire | None, "The questionnaire that is asked now; null where there is none yet.", permission=Permission.PUBLIC)
async def investor_questionnaire(read: Read, roots: list[None], viewers: list[Viewer]) -> list[wealth.Asked | None]:
    asked = await wealth.find_questionnaire(read)
    return [asked for _ in roots]


@batched(InvestorAssessment | None, "The viewer's assessment, if it still counts.", permission=Permission.CUSTOMER)
async def investor_assessment(read: Read, roots: list[None], viewers: list[Viewer]) -> list[wealth.Assessment | None]:
    found = await wealth.find_assessments(read, {viewer.id for viewer in viewers})
    return [found.get(viewer.id) for viewer in viewers]


@strawberry.type
class Query:
    investor_questionnaire = investor_questionnaire
    investor_assessment = investor_assessment
