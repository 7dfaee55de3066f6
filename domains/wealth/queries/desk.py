"""What operators of wealth look at: values that wait or are missing, orders under way, the daily run, and what corrections did."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable
from domains.wealth.queries.registers import check_days
from domains.wealth.rules.orders import OrderState
from domains.wealth.rules.products import ProductState

MOST = 200
"""Rows of one list: more of them are looked into one after the other all the same."""

# The last value told of a day is held, so that nothing stands of it, or an earlier one does.
LIST_WAITING = """
SELECT fund.code, told.day, told.nav_e4, told.revision, stands.nav_e4 AS last_e4
FROM wealth_nav AS told JOIN wealth_product AS fund ON fund.id = told.product_id
LEFT JOIN LATERAL (
    SELECT nav_e4 FROM wealth_nav WHERE product_id = told.product_id AND state = 'published' AND day <= told.day ORDER BY day DESC, revision DESC LIMIT 1
) AS stands ON true
WHERE told.state = 'held' AND NOT EXISTS (
    SELECT FROM wealth_nav AS later WHERE later.product_id = told.product_id AND later.day = told.day AND later.revision > told.revision
)
ORDER BY told.day DESC, fund.code LIMIT $1
"""
LIST_MISSING = """
SELECT fund.code, fund.name_zh, fund.name_en, count(one.id) AS orders FROM wealth_product AS fund
LEFT JOIN wealth_order AS one ON one.product_id = fund.id AND one.trade_date = $1 AND one.state IN ('placed', 'accepted')
WHERE fund.state = ANY($2::text[]) AND fund.made_at < $1::date + 1
AND NOT EXISTS (SELECT FROM wealth_nav AS told WHERE told.product_id = fund.id AND told.day = $1 AND told.state = 'published')
GROUP BY fund.id ORDER BY count(one.id) DESC, fund.code LIMIT $3
"""
SUM_OPEN = """
SELECT fund.code, one.trade_date, one.state, count(*) AS orders, min(one.confirm_on) AS confirm_on
FROM wealth_order AS one JOIN wealth_product AS fund ON fund.id = one.product_id
WHERE one.state IN ('placed', 'accepted', 'priced', 'confirmed') GROUP BY fund.code, one.trade_date, one.state
ORDER BY one.trade_date, fund.code, one.state LIMIT $1
"""
LIST_RUNS = """
SELECT fund.code, fund.asset, run.day, run.positions, run.paid_minor, run.is_done FROM wealth_run AS run JOIN wealth_product AS fund ON fund.id = run.product_id
WHERE run.step = 'income' AND run.day BETWEEN $1 AND $2 ORDER BY run.day DESC, fund.code LIMIT $3
"""
SUM_CORRECTIONS = """
SELECT fund.code, fund.asset, made.day, count(*) AS positions, sum(made.shares_minor)::bigint AS shares_minor, sum(made.money_minor)::bigint AS money_minor
FROM wealth_change AS made JOIN wealth_product AS fund ON fund.id = made.product_id
WHERE made.kind = 'correction' AND made.day BETWEEN $1 AND $2 GROUP BY fund.code, fund.asset, made.day ORDER BY made.day DESC, fund.code LIMIT $3
"""
LIST_REPLAYS = """
SELECT fund.code, told.day, told.revision, told.was_e4, told.income_e4, told.positions, told.paid_minor, told.is_done, fund.asset
FROM wealth_income_correction AS told JOIN wealth_product AS fund ON fund.id = told.product_id
WHERE told.made_at >= $1::date AND told.made_at < $2::date + 1 ORDER BY told.made_at DESC, fund.code, told.day LIMIT $3
"""
# What an order was booked at is not the value of the revision that it has been replayed to: what it brought too much was no longer there.
LIST_UNBOOKED = """
SELECT one.customer_id, one.id, fund.code, one.trade_date, one.nav_e4, told.nav_e4 AS corrected_e4
FROM wealth_order AS one JOIN wealth_product AS fund ON fund.id = one.product_id
JOIN wealth_nav AS told ON told.product_id = one.product_id AND told.day = one.trade_date AND told.revision = one.nav_revision
WHERE one.trade_date BETWEEN $1 AND $2 AND one.state IN ('confirmed', 'settled') AND told.nav_e4 <> one.nav_e4 ORDER BY one.trade_date DESC, one.id LIMIT $3
"""


class WaitingValue(NamedTuple):
    """A value that an operator has to confirm, and the one that stands before it, if any."""

    code: str
    day: date
    nav_e4: int
    revision: int
    last_e4: int | None


class MissingValue(NamedTuple):
    """A product without a value of a day, and how many orders wait for it."""

    code: str
    name_zh: str
    name_en: str
    orders: int


class OpenOrders(NamedTuple):
    """How many orders of a product and trade date stand so."""

    code: str
    trade_date: date
    state: OrderState
    orders: int
    confirm_on: date


class DayRun(NamedTuple):
    """A day's income of a product, as far as it has come."""

    code: str
    day: date
    positions: int
    paid: Amount
    is_done: bool


