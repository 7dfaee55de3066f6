"""Portfolios, as the app sees them."""

from datetime import date
from enum import Enum

import strawberry

from domains import wealth
from domains.kernel.data_classes import C2
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import DecimalText
from resolvers.wealth.orders.types import shares_text
from resolvers.wealth.products.types import Fund
from resolvers.wealth.rates import return_text, value_text

POINTS_MOST = 366


@strawberry.enum(description="Why there is no return.")
class Undefined(Enum):
    NO_FLOWS = strawberry.enum_value("no_flows", description="Nothing came in or went out.")
    ONE_SIDED = strawberry.enum_value("one_sided", description="Money only came in, or only went out.")
    ONE_DAY = strawberry.enum_value("one_day", description="All on one day.")
    NO_RATE = strawberry.enum_value("no_rate", description="No rate explains the flows.")
    SEVERAL_RATES = strawberry.enum_value("several_rates", description="More than one rate explains the flows.")
    TOO_LARGE = strawberry.enum_value("too_large", description="The rate is too large to be told.")
    NOTHING_INVESTED = strawberry.enum_value("nothing_invested", description="Nothing was invested.")


@computed("The return as a part of one; null where it is undefined.", C2, name="rate")
def rate_of_return(row: wealth.Return) -> DecimalText | None:
    return return_text(row.told)


@computed("Why there is none; null where there is one.", C2, name="undefined")
def reason_of_return(row: wealth.Return) -> Undefined | None:
    return Undefined(row.told.value) if isinstance(row.told, wealth.Undefined) else None


@type_of(wealth.Return, "A return, or why there is none.")
class Return:
    rate = rate_of_return
    undefined = reason_of_return


@type_of(wealth.PortfolioReturns, "What a range of days brought.")
class PortfolioReturns:
    gain: Money = field("In money.", C2)
    simple: Return = field("The gain as a part of what was there or was paid in.")
    time_weighted: Return = field("What one unit of money did that was there all the time.")
    money_weighted: Return = field("The yearly rate that explains every flow (XIRR, actual/365).")


@type_of(wealth.PortfolioPoint, "A point of a chart.")
class PortfolioPoint:
    day: date = field("The day.")
    worth: Money = field("What the portfolio was worth when it ended.", C2)
    paid_in: Money = field("What had been paid in until then, less what was paid out.", C2)


@computed("Shares held.", C2, name="shares")
def shares_of_holding(row: wealth.Holding) -> DecimalText:
    return shares_text(row.position.shares_minor)  # type: ignore[return-value]


@computed("The last value of a share; null before the first.", name="value")
def value_of_holding(row: wealth.Holding) -> DecimalText | None:
    return None if row.nav is None else value_text(row.nav.nav_e4)


@computed("The day of that value.")
def valued_on(row: wealth.Holding) -> date | None:
    return None if row.nav is None else row.nav.day


@computed("What was paid for what is held, fees included.", C2, name="cost")
def cost_of_holding(row: wealth.Holding) -> Money:
    return Amount(row.position.cost_minor, row.fund.asset)  # type: ignore[return-value]


@computed("What redemptions have brought above their cost.", C2, name="realised")
def realised_of_holding(row: wealth.Holding) -> Money:
    return Amount(row.position.realised_minor, row.fund.asset)  # type: ignore[return-value]


@computed("Daily income that was paid in shares.", C2, name="income")
def income_of_holding(row: wealth.Holding) -> Money:
    return Amount(row.position.income_minor, row.fund.asset)  # type: ignore[return-value]


@type_of(wealth.Holding, "A position of the viewer.")
class FundPosition:
    fund: Fund = field("The product.")
    shares = shares_of_holding
    value = value_of_holding
    valued_on = valued_on
    worth: Money = field("What they are worth at that value.", C2)
    cost = cost_of_holding
    unrealised: Money = field("What they are worth above their cost.", C2)
    realised = realised_of_holding
    income = income_of_holding


@batched(PortfolioReturns, "What the days after `since` until `until` brought.", name="returns", data_class=C2)
async def returns_of_portfolio(
    read: Read, portfolios: list[wealth.Portfolio], viewers: list[Viewer], *, since: date, until: date
) -> list[wealth.PortfolioReturns]:
    return await wealth.find_returns(read, portfolios, since, until)


@batched(list[PortfolioPoint], "A chart: a point a day, fewer where the range is long.", name="chart", data_class=C2, list_size=POINTS_MOST)
async def chart_of_portfolio(
    read: Read, portfolios: list[wealth.Portfolio], viewers: list[Viewer], *, since: date, until: date
) -> list[list[wealth.PortfolioPoint]]:
    return await wealth.find_charts(read, portfolios, since, until)


@type_of(wealth.Portfolio, "What the viewer holds in one currency.")
class Portfolio:
    as_of: date = field("The business day.")
    worth: Money = field("What all is worth.", C2)
    cost: Money = field("What was paid for it.", C2)
    realised: Money = field("What redemptions have brought above their cost.", C2)
    income: Money = field("Daily income that was paid in shares.", C2)
    holdings: list[FundPosition] = field("The positions, what is worth most first.", C2, name="positions", list_size=50)
    returns = returns_of_portfolio
    chart = chart_of_portfolio
