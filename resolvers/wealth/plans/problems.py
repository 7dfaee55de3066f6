"""The refusals of regular plans, worded."""

from datetime import date

from domains import wealth
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(wealth.PlanNotFound, zh="找不到该定投计划。", en="There is no such plan.", description="The viewer has no such plan.")
class PlanNotFound(Problem):
    pass


@problem(wealth.PlanStopped, zh="该定投计划已终止。", en="The plan has stopped for good.", description="By its owner, or by three failures in a row.")
class PlanStopped(Problem):
    pass


@problem(wealth.PlanBeginsInThePast, zh="首次扣款日不能早于今天。", en="The first day is today or later.", description="The first day lies in the past.")
class PlanBeginsInThePast(Problem):
    today: date = field("The business day.", C1)


@problem(wealth.TooManyPlans, zh="定投计划最多 {most} 个。", en="There can be {most} plans at most.", description="Active and paused ones count.")
class TooManyPlans(Problem):
    pass
