"""The wallet's refusals, worded. The ledger's are in resolvers/ledger/problems.py."""

from domains import wallet
from domains.kernel.data_classes import C1
from resolvers.customers.problems import PinLocked, PinNotSet, PinWrong
from resolvers.fields import field
from resolvers.money import Money
from resolvers.problems import Problem, problem


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


@problem(
    wallet.ChannelNotFound,
    zh="该充值渠道不可用。",
    en="This payment channel is not available.",
    description="No payment channel of that name takes money in.",
)
class ChannelNotFound(Problem):
    pass


PinProblem = PinRequired | PinNotSet | PinWrong | PinLocked
"""What a verb that may need the payment PIN is refused with."""
