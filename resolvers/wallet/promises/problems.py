"""The refusals of promised transfers, worded."""

from domains import wallet
from resolvers.problems import Problem, problem


@problem(
    wallet.PromiseNotFound,
    zh="找不到这笔转账。",
    en="There is no such transfer.",
    description="No such promised transfer, or not one that the viewer may decide on. The two are not told apart.",
)
class PromiseNotFound(Problem):
    pass


@problem(
    wallet.PromiseEnded,
    zh="这笔转账已经结束。",
    en="This transfer has ended already.",
    description="It has gone, or has come back: read it again.",
)
class PromiseEnded(Problem):
    pass
