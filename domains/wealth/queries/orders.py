"""Statements on orders."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Moment, Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wealth.rules.orders import OrderSide, OrderState
from domains.wealth.rules.suitability import Fit

COLUMNS = (
    "customer_id, id, product_id, version, side, amount_minor, shares_minor, state, trade_date, confirm_on, settle_on, cut_off_at, nav_e4, nav_revision, "
    "gross_minor, fee_minor, net_minor, done_shares_minor, remainder_e4, assessment_id, fit, plan_id, reason, placed_at, changed_at, asset"
)
_PLACES = ", ".join(f"${place}" for place in range(1, 27))

INSERT_ORDER = f"INSERT INTO wealth_order ({COLUMNS}) VALUES ({_PLACES}) ON CONFLICT DO NOTHING RETURNING id"
LOCK_ORDER = f"SELECT {COLUMNS} FROM wealth_order WHERE customer_id = $1 AND id = $2 FOR NO KEY UPDATE"
FIND_ORDERS = f"""
SELECT {COLUMNS} FROM wealth_order WHERE (customer_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
"""
LIST_ORDERS = f"""
SELECT page.* FROM unnest($1::uuid[]) AS asked (id)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM wealth_order WHERE customer_id = asked.id AND (placed_at, id) < ($2, $3) ORDER BY placed_at DESC, id DESC LIMIT $4
) AS page
"""
# Orders that somebody else advances just now are passed over: the next round finds what is left.
_GROUP = "ORDER BY placed_at, id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED"
LOCK_PAST_CUT_OFF = f"SELECT {COLUMNS} FROM wealth_order WHERE state = 'placed' AND product_id = $1 AND cut_off_at <= $2 {_GROUP}"
LOCK_ACCEPTED = f"SELECT {COLUMNS} FROM wealth_order WHERE state = 'accepted' AND product_id = $1 AND trade_date = $2 {_GROUP}"
_DUE = "state = 'priced' AND product_id = $1 AND confirm_on <= $2 AND (placed_at, id) > ($4, $5)"
LOCK_PRICED = f"SELECT {COLUMNS} FROM wealth_order WHERE {_DUE} {_GROUP}"
LOCK_PRICED_THERE = f"""
SELECT {COLUMNS} FROM wealth_order WHERE {_DUE} AND trade_date IN (SELECT day FROM wealth_file WHERE source = $6 AND kind = 'confirmations') {_GROUP}
"""
LOCK_CONFIRMED = f"SELECT {COLUMNS} FROM wealth_order WHERE state = 'confirmed' AND product_id = $1 AND settle_on <= $2 {_GROUP}"
LOCK_TO_CORRECT = f"""
SELECT {COLUMNS} FROM wealth_order
WHERE product_id = $1 AND trade_date = $2 AND state IN ('confirmed', 'settled') AND nav_revision < $3 ORDER BY placed_at, id LIMIT $4 FOR NO KEY UPDATE
"""
LIST_OPEN_PRODUCTS = """
SELECT DISTINCT product_id, trade_date FROM wealth_order
WHERE state = 'placed' AND cut_off_at <= $1 OR state = 'accepted' OR state = 'priced' AND confirm_on <= $2 OR state = 'confirmed' AND settle_on <= $2
ORDER BY product_id, trade_date
"""
# Those come first whose next step nothing but a worker is needed for; an order without a value of its day waits for that.
LIST_LATE = f"""
SELECT {COLUMNS} FROM wealth_order AS one WHERE state IN ('placed', 'accepted', 'priced') AND product_id = $1 AND confirm_on <= $2
AND (placed_at, id) > ($4, $5) AND (state <> 'accepted' OR EXISTS (
    SELECT FROM wealth_nav AS told WHERE told.product_id = one.product_id AND told.day = one.trade_date AND told.state = 'published'
))
ORDER BY state = 'priced', placed_at, id LIMIT $3
"""
SUM_HELD = """
SELECT coalesce(sum(shares_minor), 0)::bigint FROM wealth_order
WHERE customer_id = $1 AND product_id = $2 AND side = 'redeem' AND state IN ('placed', 'accepted', 'priced')
"""
WRITE_STEPS = Writing(
    "order_step",
    ("uuid", "uuid", "text", "bigint", "smallint", "bigint", "bigint", "bigint", "bigint", "bigint", "text"),
    "UPDATE wealth_order AS one SET state = told.state, nav_e4 = told.nav_e4, nav_revision = told.nav_revision, gross_minor = told.gross, "
    "fee_minor = told.fee, net_minor = told.net, done_shares_minor = told.done, remainder_e4 = told.remainder, reason = told.reason, changed_at = $1 "
    "FROM {} AS told (customer_id, id, state, nav_e4, nav_revision, gross, fee, net, done, remainder, reason) "
    "WHERE one.customer_id = told.customer_id AND one.id = told.id",
)


FIRST_PLACED: Moment = (datetime(1970, 1, 1, tzinfo=UTC), UUID(int=0))
"""Before every order."""


class FundOrder(NamedTuple):
    """An order as it stands."""

    customer_id: UUID
    id: UUID
    product_id: UUID
    version: int
    side: OrderSide
    amount_minor: int | None
    shares_minor: int | None
    state: OrderState
    trade_date: date
    confirm_on: date
    settle_on: date
    cut_off_at: datetime
    nav_e4: int | None
    nav_revision: int | None
    gross_minor: int | None
    fee_minor: int | None
    net_minor: int | None
    done_shares_minor: int | None
    remainder_e4: int | None
    assessment_id: UUID | None
    fit: Fit | None
    plan_id: UUID | None
    reason: str | None
    placed_at: datetime
    changed_at: datetime
    asset: Asset

    def money(self, minor: int | None) -> Amount | None:
        """So much of the product's currency."""
        return None if minor is None else Amount(minor, self.asset)


