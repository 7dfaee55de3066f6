"""Questionnaires and assessments, as the app sees them."""

from enum import Enum

import strawberry

from domains import wealth
from domains.kernel.data_classes import C2
from resolvers.fields import computed, field, type_of
from resolvers.scalars import Instant


@strawberry.enum(description="What a customer can bear.")
class InvestorClass(Enum):
    C1_MINIMUM = strawberry.enum_value("C1-minimum", description="No loss at all: nothing above R1, whatever is confirmed.")
    C1 = strawberry.enum_value("C1", description="Cautious: R1.")
    C2 = strawberry.enum_value("C2", description="Rather cautious: up to R2.")
    C3 = strawberry.enum_value("C3", description="Balanced: up to R3.")
    C4 = strawberry.enum_value("C4", description="Rather bold: up to R4.")
    C5 = strawberry.enum_value("C5", description="Bold: everything.")


@type_of(wealth.Option, "An answer to choose.")
class QuestionOption:
    zh: str = field("In Chinese.")
    en: str = field("In English.")


@type_of(wealth.Question, "A question with its answers.")
class InvestorQuestion:
    zh: str = field("In Chinese.")
    en: str = field("In English.")
    options: list[QuestionOption] = field("Its answers, numbered from 0.", list_size=12)


@computed("The questions, in order.", name="questions")
def questions_of_asked(row: wealth.Asked) -> list[InvestorQuestion]:
    return list(row.questionnaire.questions)  # type: ignore[arg-type]


@type_of(wealth.Asked, "The questionnaire that is asked now.")
class InvestorQuestionnaire:
    version: int = field("Its version: the answers name it.")
    questions = questions_of_asked


@computed("The class that the answers gave.", C2)
def investor_class(row: wealth.Assessment) -> InvestorClass:
    return InvestorClass(row.investor_class.value)


@type_of(wealth.Assessment, "What the viewer answered, and what came of it.")
class InvestorAssessment:
    id: strawberry.ID = field("The assessment.")
    version: int = field("Which version of the questionnaire was answered.")
    investor_class = investor_class
    assessed_at: Instant = field("When.")
    valid_until: Instant = field("Until when it counts.")


@type_of(wealth.Confirmation, "The mismatch is confirmed; the cooling-off runs.")
class MismatchConfirmed:
    product_id: strawberry.ID = field("The product.")
    version: int = field("The version of its terms.")
    confirmed_at: Instant = field("When.")
    from_at: Instant = field("From when on orders are taken.")
