"""What an applicant is asked: the questions of the application scorecard that counts now, with their choices in both languages."""

import strawberry

from domains import credit
from domains.kernel.data_classes import C1, C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.loans.reasons import LoanWords
from resolvers.loans.wording import choice_of, question_of
from resolvers.permissions import Permission
from resolvers.problems import Problem, problem


@strawberry.input(description="An answer: a `choice` where the question has choices, else a `number`.")
class LoanAnswerInput:
    question: strawberry.ID = strawberry.field(description="The question's code.")
    choice: str | None = strawberry.field(default=None, description="The code of one of its choices.", metadata={"data_class": C2})
    number: int | None = strawberry.field(default=None, description="A whole number, from 0 to 1,000,000.", metadata={"data_class": C2})


@computed("Its code, and what it is called.", name="words")
def words_of_question(row: credit.Question) -> LoanWords:
    return question_of(row.name)  # type: ignore[return-value]


@computed("What can be answered; empty where a whole number is.", name="choices")
def choices_of_question(row: credit.Question) -> list[LoanWords]:
    return [choice_of(row.name, word) for word in row.choices]  # type: ignore[misc]


@type_of(credit.Question, "A question to an applicant.")
class LoanQuestion:
    words = words_of_question
    choices = choices_of_question


@type_of(credit.Questionnaire, "All that an applicant is asked.")
class LoanQuestionnaire:
    version: int = field("It is named with the answers: other questions have another version.")
    questions: list[LoanQuestion] = field("Each is to be answered once.", list_size=12)


@batched(LoanQuestionnaire, "What an applicant is asked now.", permission=Permission.CUSTOMER)
async def loan_questions(read: Read, roots: list[None], viewers: list[Viewer]) -> list[credit.Questionnaire]:
    found = await credit.find_questionnaire(read)
    return [found for _ in roots]


@problem(
    credit.QuestionsChanged,
    zh="申请问题已更新，请重新填写。",
    en="The questions have changed. Please answer them again.",
    description="Other questions are asked now: `version` names them.",
)
class LoanQuestionsChanged(Problem):
    version: int = field("What is asked now.", C1)


@problem(credit.AnswersMissing, zh="还有问题未填写。", en="There are questions left to answer.", description="Every question is answered.")
class LoanAnswersMissing(Problem):
    questions: list[str] = field("Those that were not answered.", C1)


@problem(
    credit.ApplicationAnswersMalformed,
    zh="填写的信息不正确。",
    en="Some answers are not among those that can be given.",
    description="Something that is not asked, was answered twice, or is not among the choices.",
)
class LoanAnswersMalformed(Problem):
    questions: list[str] = field("Which.", C1)


def answers_of(answers: list[LoanAnswerInput]) -> tuple[tuple[str, int | str | None], ...]:
    """As the verb takes them: a choice before a number; neither, or both, is nothing."""
    return tuple((str(one.question), None if None not in (one.choice, one.number) else one.choice if one.choice is not None else one.number) for one in answers)


@strawberry.type
class Query:
    loan_questions = loan_questions
