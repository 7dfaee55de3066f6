"""The refusals of standing consents to pay bills, worded."""

from domains import scenes
from resolvers.problems import Problem, problem


@problem(scenes.AutoPayNotFound, zh="找不到该自动缴费。", en="There is no such automatic payment.", description="No such standing consent of the customer's.")
class AutoPayNotFound(Problem):
    pass


@problem(
    scenes.AutoPayStands, zh="该账户已开通自动缴费。", en="Bills of this link are paid automatically already.", description="Stop the one that stands first."
)
class AutoPayStands(Problem):
    pass
