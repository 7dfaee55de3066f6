"""The refusals of referral, worded."""

from domains import offers
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(
    offers.branches.ReferralMalformed,
    zh="推荐奖励设置不正确。",
    en="The programme is not written correctly.",
    description="A part of a programme, or of the rules against fraud, is not as it can be kept.",
)
class ReferralMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(
    offers.branches.ReferralOpenAlready,
    zh="该活动或产品已有推荐奖励。",
    en="Sharing is rewarded already.",
    description="The campaign rewards sharing already, or another one does for that product.",
)
class ReferralOpenAlready(Problem):
    pass
