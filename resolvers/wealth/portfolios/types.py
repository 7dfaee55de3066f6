"""Portfolios, as the app sees them."""

from collections.abc import Callable
from datetime import date
from enum import Enum

import strawberry

from domains import wealth
from domains.kernel.clock import business_date
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
from resolvers.wealth.rates import percent_text, return_text, value_text

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
    NO_VALUE = strawberry.enum_value("no_value", description="There was no value yet on the first day.")


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


@computed("Shares that were bought.", C2, name="shares")
def shares_of_lot(row: wealth.LotHeld) -> DecimalText:
    return shares_text(row.shares_minor)  # type: ignore[return-value]


@computed("Shares that are left.", C2, name="left")
def left_of_lot(row: wealth.LotHeld) -> DecimalText:
    return shares_text(row.left_minor)  # type: ignore[return-value]


@computed("The fee that redeeming them would take today, in percent.", name="feePercent")
def fee_of_lot(row: wealth.LotHeld) -> DecimalText:
    return percent_text(row.fee_ppm)


@type_of(wealth.LotHeld, "Shares that were bought together, the oldest of which are redeemed first.")
class FundLot:
    acquired_on: date = field("When they were confirmed.")
    held_days: int = field("For how many days they have been held.")
    shares = shares_of_lot
    left = left_of_lot
    cost: Money = field("What was paid for those that are left, fees included.", C2)
    worth: Money = field("What they are worth at the last value.", C2)
    unrealised: Money = field("What they are worth above their cost.", C2)
    unrealised_rate: Return = field("The same as a part of the cost.", C2)
    fee_percent = fee_of_lot


@type_of(wealth.HoldingGain, "What a position has brought since its first share, what was redeemed included.")
class FundGain:
    gross: Money = field("Before fees.", C2)
    gross_rate: Return = field("The same as a part of what was paid for shares, without fees.", C2)
    net: Money = field("After fees.", C2)
    net_rate: Return = field("The same as a part of what was paid for shares, without fees.", C2)


@batched(list[FundLot], "Its lots, the oldest first; money-market shares have none.", name="lots", data_class=C2, list_size=50)
async def lots_of_holding(read: Read, holdings: list[wealth.Holding], viewers: list[Viewer]) -> list[list[wealth.LotHeld]]:
    return await wealth.find_held_lots(read, holdings, business_date(read.now))


@batched(FundGain, "What it has brought, realised and not.", name="gain", data_class=C2)
async def gain_of_holding(read: Read, holdings: list[wealth.Holding], viewers: list[Viewer]) -> list[wealth.HoldingGain]:
    return await wealth.find_gains(read, holdings)


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
    lots = lots_of_holding
    gain = gain_of_holding
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


@strawberry.enum(description="By which of its marks a portfolio is shown to be spread.")
class AllocationMark(Enum):
    KIND = strawberry.enum_value("kind", description="The kinds of its products.")
    RATING = strawberry.enum_value("rating", description="How bold they are.")
    FUND = strawberry.enum_value("fund", description="Each product by its code.")


MARKS: dict[AllocationMark, Callable[[wealth.Fund], str]] = {
    AllocationMark.KIND: lambda fund: fund.kind.value,
    AllocationMark.RATING: lambda fund: fund.terms.rating.value,
    AllocationMark.FUND: lambda fund: fund.code,
}


@computed("Its part in percent. All parts sum to 100.0000.", C2, name="percent")
def percent_of_allocation(row: wealth.Allocation) -> DecimalText:
    return percent_text(row.ppm)


@type_of(wealth.Allocation, "A part of a portfolio.")
class AllocationPart:
    key: str = field("The kind (`equity`), the rating (`R3`), or the product's code.", C2)
    worth: Money = field("What it is worth.", C2)
    percent = percent_of_allocation


@computed("What a share of it did over the range.", name="change")
def change_of_benchmark(row: wealth.Benchmark) -> Return:
    return wealth.Return(row.told)  # type: ignore[return-value]


@type_of(wealth.Benchmark, "A product that a portfolio is compared with.")
class PortfolioBenchmark:
    fund: Fund = field("The product.")
    change = change_of_benchmark
    points: list[PortfolioPoint] = field("What the portfolio's money would have been worth there; none where it had no value yet.", C2, list_size=POINTS_MOST)


@batched(list[AllocationPart], "How it is spread, the largest part first.", name="allocation", data_class=C2, list_size=50)
async def allocation_of_portfolio(
    read: Read, portfolios: list[wealth.Portfolio], viewers: list[Viewer], *, by: AllocationMark
) -> list[list[wealth.Allocation]]:
    return [wealth.allocate(one, MARKS[AllocationMark[by.name]]) for one in portfolios]


@batched(PortfolioBenchmark | None, "The same money in another product; null where there is none of that code.", name="benchmark", data_class=C2)
async def benchmark_of_portfolio(
    read: Read, portfolios: list[wealth.Portfolio], viewers: list[Viewer], *, code: str, since: date, until: date
) -> list[wealth.Benchmark | None]:
    return await wealth.find_benchmarks(read, portfolios, code, since, until)


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
    allocation = allocation_of_portfolio
    benchmark = benchmark_of_portfolio
