"""What is refused of merchants that are closing or closed, worded."""

from domains import wallet
from resolvers.problems import Problem, problem


@problem(
    wallet.merchants.MerchantClosing,
    zh="该商户正在关闭或已关闭, 余款由银行统一结清。",
    en="This merchant is being closed, or is closed. What it is owed is paid out by the bank.",
    description="Staff are closing the merchant, or have closed it.",
)
class MerchantClosing(Problem):
    pass


@problem(
    wallet.merchants.MerchantClosed,
    zh="该商户已关闭, 无法退款, 请双方自行协商。",
    en="This merchant is closed and cannot refund through the bank. Please settle it between yourselves.",
    description="The merchant is closed and holds nothing that could be given back.",
)
class MerchantClosed(Problem):
    pass
