"""The refusals of orders, worded."""

from domains import scenes
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.money import Money
from resolvers.problems import Problem, problem


@problem(
    scenes.PaymentTooLarge,
    zh="单笔最多支付 {most}。",
    en="One payment here may be {most} at most.",
    description="More than one payment in that scene may be, or than the customer's tier may pay at once.",
)
class PaymentTooLarge(Problem):
    most: Money = field("The most.", C1)


@problem(
    scenes.AlreadyOrdered,
    zh="该项已支付或正在支付。",
    en="It is paid, or being paid, already.",
    description="An order that stands pays it: of this customer or of somebody else.",
)
class AlreadyOrdered(Problem):
    pass
