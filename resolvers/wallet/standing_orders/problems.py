"""The refusals of standing orders, worded."""

from domains import wallet
from resolvers.problems import Problem, problem


@problem(
    wallet.StartsInThePast,
    zh="开始日期不能早于 {earliest}。",
    en="A standing order begins on {earliest} at the earliest.",
    description="Its first day lies in the past.",
)
class StartsInThePast(Problem):
    pass


@problem(
    wallet.EndsBeforeStart,
    zh="结束日期早于开始日期。",
    en="The last day lies before the first.",
    description="Its last day lies before its first.",
)
class EndsBeforeStart(Problem):
    pass


@problem(
    wallet.TooManyStandingOrders,
    zh="最多可有 {most} 个进行中的定期转账。",
    en="At most {most} standing orders can stand at a time.",
    description="Stop one that is needed no more.",
)
class TooManyStandingOrders(Problem):
    pass


@problem(
    wallet.StandingOrderNotFound,
    zh="找不到该定期转账。",
    en="There is no such standing order.",
    description="No such order, or not the viewer's. The two are not told apart.",
)
class StandingOrderNotFound(Problem):
    pass


@problem(
    wallet.StandingOrderEnded,
    zh="该定期转账已结束。",
    en="This standing order has ended.",
    description="It was stopped, or has nothing left to do: read it again.",
)
class StandingOrderEnded(Problem):
    pass
