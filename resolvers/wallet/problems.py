"""The wallet's and the ledger's refusals, worded."""

from domains import ledger, wallet
from domains.kernel.models import C1, C2
from resolvers.fields import field
from resolvers.money import Money
from resolvers.problems import Problem, problem


@problem(
    ledger.InsufficientFunds,
    zh="余额不足, 可用 {available}。",
    en="There is not enough money. Available: {available}.",
    description="Less is available than the movement needs.",
)
class InsufficientFunds(Problem):
    available: Money = field("What can be spent now.", C2)


@problem(
    ledger.LimitExceeded,
    zh="超出限额, 本期还可使用 {left}。",
    en="This is over a limit. {left} is left in this period.",
    description="More than a limit of the customer's tier leaves in its period.",
)
class LimitExceeded(Problem):
    period: str = field('Which window, for example "day:2026-11-23" or "month:2026-11" (Asia/Shanghai).', C1)
    most: Money = field("The limit.", C1)
    left: Money = field("What is left of it.", C2)


@problem(
    ledger.AccountNotFound,
    zh="账户不存在。",
    en="There is no such account.",
    description="No such account, or not the viewer's. The two are not told apart.",
)
class AccountNotFound(Problem):
    pass


@problem(ledger.AccountFrozen, zh="账户已被冻结, 请联系客服。", en="The account is frozen. Please contact us.", description="The account lets nothing out.")
class AccountFrozen(Problem):
    pass


@problem(ledger.AccountClosed, zh="账户已销户。", en="The account is closed.", description="The account takes part in no movement.")
class AccountClosed(Problem):
    pass


@problem(
    wallet.RecipientNotFound,
    zh="找不到收款人。",
    en="The recipient was not found.",
    description="Nobody can be paid under that phone number or id.",
)
class RecipientNotFound(Problem):
    pass


@problem(wallet.TransferToSelf, zh="不能给自己转账。", en="You cannot transfer to yourself.", description="Sender and recipient are one customer.")
class TransferToSelf(Problem):
    pass


@problem(
    wallet.TransferTooLarge,
    zh="超出单笔限额 {most}。",
    en="One transfer may not exceed {most}.",
    description="More than the customer's tier may send at once. Verifying the identity raises it.",
)
class TransferTooLarge(Problem):
    most: Money = field("The largest single transfer.", C1)


@problem(
    wallet.PinRequired,
    zh="请输入支付密码。",
    en="Please enter your payment PIN.",
    description="Amounts above `above` are sent with the payment PIN. Ask for it and send again under a new id.",
)
class PinRequired(Problem):
    above: Money = field("Up to this amount no PIN is needed.", C1)


@problem(
    wallet.NoteTooLong,
    zh="留言最多 {most_characters} 个字。",
    en="A note has at most {most_characters} characters.",
    description="The note is too long.",
)
class NoteTooLong(Problem):
    most_characters: int = field("The longest note.", C1)
