"""What is refused of points, worded for every mutation that burns or refunds them."""

from domains import wallet
from resolvers.problems import Problem, problem


@problem(
    wallet.NotEnoughPoints,
    zh="积分不足, 可用 {available}。",
    en="There are not enough points. Available: {available}.",
    description="Fewer points than asked for have not expired.",
)
class NotEnoughPoints(Problem):
    pass


@problem(
    wallet.PointsActNotFound,
    zh="找不到对应的积分记录。",
    en="There is no such record of points.",
    description="No points of that customer were earned, or burned, under that id.",
)
class PointsActNotFound(Problem):
    pass


@problem(
    wallet.PointsRefundTooLarge,
    zh="退回的积分超出可退数量 {left}。",
    en="At most {left} points can be refunded.",
    description="More than is left of what was earned, or burned, under that id.",
)
class PointsRefundTooLarge(Problem):
    pass
