"""What credit refuses, worded."""

from domains import credit
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(
    credit.CreditReviewOpen,
    zh="您的复核申请正在处理中, 请等待答复。",
    en="A person is looking at it already. Please wait for the answer.",
    description="The last request for a review has not been answered yet.",
)
class CreditReviewOpen(Problem):
    pass


@problem(credit.CreditReviewNotFound, zh="找不到该复核申请。", en="There is no such review.", description="Nothing of that id was asked for by that customer.")
class CreditReviewNotFound(Problem):
    pass


@problem(credit.CreditReviewEnded, zh="该复核已答复: {state}。", en="It was answered before: {state}.", description="A review is answered once.")
class CreditReviewEnded(Problem):
    state: str = field("How: confirmed or corrected.", C1)


@problem(
    credit.CreditEventNotFound,
    zh="找不到该信用事件, 或已被撤销。",
    en="There is no such event, or it was voided before.",
    description="The customer has no event of that id that counts.",
)
class CreditEventNotFound(Problem):
    pass
