"""Look closer at what a portfolio holds: its lots, what each position brought, how it is spread, and what its money would have done elsewhere."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import Asset
from domains.kernel.clock import business_date
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from domains.wealth.queries import navs, positions, products
from domains.wealth.queries.positions import Trades
from domains.wealth.queries.products import Fund
from domains.wealth.rules.portfolio import allot, benchmark_chart, growth_between
from domains.wealth.rules.positions import Gain, gain_of
from domains.wealth.rules.returns import Undefined, simple_return
from domains.wealth.rules.shares import NAV_ONE_E4, redemption_rate, worth_minor
from domains.wealth.service.portfolio import BEGINNING, Holding, Portfolio, PortfolioPoint, Return, check_range, days_of_chart, find_histories

LOTS_MOST = 1_000
"""Of one position."""


class LotHeld(NamedTuple):
    """Shares that were bought together, at the product's last value. `fee_ppm` is the rate that their redemption would take today."""

    acquired_on: date
    held_days: int
    shares_minor: int
    left_minor: int
    cost: Amount
    worth: Amount
    fee_ppm: int

    @property
    def unrealised(self) -> Amount:
        return Amount(self.worth.minor - self.cost.minor, self.cost.asset)

    @property
    def unrealised_rate(self) -> Return:
        return Return(simple_return(self.cost.minor, self.unrealised.minor))


class HoldingGain(NamedTuple):
    """What a position has brought since its first share, what was redeemed included."""

    gain: Gain
    asset: Asset

    @property
    def gross(self) -> Amount:
        return Amount(self.gain.gross_minor, self.asset)

    @property
    def gross_rate(self) -> Return:
        return Return(self.gain.gross)

    @property
    def net(self) -> Amount:
        return Amount(self.gain.net_minor, self.asset)

    @property
    def net_rate(self) -> Return:
        return Return(self.gain.net)


class Allocation(NamedTuple):
    """A part of a portfolio by one of its marks: a kind, a rating or a product. All parts sum to a million millionths."""

    key: str
    worth: Amount
    ppm: int


class Benchmark(NamedTuple):
    """A product that a portfolio is compared with over a range of days. `points`: the portfolio's money, had it been there."""

    fund: Fund
    told: Decimal | Undefined
    points: list[PortfolioPoint]


async def find_holdings(read: Read, customer_ids: Sequence[UUID], code: str) -> list[Holding | None]:
    """What each customer holds, or held, of the product of that code. Three statements."""
    found = await products.find_products(read, codes=[code])
    if not found:
        return [None] * len(customer_ids)
    (fund,) = found
    values = await navs.find_latest(read, [fund.id], business_date(read.now))
    held = {one.customer_id: one for one in await positions.find_positions(read, customer_ids, emptied=True) if one.product_id == fund.id}
    return [Holding(held[id_], fund, values.get(fund.id)) if id_ in held else None for id_ in customer_ids]


async def find_held_lots(read: Read, holdings: Sequence[Holding], today: date) -> list[list[LotHeld]]:
    """Each position's lots, the oldest first; money-market shares have none. One statement whatever their number."""
    found = await positions.find_lots(read, {one.position.customer_id for one in holdings})
    by_key: dict[tuple[object, object], list[positions.HeldLot]] = {}
    for lot in found:
        by_key.setdefault((lot.customer_id, lot.product_id), []).append(lot)
    return [[_held(one, lot, today) for lot in by_key.get(one.position[:2], [])[:LOTS_MOST]] for one in holdings]


async def find_gains(read: Read, holdings: Sequence[Holding]) -> list[HoldingGain]:
    """What each position has brought before and after fees. One statement whatever their number."""
    found = await positions.sum_trades(read, {one.position.customer_id for one in holdings})
    gains = []
    for one in holdings:
        trades = found.get(one.position[:2], Trades(0, 0, 0))
        gains.append(HoldingGain(gain_of(trades.bought_minor, trades.sold_minor + one.worth.minor, trades.fees_minor), one.fund.asset))
    return gains


def allocate(portfolio: Portfolio, mark: Callable[[Fund], str]) -> list[Allocation]:
    """How it is spread by that mark, the largest part first."""
    parts: dict[str, int] = {}
    for one in portfolio.holdings:
        parts[mark(one.fund)] = parts.get(mark(one.fund), 0) + one.worth.minor
    return [Allocation(one.key, portfolio.total(one.worth_minor), one.ppm) for one in allot(parts)]


async def find_benchmarks(read: Read, portfolios: Sequence[Portfolio], code: str, first: date, last: date) -> list[Benchmark | None]:
    """What each portfolio's money would have done in that product; None where there is no such product. Raises InvalidInput for a range that is none."""
    check_range(first, last)
    found = await products.find_products(read, codes=[code])
    if not found:
        return [None] * len(portfolios)
    (fund,) = found
    series = (await navs.list_navs_of(read, [fund.id], BEGINNING, last)).get(fund.id, [])
    told, days = growth_between(series, first, last), days_of_chart(first, last)
    charts = [benchmark_chart(history, series, days) for history in await find_histories(read, portfolios, last)]
    return [
        Benchmark(fund, told, [PortfolioPoint(one.day, of.total(one.worth_minor), of.total(one.paid_in_minor)) for one in points])
        for of, points in zip(portfolios, charts, strict=True)
    ]


def _held(one: Holding, lot: positions.HeldLot, today: date) -> LotHeld:
    asset, held_days = one.fund.asset, max(0, (today - lot.acquired_on).days)
    worth = worth_minor(lot.left_minor, one.nav.nav_e4 if one.nav else NAV_ONE_E4)
    rate = redemption_rate(held_days, one.fund.terms.redemption)
    return LotHeld(lot.acquired_on, held_days, lot.shares_minor, lot.left_minor, Amount(lot.cost_minor, asset), Amount(worth, asset), rate)
