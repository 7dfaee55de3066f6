"""The refusals of notices that something is there again, worded."""

from domains import mall
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(mall.notices.StockThere, zh="该商品有货，可直接购买。", en="It is in stock.", description="There are units: it need not be waited for.")
class StockThere(Problem):
    free_units: int = field("How many can be bought.", C1)


@problem(
    mall.notices.StockNoticesFull,
    zh="最多订阅 {notices_most} 个到货通知。",
    en="You can wait for {notices_most} things at most.",
    description="The customer waits for too much.",
)
class StockNoticesFull(Problem):
    notices_most: int = field("How many there can be.", C1)
