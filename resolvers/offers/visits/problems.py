"""The refusals of forms and queue tickets, worded."""

from enum import Enum

import strawberry

from domains import offers
from domains.kernel.data_classes import C1
from resolvers.fields import computed
from resolvers.fields import field as shown
from resolvers.problems import Problem, problem

branches = offers.branches


@strawberry.enum(description="What is wrong with an answer.")
class AnswerProblem(Enum):
    UNKNOWN = strawberry.enum_value("unknown", description="The form has no such field.")
    TWICE = strawberry.enum_value("twice", description="It was answered twice.")
    MISSING = strawberry.enum_value("missing", description="It must be answered.")
    TOO_LONG = strawberry.enum_value("too_long", description="It has too many characters.")
    MALFORMED = strawberry.enum_value("malformed", description="It is not what the field holds.")


@computed("What is wrong.")
def reason(row: offers.branches.FormMalformed) -> AnswerProblem:
    return AnswerProblem(row.reason)


@problem(branches.FormMalformed, zh="请检查表单中的“{field}”。", en="Please check {field} in the form.", description="An answer is not what the form asks.")
class FormMalformed(Problem):
    field: str = shown("The field's name.", C1)
    reason = reason


@problem(
    branches.PrefillsTooMany,
    zh="最多可有 {most_prefills} 份待办表单。",
    en="You may have {most_prefills} forms waiting.",
    description="The viewer has as many forms waiting as one may have.",
)
class PrefillsTooMany(Problem):
    most_prefills: int = shown("The most at a time.", C1)


@problem(branches.PrefillUnknown, zh="无法识别该预填码。", en="This is not the code of a form.", description="Foreign, cut off, mistyped or forged.")
class PrefillUnknown(Problem):
    pass


@problem(branches.PrefillOpenedAlready, zh="该预填码已使用。", en="This code was used before.", description="A form opens once.")
class PrefillOpenedAlready(Problem):
    pass


@problem(branches.PrefillExpired, zh="该预填表单已失效。", en="This form is no longer there.", description="It was not opened in time, or was taken back.")
class PrefillExpired(Problem):
    pass


@problem(branches.BranchClosedNow, zh="网点现在不营业。", en="The branch is closed now.", description="The branch is not open at this hour.")
class BranchClosedNow(Problem):
    pass


@problem(
    branches.TicketHeldAlready, zh="您已有排队号 {number}。", en="You have number {number} already.", description="The viewer's ticket there is still good."
)
class TicketHeldAlready(Problem):
    number: int = shown("Its number.", C1)


@problem(
    branches.TicketClassNotGiven,
    zh="此类排队号由网点人员发放。",
    en="Tickets of this class are given at the branch.",
    description="Members of staff alone give it.",
)
class TicketClassNotGiven(Problem):
    pass


@problem(
    branches.TicketNotFound, zh="找不到有效的排队号。", en="There is no such ticket that is still good.", description="None that is good, or somebody else's."
)
class TicketNotFound(Problem):
    pass


@problem(branches.QueueEmpty, zh="现在无人排队。", en="Nobody waits.", description="Nobody waits.")
class QueueEmpty(Problem):
    pass
