"""The refusals of carts and orders, worded."""

from domains import mall
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(
    mall.CartFull, zh="最多 {lines_most} 种商品。", en="There can be {lines_most} lines at most.", description="A cart or an order has too many lines, or none."
)
class CartFull(Problem):
    lines_most: int = field("How many there can be.", C1)


@problem(
    mall.PriceChanged,
    zh="价格已变动，请确认后重新提交。",
    en="The price has changed. Please look at it again.",
    description="What was shown is not what it costs now: quote again, and order with the new hash under a new id.",
)
class PriceChanged(Problem):
    quote_hash: str = field("Names the quote that stands.", C1)


@problem(mall.DeliveryMalformed, zh="收货地址不完整。", en="The address is not complete.", description="A part of the address is missing or too long.")
class DeliveryMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(mall.MallOrderNotFound, zh="找不到该订单。", en="There is no such order.", description="No such order, or not the caller's.")
class MallOrderNotFound(Problem):
    pass


@problem(
    mall.MallOrderEnded,
    zh="订单当前状态不允许此操作。",
    en="The order does not stand so that this can be done.",
    description="It was paid, shipped, cancelled or refunded, or its time is over.",
)
class MallOrderEnded(Problem):
    state: str = field("How it stands.", C1)