async def insert_order(tx: Tx, one: FundOrder) -> bool:
    """False when the customer has an order of that id."""
    return await tx.fetchrow(INSERT_ORDER, *one[:-1], one.asset.code) is not None


async def lock_order(tx: Tx, customer_id: UUID, order_id: UUID) -> FundOrder | None:
    row = await tx.fetchrow(LOCK_ORDER, customer_id, order_id)
    return None if row is None else read_order(row)


async def find_orders(source: Queryable, asked: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], FundOrder]:
    """By customer and id. One statement."""
    keys = sorted(set(asked))
    rows = await source.fetch(FIND_ORDERS, [customer for customer, _ in keys], [id_ for _, id_ in keys])
    return {(row["customer_id"], row["id"]): read_order(row) for row in rows}


async def list_orders(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[FundOrder]]:
    """Each customer's orders, newest first. One statement. Raises InvalidInput."""
    rows = await source.fetch(LIST_ORDERS, customer_ids, *decode_moment(after), check_first(first) + 1)
    by_customer: dict[UUID, list[FundOrder]] = {id_: [] for id_ in customer_ids}
    for row in rows:
        by_customer[row["customer_id"]].append(read_order(row))
    return [page_of(by_customer[id_], first, lambda one: moment_key(one.placed_at, one.id)) for id_ in customer_ids]


async def list_late(tx: Tx, product_id: UUID, day: date, most: int, after: Moment) -> list[FundOrder]:
    """Orders, placed after a moment, that are to be confirmed by that day and are not yet, though the value of their day stands; what is not priced yet
    first."""
    return [read_order(row) for row in await tx.fetch(LIST_LATE, product_id, day, most, *after)]


async def lock_past_cut_off(tx: Tx, product_id: UUID, most: int) -> list[FundOrder]:
    """Placed orders that can no longer be cancelled, the first placed first."""
    return [read_order(row) for row in await tx.fetch(LOCK_PAST_CUT_OFF, product_id, tx.now, most)]


async def lock_accepted(tx: Tx, product_id: UUID, trade_date: date, most: int) -> list[FundOrder]:
    """Accepted orders of that day."""
    return [read_order(row) for row in await tx.fetch(LOCK_ACCEPTED, product_id, trade_date, most)]


async def lock_priced(tx: Tx, product_id: UUID, today: date, most: int, after: Moment, registrar: str | None = None) -> list[FundOrder]:
    """Priced orders whose confirmation is due, placed after a moment; of a product with a registrar, those of days of which it has said something."""
    if registrar is not None:
        return [read_order(row) for row in await tx.fetch(LOCK_PRICED_THERE, product_id, today, most, *after, registrar)]
    return [read_order(row) for row in await tx.fetch(LOCK_PRICED, product_id, today, most, *after)]


async def lock_confirmed(tx: Tx, product_id: UUID, today: date, most: int) -> list[FundOrder]:
    """Confirmed orders whose money is due."""
    return [read_order(row) for row in await tx.fetch(LOCK_CONFIRMED, product_id, today, most)]


async def lock_to_correct(tx: Tx, product_id: UUID, trade_date: date, revision: int, most: int) -> list[FundOrder]:
    """Orders of that day that were confirmed at an earlier revision of its value."""
    return [read_order(row) for row in await tx.fetch(LOCK_TO_CORRECT, product_id, trade_date, revision, most)]


async def list_open_products(source: Queryable, today: date) -> list[tuple[UUID, date]]:
    """Products and trade dates for which a step may be due."""
    return [(row["product_id"], row["trade_date"]) for row in await source.fetch(LIST_OPEN_PRODUCTS, source.now, today)]


async def sum_held(source: Queryable, customer_id: UUID, product_id: UUID) -> int:
    """Shares that open redemptions of the customer hold."""
    return int(await source.fetchval(SUM_HELD, customer_id, product_id))


def write_steps(tx: Tx, orders: Sequence[FundOrder]) -> None:
    """Write how orders stand now, with the transaction's next statement."""
    tx.write_later(
        WRITE_STEPS,
        [
            (
                *(one.customer_id, one.id, one.state.value, one.nav_e4, one.nav_revision, one.gross_minor, one.fee_minor, one.net_minor),
                *(one.done_shares_minor, one.remainder_e4, one.reason),
            )
            for one in orders
        ],
    )


_SIDE, _STATE, _FIT, _ASSET = (FundOrder._fields.index(name) for name in ("side", "state", "fit", "asset"))


def read_order(row: Sequence[Any] | Record) -> FundOrder:
    """A row of COLUMNS."""
    told = list(row)
    told[_SIDE], told[_STATE], told[_ASSET] = OrderSide(told[_SIDE]), OrderState(told[_STATE]), asset_of(told[_ASSET])
    told[_FIT] = None if told[_FIT] is None else Fit(told[_FIT])
    return FundOrder._make(told)
