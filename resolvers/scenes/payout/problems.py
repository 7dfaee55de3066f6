"""The refusals of payouts, worded."""

from domains import scenes
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(
    scenes.payouts.PayoutAccountNotFound,
    zh="找不到该收款账户, 或该合作方已停用。",
    en="There is no such account, or the bank does not work with its partner now.",
    description="No account of that id, or its partner is suspended.",
)
class PayoutAccountNotFound(Problem):
    pass


@problem(
    scenes.payouts.PayoutAccountMalformed,
    zh="通道给出的账户代号须为 1 到 {most_characters} 个可见字符, 不含空格。",
    en="The channel's word for the account has one to {most_characters} visible characters, and no space.",
    description="The channel's word for the account is not one.",
)
class PayoutAccountMalformed(Problem):
    most_characters: int = field("How long it may be.", C1)


@problem(
    scenes.payouts.PayoutAccountNotOpen,
    zh="该收款账户已审定。",
    en="This account was decided on.",
    description="It was approved or rejected before.",
)
class PayoutAccountNotOpen(Problem):
    pass


@problem(
    scenes.payouts.PayoutAccountOwn,
    zh="本人提出的收款账户须由他人审定。",
    en="Another of the staff decides on what you proposed.",
    description="Whoever proposed an account neither approves nor rejects it.",
)
class PayoutAccountOwn(Problem):
    pass
