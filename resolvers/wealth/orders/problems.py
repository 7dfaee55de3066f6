"""The refusals of orders, worded."""

from domains import wealth
from domains.kernel.data_classes import C1, C2
from resolvers.fields import computed, field
from resolvers.problems import Problem, problem
from resolvers.scalars import DecimalText, Instant
from resolvers.wealth.orders.types import shares_text


@computed("How many shares can be redeemed now.", C2)
def available_shares(row: wealth.SharesInsufficient) -> DecimalText | None:
    return shares_text(row.available_minor)


@problem(
    wealth.SharesInsufficient,
    zh="可赎回份额不足。",
    en="There are not enough shares to redeem.",
    description="More shares than are held and not on their way already, or none.",
)
class SharesInsufficient(Problem):
    available_shares = available_shares


@problem(wealth.FundOrderNotFound, zh="找不到该订单。", en="There is no such order.", description="The viewer has no such order.")
class FundOrderNotFound(Problem):
    pass


@problem(
    wealth.FundOrderUncancellable,
    zh="该订单已不能撤销。",
    en="The order can no longer be cancelled.",
    description="Its cut-off has passed, or it has ended.",
)
class FundOrderUncancellable(Problem):
    state: str = field("Where it stands.", C1)
    cut_off_at: Instant = field("Its cut-off.", C1)


@problem(
    wealth.FundTermsChanged,
    zh="产品条款已更新，请重新确认。",
    en="The product's terms have changed. Please look again.",
    description="Show the version that is sold now.",
)
class FundTermsChanged(Problem):
    version: int = field("The version that is sold now.", C1)