class DayCorrections(NamedTuple):
    """What corrections of a product booked on a day: shares that came or went, and money."""

    code: str
    day: date
    positions: int
    shares_minor: int
    money: Amount


class IncomeReplay(NamedTuple):
    """A day's income that was told anew, as far as it has been replayed. Incomes in ten-thousandths, per 10,000 shares."""

    code: str
    day: date
    revision: int
    was_e4: int
    income_e4: int
    positions: int
    paid: Amount
    is_done: bool


class UnbookedCorrection(NamedTuple):
    """An order whose correction could not be booked."""

    customer_id: UUID
    order_id: UUID
    code: str
    trade_date: date
    nav_e4: int
    corrected_e4: int


async def list_waiting_values(source: Queryable) -> Sequence[WaitingValue]:
    return [WaitingValue(*row) for row in await source.fetch(LIST_WAITING, MOST)]


async def list_missing_values(source: Queryable, day: date) -> Sequence[MissingValue]:
    """Of a day, what is sold and has no value yet; that with most orders first."""
    return [MissingValue(*row) for row in await source.fetch(LIST_MISSING, day, [ProductState.ON_SALE.value, ProductState.SUSPENDED.value], MOST)]


async def sum_open_orders(source: Queryable) -> Sequence[OpenOrders]:
    """The oldest trade dates first."""
    return [OpenOrders(*row)._replace(state=OrderState(row["state"])) for row in await source.fetch(SUM_OPEN, MOST)]


async def list_day_runs(source: Queryable, first_day: date, last_day: date) -> Sequence[DayRun]:
    """Newest first. Raises InvalidInput for a period of more than a month, as the two below."""
    check_days(first_day, last_day)
    rows = await source.fetch(LIST_RUNS, first_day, last_day, MOST)
    return [DayRun(row["code"], row["day"], row["positions"], Amount(row["paid_minor"], asset_of(row["asset"])), row["is_done"]) for row in rows]


async def sum_corrections(source: Queryable, first_day: date, last_day: date) -> Sequence[DayCorrections]:
    check_days(first_day, last_day)
    rows = await source.fetch(SUM_CORRECTIONS, first_day, last_day, MOST)
    return [DayCorrections(row["code"], row["day"], row["positions"], row["shares_minor"], Amount(row["money_minor"], asset_of(row["asset"]))) for row in rows]


async def list_income_replays(source: Queryable, first_day: date, last_day: date) -> Sequence[IncomeReplay]:
    """Newest first."""
    check_days(first_day, last_day)
    rows = await source.fetch(LIST_REPLAYS, first_day, last_day, MOST)
    return [IncomeReplay(*row[:8])._replace(paid=Amount(row["paid_minor"], asset_of(row["asset"]))) for row in rows]


async def list_unbooked(source: Queryable, first_day: date, last_day: date) -> Sequence[UnbookedCorrection]:
    """By trade date."""
    check_days(first_day, last_day)
    return [UnbookedCorrection(*row) for row in await source.fetch(LIST_UNBOOKED, first_day, last_day, MOST)]
