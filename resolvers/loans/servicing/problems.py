"""The refusals of servicing, worded."""

from datetime import date

from domains import loans
from domains.kernel.assets import asset_of
from domains.kernel.data_classes import C1, C2
from domains.kernel.money import Amount
from resolvers.fields import computed, field
from resolvers.money import Money
from resolvers.problems import Problem, problem


@problem(loans.servicing.LoanEnded, zh="该借款已结束，不能再操作。", en="This loan has ended.", description="`state` says how: closed, withdrawn, written_off.")
class LoanEnded(Problem):
    state: str = field("How it ended.", C1)


@problem(loans.servicing.LoanNotWrittenOff, zh="该借款未核销，请按正常还款处理。", en="This loan was not written off.", description="Repay it.")
class LoanNotWrittenOff(Problem):
    pass


@computed("What ends the loan now.", C2)
def total(row: loans.servicing.PayOffChanged) -> Money:
    return Amount(row.total_minor, asset_of(row.asset))  # type: ignore[return-value]


@problem(
    loans.servicing.PayOffChanged,
    zh="结清金额已变化，请重新确认。",
    en="What ends the loan is another sum now. Please look again.",
    description="The total or the day is not the one that was quoted.",
)
class PayOffChanged(Problem):
    total = total


@computed("What has to be paid before anything reaches the principal.", C2)
def least(row: loans.servicing.EarlyPaymentTooSmall) -> Money:
    return Amount(row.least_minor, asset_of(row.asset))  # type: ignore[return-value]


@problem(
    loans.servicing.EarlyPaymentTooSmall,
    zh="提前还款金额过低，未能抵扣本金。",
    en="The amount is too small to reach the principal.",
    description="What is due and the interest so far come first.",
)
class EarlyPaymentTooSmall(Problem):
    least = least


@problem(
    loans.servicing.LoanDayOutOfRange,
    zh="日期超出允许范围。",
    en="The day is outside what is allowed.",
    description="Not before the loan began, and not in the future; or, for what is to come, not before today.",
)
class LoanDayOutOfRange(Problem):
    earliest: date = field("The first day.", C1)
    latest: date = field("The last day.", C1)


@problem(loans.servicing.RepaymentNotFound, zh="找不到该笔还款。", en="There is no such payment.", description="The loan has no payment of that number.")
class RepaymentNotFound(Problem):
    pass


@problem(loans.servicing.RepaymentReversedBefore, zh="该笔还款此前已冲正。", en="The payment was taken back before.", description="Once is enough.")
class RepaymentReversedBefore(Problem):
    pass


@problem(
    loans.servicing.LoanChangeRefused,
    zh="该借款不能这样变更。",
    en="The loan cannot be changed so.",
    description="`what` names what stands against it: rate, line (draw from it again instead), late (something is overdue).",
)
class LoanChangeRefused(Problem):
    what: str = field("What stands against it.", C1)


@problem(
    loans.servicing.HardshipPlanRefused,
    zh="该纾困方案不可行。",
    en="Such a plan cannot be granted.",
    description="`what` names what stands against it: count, rate, principal.",
)
class HardshipPlanRefused(Problem):
    what: str = field("What stands against it.", C1)


@problem(
    loans.servicing.PromiseRefused,
    zh="无法接受该还款承诺。",
    en="Such a promise cannot be taken.",
    description="`what` names what stands against it: due (nothing is), amount, day, broken (too many before).",
)
class PromiseRefused(Problem):
    what: str = field("What stands against it.", C1)
