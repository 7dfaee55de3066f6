"""The ledger's refusals, worded."""

from domains import ledger
from domains.kernel.data_classes import C1, C2
from resolvers.fields import field
from resolvers.money import Money
from resolvers.problems import Problem, problem


@problem(
    ledger.AccountNotFound,
    zh="账户不存在。",
    en="There is no such account.",
    description="No such account, or not the viewer's. The two are not told apart.",
)
class AccountNotFound(Problem):
    pass


@problem(
    ledger.SameAccount,
    zh="转出与转入账户相同。",
    en="The two accounts are the same.",
    description="A movement from an account to itself.",
)
class SameAccount(Problem):
    pass


@problem(ledger.AccountFrozen, zh="账户已被冻结, 请联系客服。", en="The account is frozen. Please contact us.", description="The account lets nothing out.")
class AccountFrozen(Problem):
    pass


@problem(ledger.AccountClosed, zh="账户已销户。", en="The account is closed.", description="The account takes part in no movement.")
class AccountClosed(Problem):
    pass


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
    ledger.InsufficientFunds,
    zh="余额不足, 可用 {available}。",
    en="There is not enough money. Available: {available}.",
    description="Less is available than the movement needs.",
)
class InsufficientFunds(Problem):
    available: Money = field("What can be spent now.", C2)


@problem(ledger.MovementNotFound, zh="交易不存在。", en="There is no such movement.", description="No such movement.")
class MovementNotFound(Problem):
    pass


@problem(
    ledger.AlreadyReversed,
    zh="该交易已被冲正。",
    en="This movement was reversed before.",
    description="A movement is reversed once, and a reversal is not reversed.",
)
class AlreadyReversed(Problem):
    pass


AccountProblem = AccountNotFound | AccountFrozen | AccountClosed
"""What an account is refused with that gives or takes."""
