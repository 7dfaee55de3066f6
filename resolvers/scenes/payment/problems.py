"""The refusals of payments that partners initiate, worded. None of them tells what the customer has."""

import strawberry

from domains import scenes
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(
    scenes.PartnerPayeeNotFound,
    zh="收款方不存在或暂不能收款。",
    en="There is no such payee, or it takes no payments now.",
    description="No payee of that id that the bank has registered for the partner, or one that takes no payments now.",
)
class PartnerPayeeNotFound(Problem):
    pass


@problem(
    scenes.PartnerOrderPaid,
    zh="该订单已支付。",
    en="This order was paid before.",
    description="The partner's order was paid before, under another id.",
)
class PartnerOrderPaid(Problem):
    initiation_id: strawberry.ID = field("The payment that was made.", C1)


@problem(
    scenes.PartnerOrderIdMalformed,
    zh="订单号格式不正确, 最长 {most_characters} 个字符。",
    en="The order id is not written correctly: letters, digits and . _ : / - only, {most_characters} at most.",
    description="The partner's order id is empty, too long, or has other characters.",
)
class PartnerOrderIdMalformed(Problem):
    most_characters: int = field("The longest order id.", C1)


@problem(
    scenes.PayerFundsInsufficient,
    zh="客户余额不足。",
    en="The customer does not have enough money.",
    description="The customer has less than that.",
)
class PayerFundsInsufficient(Problem):
    pass


@problem(
    scenes.PayerLimitReached,
    zh="超出客户的支付限额。",
    en="The customer's own limits do not allow this.",
    description="The customer's own limits do not leave that.",
)
class PayerLimitReached(Problem):
    pass


@problem(
    scenes.PayerAccountUnavailable,
    zh="客户账户暂不可用。",
    en="The customer's account cannot be used now.",
    description="The customer's account lets nothing out now.",
)
class PayerAccountUnavailable(Problem):
    pass
