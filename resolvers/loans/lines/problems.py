"""The refusals of lines and of standing offers, worded."""

from datetime import date

from domains import loans
from domains.kernel.assets import asset_of
from domains.kernel.data_classes import C1, C2
from domains.kernel.money import Amount
from resolvers.fields import computed, field
from resolvers.money import Money
from resolvers.problems import Problem, problem


@problem(loans.CreditLineNotFound, zh="找不到该额度。", en="There is no such line of credit.", description="The viewer has no such line.")
class CreditLineNotFound(Problem):
    pass


@problem(loans.CreditLineFrozen, zh="额度已冻结。", en="The line of credit is frozen.", description="Nothing can be drawn until it is lifted.")
class CreditLineFrozen(Problem):
    pass


@problem(loans.CreditLineExpired, zh="额度已到期。", en="The line of credit has expired.", description="Nothing can be drawn any more.")
class CreditLineExpired(Problem):
    expires_on: date = field("Since when.", C1)


@problem(loans.CreditLineClosed, zh="额度已终止。", en="The line of credit has ended.", description="It is closed or expired, for good.")
class CreditLineClosed(Problem):
    pass


@problem(loans.CreditLineOpen, zh="该产品已有有效额度。", en="You have a line of credit of this product.", description="There is one of a product at a time.")
class CreditLineOpen(Problem):
    line_id: str = field("The one that there is.", C1)


@computed("What is left of it.", C2)
def available(row: loans.CreditLineInsufficient) -> Money | None:
    return Amount(row.available_minor, asset_of(row.asset))  # type: ignore[return-value]


@problem(loans.CreditLineInsufficient, zh="可用额度不足。", en="There is not enough left of the line.", description="More than is left of it.")
class CreditLineInsufficient(Problem):
    available = available


@computed("What it would cost in all now.", C2)
def total(row: loans.CostsChanged) -> Money | None:
    return Amount(row.total_minor, asset_of(row.asset))  # type: ignore[return-value]


@problem(
    loans.CostsChanged,
    zh="还款总额已变化，请重新确认。",
    en="What it costs has changed. Please look again.",
    description="What was shown is not what it would cost now.",
)
class LoanCostsChanged(Problem):
    total = total


@problem(loans.PreapprovalNotFound, zh="找不到该预授信。", en="There is no such offer.", description="The viewer has no such offer.")
class StandingOfferNotFound(Problem):
    pass


@problem(
    loans.PreapprovalEnded,
    zh="该预授信已失效。",
    en="The offer no longer stands.",
    description="It was accepted, withdrawn or has expired.",
)
class StandingOfferEnded(Problem):
    state: str = field("`accepted`, `withdrawn` or `expired`.", C1)
