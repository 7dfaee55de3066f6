"""The refusals of promotions, worded."""

from domains import mall
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(mall.PromotionNotFound, zh="找不到该活动。", en="There is no such promotion.", description="No such promotion, or not the caller's.")
class PromotionNotFound(Problem):
    pass


@problem(mall.PromotionMalformed, zh="活动条款不正确。", en="The promotion's terms are not right.", description="A part is not as a promotion has it.")
class PromotionMalformed(Problem):
    what: str = field("Which part.", C1)
