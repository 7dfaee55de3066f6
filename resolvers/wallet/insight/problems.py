"""What is refused of categories, worded."""

from domains import wallet
from resolvers.problems import Problem, problem


@problem(
    wallet.LineNotFound,
    zh="找不到这笔交易, 请稍后再试。",
    en="There is no such movement. Please try again in a moment.",
    description="The viewer has no movement of that id, or it is not in the statement's index yet.",
)
class LineNotFound(Problem):
    pass
