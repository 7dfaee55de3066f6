"""What is refused of merchants and of what they ask, worded."""

from domains import wallet
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(
    wallet.MerchantNotFound,
    zh="商户不存在或无权操作。",
    en="There is no such merchant that you may act for.",
    description="No such merchant, shop, order or code, or none that the caller may act for.",
)
class MerchantNotFound(Problem):
    pass


@problem(
    wallet.MerchantNameMalformed,
    zh="填写内容不符合要求, 最多 {most_characters} 个字符。",
    en="This text is not allowed here. It has at most {most_characters} characters.",
    description="A text that a code could not say, or a shop not bear.",
)
class MerchantNameMalformed(Problem):
    part: str = field("Which one.", C1)
    most_characters: int = field("The longest that it may be.", C1)


@problem(
    wallet.FeeOutOfRange,
    zh="费率超出允许范围, 最高为万分之 {most_bps}。",
    en="The fee is outside the allowed range. It is at most {most_bps} hundredths of a percent.",
    description="The fee is not one that the bank offers.",
)
class FeeOutOfRange(Problem):
    most_bps: int = field("The highest, in hundredths of a percent.", C1)


@problem(
    wallet.SharingMalformed,
    zh="分账方设置不正确, 最多 {most_parties} 方, 合计不超过全额。",
    en="The parties are not right. There are at most {most_parties}, and together they get no more than the whole.",
    description="A party that is the merchant itself or comes twice, too many of them, or more parts than the whole.",
)
class SharingMalformed(Problem):
    most_parties: int = field("The most parties.", C1)


@problem(
    wallet.OrderExpiryOutOfRange,
    zh="订单有效期须在 {least_seconds} 至 {most_seconds} 秒之间。",
    en="An order stands for between {least_seconds} and {most_seconds} seconds.",
    description="The order would expire too soon or too late.",
)
class OrderExpiryOutOfRange(Problem):
    least_seconds: int = field("The shortest life.", C1)
    most_seconds: int = field("The longest life.", C1)


@problem(
    wallet.LastOwner,
    zh="商户至少保留一名负责人。",
    en="A merchant keeps at least one owner.",
    description="The only owner would be gone.",
)
class LastOwner(Problem):
    pass


@problem(
    wallet.OrderEnded,
    zh="订单已支付、取消或过期。",
    en="The order was paid or cancelled, or has expired.",
    description="The order can no longer be paid or cancelled.",
)
class OrderEnded(Problem):
    state: str = field('"paid", "cancelled" or "expired".', C1)
