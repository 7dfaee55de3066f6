"""What is refused of payments and refunds, worded."""

from domains import wallet
from domains.kernel.data_classes import C1, C2
from resolvers.fields import field
from resolvers.ledger.problems import AccountProblem, InsufficientFunds, LimitExceeded
from resolvers.money import Money
from resolvers.problems import AmountProblem, CurrencyMismatch, Problem, problem
from resolvers.wallet.risk.problems import SafetyProblem


@problem(
    wallet.CodeMalformed,
    zh="无法识别该二维码。",
    en="This code cannot be read.",
    description="Not a code as EMVCo writes them.",
)
class CodeMalformed(Problem):
    tag: str = field('The tag that is wrong: "54", or "62.05" inside a template.', C1)
    reason: str = field('In one word how: "length", "missing", "value".', C1)


@problem(
    wallet.CodeNotFound,
    zh="该收款码不可用。",
    en="Nobody can be paid by this code.",
    description="A code of another network, of nobody, or one that was withdrawn.",
)
class CodeNotFound(Problem):
    pass


@problem(
    wallet.PaymentCodeRefused,
    zh="付款码无效或已过期, 请刷新后重试。",
    en="The payment code is not valid or has expired. Please show a new one.",
    description="The customer's code is unknown, used, or past its minute.",
)
class PaymentCodeRefused(Problem):
    pass


@problem(
    wallet.AmountRequired,
    zh="请输入金额。",
    en="Please enter the amount.",
    description="A printed code does not say how much: the payer does.",
)
class AmountRequired(Problem):
    pass


@problem(
    wallet.AmountNotOurs,
    zh="金额与订单不符, 订单金额为 {asked}。",
    en="The order asks for {asked}.",
    description="The payer confirmed another amount than the order asks.",
)
class AmountNotOurs(Problem):
    asked: Money = field("What the order asks.", C2)


@problem(
    wallet.TipRefused,
    zh="小费超出允许范围, 最多 {most}。",
    en="The tip is not allowed. At most {most} can be given.",
    description="The merchant takes no tips, or none that large.",
)
class TipRefused(Problem):
    most: Money = field("The largest tip; zero where none is taken.", C2)


@problem(
    wallet.TooManyPayments,
    zh="一次最多合并支付 {most_at_once} 笔。",
    en="Between one and {most_at_once} payments can be confirmed at once.",
    description="None, or too many in one confirmation.",
)
class TooManyPayments(Problem):
    most_at_once: int = field("The most in one confirmation.", C1)


@problem(
    wallet.PaymentDuplicated,
    zh="同一订单不能重复支付。",
    en="One order is named twice.",
    description="One order twice in one confirmation.",
)
class PaymentDuplicated(Problem):
    pass


@problem(
    wallet.FundingNotFound,
    zh="该支付方式不可用。",
    en="This source of money is not available.",
    description="No source of money has that name, or it was named twice.",
)
class FundingNotFound(Problem):
    source: str = field("The name.", C1)


@problem(
    wallet.FundingMismatch,
    zh="各支付方式金额之和应为 {total}。",
    en="The sources together have to give {total}.",
    description="The parts of the sources do not make what is to be paid.",
)
class FundingMismatch(Problem):
    total: Money = field("What is to be paid.", C2)


@problem(
    wallet.FundingChanged,
    zh="优惠或支付方式的金额已变化, 请重新确认。",
    en="What one of the sources gives has changed. Please confirm again.",
    description="A source does not give that part of this payment. Reserve coupons again.",
)
class FundingChanged(Problem):
    source: str = field("Which source, for example `coupon`.", C1)
    gives: Money | None = field("What it gives for this payment; null: nothing.", C2)


@problem(
    wallet.PaymentNotFound,
    zh="找不到该笔付款。",
    en="The payment was not found.",
    description="No such payment, or none that the caller may act on.",
)
class PaymentNotFound(Problem):
    pass


@problem(
    wallet.RefundTooLarge,
    zh="退款金额超出可退金额 {left}。",
    en="No more than {left} can be refunded.",
    description="More than is left of the payment.",
)
class RefundTooLarge(Problem):
    left: Money = field("What is left of the payment.", C2)


TillProblem = (
    FundingNotFound | FundingMismatch | FundingChanged | SafetyProblem | InsufficientFunds | LimitExceeded | AccountProblem | AmountProblem | CurrencyMismatch
)
"""What paying at the till is refused with, whatever is bought."""
