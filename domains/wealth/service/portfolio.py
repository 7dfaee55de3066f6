"""Read portfolios: positions at their last values, what they brought over a range of days, and a chart of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import Asset
from domains.kernel.clock import business_date
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from domains.wealth.queries import navs, positions, products
from domains.wealth.queries.navs import Nav
from domains.wealth.queries.positions import Change, Position
from domains.wealth.queries.products import Fund
from domains.wealth.rules.portfolio import POINTS_MOST, History, Step, chart, returns_over
from domains.wealth.rules.returns import Undefined
from domains.wealth.rules.shares import NAV_ONE_E4, worth_minor

RANGE_MOST = timedelta(days=3_660)
BEGINNING = date(2000, 1, 1)


class Holding(NamedTuple):
    """A position with its product and its last value, where one is published."""

    position: Position
    fund: Fund
    nav: Nav | None

    @property
    def worth(self) -> Amount:
        return Amount(worth_minor(self.position.shares_minor, self.nav.nav_e4 if self.nav else NAV_ONE_E4), self.fund.asset)

    @property
    def unrealised(self) -> Amount:
        return Amount(self.worth.minor - self.position.cost_minor, self.fund.asset)


class Portfolio(NamedTuple):
    """What a customer holds in one currency. `changes` are all that made it."""

    customer_id: UUID
    asset: Asset
    as_of: date
    holdings: tuple[Holding, ...]
    emptied: tuple[Holding, ...]

    def total(self, *minors: int) -> Amount:
        return Amount(sum(minors), self.asset)

    @property
    def worth(self) -> Amount:
        return self.total(*(one.worth.minor for one in self.holdings))

    @property
    def cost(self) -> Amount:
        return self.total(*(one.position.cost_minor for one in self.holdings))

    @property
    def realised(self) -> Amount:
        return self.total(*(one.position.realised_minor for one in (*self.holdings, *self.emptied)))

    @property
    def income(self) -> Amount:
        return self.total(*(one.position.income_minor for one in (*self.holdings, *self.emptied)))


class Return(NamedTuple):
    """A return, or why there is none."""

    told: Decimal | Undefined


class PortfolioReturns(NamedTuple):
    """What a range of days brought, in the portfolio's currency."""

    gain: Amount
    simple: Return
    time_weighted: Return
    money_weighted: Return


class PortfolioPoint(NamedTuple):
    """A point of a chart, in the portfolio's currency."""

    day: date
    worth: Amount
    paid_in: Amount


async def find_portfolios(read: Read, customer_ids: Sequence[UUID], asset: Asset) -> list[Portfolio]:
    """Each customer's portfolio in that currency, what is worth most first. Three statements."""
    today = business_date(read.now)
    held = await positions.find_positions(read, customer_ids, emptied=True)
    product_ids = {one.product_id for one in held}
    funds = {fund.id: fund for fund in await products.find_products(read, product_ids)}
    values = await navs.find_latest(read, product_ids, today)
    by_customer: dict[UUID, list[Holding]] = {id_: [] for id_ in customer_ids}
    for one in held:
        if funds[one.product_id].asset == asset:
            by_customer[one.customer_id].append(Holding(one, funds[one.product_id], values.get(one.product_id)))
    return [_portfolio(id_, asset, today, by_customer[id_]) for id_ in customer_ids]


async def find_histories(read: Read, portfolios: Sequence[Portfolio], last: date) -> list[History]:
    """All that made each portfolio until a day. Two statements whatever the number of portfolios."""
    changed = await positions.find_changes(read, {one.customer_id for one in portfolios}, BEGINNING, last)
    series = await navs.list_navs_of(read, {one.product_id for one in changed}, BEGINNING, last)
    return [_history(one, changed, series) for one in portfolios]


async def find_returns(read: Read, portfolios: Sequence[Portfolio], first: date, last: date) -> list[PortfolioReturns]:
    """What the days after `first` until `last` brought. Raises InvalidInput for a range that is none, or is longer than ten years."""
    check_range(first, last)
    told = [returns_over(history, first, last) for history in await find_histories(read, portfolios, last)]
    return [PortfolioReturns(of.total(one.gain_minor), *map(Return, one[1:])) for of, one in zip(portfolios, told, strict=True)]


async def find_charts(read: Read, portfolios: Sequence[Portfolio], first: date, last: date) -> list[list[PortfolioPoint]]:
    """A point a day, or fewer at even distances where the range is long. Raises InvalidInput."""
    check_range(first, last)
    days = days_of_chart(first, last)
    charts = [chart(history, days) for history in await find_histories(read, portfolios, last)]
    return [
        [PortfolioPoint(one.day, of.total(one.worth_minor), of.total(one.paid_in_minor)) for one in told] for of, told in zip(portfolios, charts, strict=True)
    ]


def days_of_chart(first: date, last: date) -> list[date]:
    """Every day, or as many at even distances as a chart has points, the last day among them."""
    count = (last - first).days + 1
    return [last - timedelta(days=back) for back in range(0, count, -(-count // POINTS_MOST))][::-1]


def check_range(first: date, last: date) -> None:
    """Raise InvalidInput unless the range has a day, and no more than ten years."""
    if not timedelta() < last - first <= RANGE_MOST:
        raise InvalidInput("from", "a day before `to`, ten years at most")


def _portfolio(customer_id: UUID, asset: Asset, today: date, held: Sequence[Holding]) -> Portfolio:
    standing = sorted((one for one in held if one.position.shares_minor), key=lambda one: (-one.worth.minor, one.fund.code))
    return Portfolio(customer_id, asset, today, tuple(standing), tuple(one for one in held if not one.position.shares_minor))


def _history(portfolio: Portfolio, changed: Sequence[Change], series: dict[UUID, list[tuple[date, int]]]) -> History:
    product_ids = {one.fund.id for one in (*portfolio.holdings, *portfolio.emptied)}
    steps = [
        Step(one.product_id, one.day, one.shares_minor, one.money_minor)
        for one in changed
        if one.customer_id == portfolio.customer_id and one.product_id in product_ids
    ]
    return History(steps, {id_: series.get(id_, []) for id_ in product_ids})
