"""What is refused after the sale, worded."""

from domains import mall
from domains.kernel.data_classes import C1, C2
from resolvers.fields import field
from resolvers.money import Money
from resolvers.problems import Problem, problem


@problem(
    mall.after_sale.AfterSaleOpen,
    zh="该订单有换货未完成, 请先处理。",
    en="An exchange of this order is open. Please end it first.",
    description="An exchange of the order waits.",
)
class AfterSaleOpen(Problem):
    pass


@problem(
    mall.after_sale.LineNotExchangeable,
    zh="该商品不能换货。",
    en="This cannot be exchanged.",
    description="What an exchange brought is not exchanged again, and nothing for itself.",
)
class LineNotExchangeable(Problem):
    pass


@problem(
    mall.after_sale.ExchangePriceChanged,
    zh="换货商品的价格已变为 {price}, 请确认后重新提交。",
    en="The price of what you want is {price} now. Please look at it again.",
    description="What was shown is not what a unit of the other variant costs now.",
)
class ExchangePriceChanged(Problem):
    price: Money = field("What a unit costs now.", C2)


@problem(mall.after_sale.ExchangeNotFound, zh="找不到该换货申请。", en="There is no such exchange.", description="No such exchange, or not the caller's.")
class ExchangeNotFound(Problem):
    pass


@problem(
    mall.after_sale.ExchangeEnded,
    zh="该换货申请已结束。",
    en="The exchange has ended.",
    description="It was accepted, declined, withdrawn, or is too late.",
)
class ExchangeEnded(Problem):
    state: str = field("How it stands.", C1)


@problem(
    mall.after_sale.PriceNotLower,
    zh="当前价格没有低于下单价格。",
    en="It does not cost less now.",
    description="It costs no less, or is not sold now.",
)
class PriceNotLower(Problem):
    pass


@problem(
    mall.after_sale.PriceProtectionEnded,
    zh="已超过价保期或已申请过价保。",
    en="The time for this is over, or it was made good before.",
    description="Seven days after the order are over, or the line was made good before.",
)
class PriceProtectionEnded(Problem):
    pass


@problem(
    mall.after_sale.DisputeMalformed,
    zh="争议内容不正确: {what}。",
    en="This is not right: {what}.",
    description="A part of what was told is missing, too long or too much.",
)
class DisputeMalformed(Problem):
    what: str = field('Which part: "text", "media" or "count".', C1)


@problem(mall.after_sale.DisputeNotFound, zh="找不到该争议。", en="There is no such dispute.", description="No such dispute, or not the caller's.")
class DisputeNotFound(Problem):
    pass


@problem(
    mall.after_sale.DisputeEnded,
    zh="争议当前状态不允许此操作。",
    en="The dispute does not stand so that this can be done.",
    description="It was decided, carried out or withdrawn, or was not decided.",
)
class DisputeEnded(Problem):
    state: str = field("How it stands.", C1)


@problem(mall.after_sale.DisputeOpen, zh="该订单已有处理中的争议。", en="This order is disputed already.", description="One dispute of an order at a time.")
class DisputeOpen(Problem):
    pass
