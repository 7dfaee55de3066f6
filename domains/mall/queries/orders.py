"""Statements on orders and their lines."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.mall.rules.orders import OrderState

COLUMNS = """customer_id, id, checkout_id, shop_id, merchant_id, state, asset, goods_minor, discount_minor, total_minor, added_minor, refunded_minor,
    payment_id, applied, delivery_sealed, placed_at, expires_at, due_at, changed_at"""
LINE_COLUMNS = """customer_id, order_id, number, variant_id, product_id, title_zh, title_en, attributes, units, price_minor, discount_minor, total_minor,
    returned_units, refunded_minor, exchanged_units, exchanged_minor, came_of, exchange_id, extra_payment_id, extra_minor,
        extra_refunded_minor, protected_at"""

WRITE_ORDERS = Writing(
    "orders",
    (
        *("uuid", "uuid", "uuid", "uuid", "uuid", "text", "text", "bigint", "bigint", "bigint", "bigint", "bigint", "uuid", "text", "bytea"),
        *("timestamptz", "timestamptz", "timestamptz", "timestamptz"),
    ),
    f"""
    INSERT INTO mall_order ({COLUMNS})
    SELECT customer_id, id, checkout_id, shop_id, merchant_id, state, asset, goods_minor, discount_minor, total_minor, added_minor, refunded_minor,
        payment_id, applied::jsonb, delivery_sealed, placed_at, expires_at, due_at, changed_at
    FROM {{}} AS one ({COLUMNS})
    ON CONFLICT (customer_id, id) DO UPDATE SET (state, added_minor, refunded_minor, payment_id, due_at, changed_at)
        = (excluded.state, excluded.added_minor, excluded.refunded_minor, excluded.payment_id, excluded.due_at, excluded.changed_at)
    """,
)
WRITE_LINES = Writing(
    "order_lines",
    (
        *("uuid", "uuid", "integer", "uuid", "uuid", "text", "text", "text", "integer", "bigint", "bigint", "bigint"),
        *("integer", "bigint", "integer", "bigint", "integer", "uuid", "uuid", "bigint", "bigint", "timestamptz"),
    ),
    f"""
    INSERT INTO mall_order_line ({LINE_COLUMNS})
    SELECT customer_id, order_id, number, variant_id, product_id, title_zh, title_en, attributes::jsonb, units, price_minor, discount_minor, total_minor,
        returned_units, refunded_minor, exchanged_units, exchanged_minor, came_of, exchange_id, extra_payment_id, extra_minor,
        extra_refunded_minor, protected_at
    FROM {{}} AS one ({LINE_COLUMNS})
    ON CONFLICT (customer_id, order_id, number) DO UPDATE SET
        (returned_units, refunded_minor, exchanged_units, exchanged_minor, extra_refunded_minor, protected_at)
        = (excluded.returned_units, excluded.refunded_minor, excluded.exchanged_units, excluded.exchanged_minor, excluded.extra_refunded_minor,
            excluded.protected_at)
    """,
)
LOCK_ORDER = "SELECT customer_id FROM mall_order WHERE id = $1 FOR NO KEY UPDATE"
LOCK_CHECKOUT = "SELECT id FROM mall_order WHERE customer_id = $1 AND checkout_id = $2 ORDER BY id FOR NO KEY UPDATE"
FIND_ORDERS = f"SELECT {COLUMNS} FROM mall_order WHERE id = ANY($1::uuid[])"
LIST_OF_CUSTOMERS = f"""
SELECT asked.place, page.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (id, place) CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM mall_order WHERE customer_id = asked.id AND (placed_at, id) < ($2, $3) ORDER BY placed_at DESC, id DESC LIMIT $4
) AS page ORDER BY asked.place, page.placed_at DESC, page.id DESC
"""
LIST_OF_SHOP = f"""
SELECT {COLUMNS} FROM mall_order WHERE shop_id = $1 AND state = ANY($2::text[]) AND (placed_at, id) < ($3, $4) ORDER BY placed_at DESC, id DESC LIMIT $5
"""
LIST_LINES = f"""
SELECT {LINE_COLUMNS} FROM mall_order_line WHERE (customer_id, order_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
ORDER BY order_id, number
"""
LIST_UNPAID_DUE = "SELECT id FROM mall_order WHERE state = 'placed' AND expires_at <= $1 ORDER BY expires_at LIMIT $2"


class MallOrder(NamedTuple):
    """What a customer ordered of one shop. `applied` are the promotions that made it cheaper; where it goes is `sealed`. `added_minor` was paid later for what
    it was exchanged for."""

    customer_id: UUID
    id: UUID
    checkout_id: UUID
    shop_id: UUID
    merchant_id: UUID
    state: OrderState
    asset: Asset
    goods_minor: int
    discount_minor: int
    total_minor: int
    added_minor: int
    refunded_minor: int
    payment_id: UUID | None
    applied: tuple[str, ...]
    sealed: bytes | None
    placed_at: datetime
    expires_at: datetime
    due_at: datetime | None
    changed_at: datetime

    @property
    def goods(self) -> Amount:
        return Amount(self.goods_minor, self.asset)

    @property
    def discount(self) -> Amount:
        return Amount(self.discount_minor, self.asset)

    @property
    def total(self) -> Amount:
        return Amount(self.total_minor, self.asset)

    @property
    def added(self) -> Amount:
        return Amount(self.added_minor, self.asset)

    @property
    def refunded(self) -> Amount:
        return Amount(self.refunded_minor, self.asset)


class MallOrderLine(NamedTuple):
    """A line as it was ordered."""

    customer_id: UUID
    order_id: UUID
    number: int
    variant_id: UUID
    product_id: UUID
    title_zh: str
    title_en: str
    attributes: dict[str, str]
    units: int
    price_minor: int
    discount_minor: int
    total_minor: int
    returned_units: int
    refunded_minor: int
    asset: Asset
    exchanged_units: int = 0
    exchanged_minor: int = 0
    came_of: int | None = None
    exchange_id: UUID | None = None
    extra_payment_id: UUID | None = None
    extra_minor: int = 0
    extra_refunded_minor: int = 0
    protected_at: datetime | None = None

    @property
    def left_units(self) -> int:
        """Units that the customer has of it."""
        return self.units - self.returned_units - self.exchanged_units

    @property
    def left_minor(self) -> int:
        """What they paid for those and was not given back."""
        return self.total_minor - self.refunded_minor - self.exchanged_minor

    @property
    def extra_left_minor(self) -> int:
        """The part of it that was paid for an exchange."""
        return self.extra_minor - self.extra_refunded_minor

    @property
    def price(self) -> Amount:
        return Amount(self.price_minor, self.asset)

    @property
    def discount(self) -> Amount:
        return Amount(self.discount_minor, self.asset)

    @property
    def total(self) -> Amount:
        return Amount(self.total_minor, self.asset)

    @property
    def refunded(self) -> Amount:
        return Amount(self.refunded_minor, self.asset)


def write_orders(tx: Tx, orders: Iterable[MallOrder]) -> None:
    """Write new orders, or how they stand now."""
    tx.write_later(WRITE_ORDERS, [(*one[:5], one.state.value, one.asset.code, *one[7:13], orjson.dumps(one.applied).decode(), *one[14:]) for one in orders])


def write_lines(tx: Tx, lines: Iterable[MallOrderLine]) -> None:
    """Write new lines, or what came back of them."""
    texts = [(*one[:7], orjson.dumps(one.attributes).decode(), *one[8:14], *one[15:]) for one in lines]
    tx.write_later(WRITE_LINES, texts)


async def lock_order(tx: Tx, id_: UUID) -> MallOrder | None:
    """Read after the lock, in a statement of its own."""
    return None if await tx.fetchval(LOCK_ORDER, id_) is None else (await find_orders(tx, [id_])).get(id_)


async def lock_checkout(tx: Tx, customer_id: UUID, checkout_id: UUID) -> list[MallOrder]:
    """All orders of a checkout, in order of their ids."""
    ids = [row["id"] for row in await tx.fetch(LOCK_CHECKOUT, customer_id, checkout_id)]
    found = await find_orders(tx, ids) if ids else {}
    return [found[id_] for id_ in ids]


async def find_orders(source: Queryable, ids: Iterable[UUID]) -> dict[UUID, MallOrder]:
    return {row["id"]: _order(row) for row in await source.fetch(FIND_ORDERS, sorted(set(ids)))}


async def list_orders(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[MallOrder]]:
    """Each customer's orders, newest first. Raises InvalidInput."""
    rows: list[list[MallOrder]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_OF_CUSTOMERS, customer_ids, *decode_moment(after), check_first(first) + 1):
        rows[row["place"] - 1].append(_order(row[1:]))
    return [_page(of_one, first) for of_one in rows]


async def list_of_shop(source: Queryable, shop_id: UUID, states: Sequence[OrderState], first: int, after: str | None) -> Page[MallOrder]:
    """A shop's orders, newest first. Raises InvalidInput."""
    rows = await source.fetch(LIST_OF_SHOP, shop_id, [one.value for one in states], *decode_moment(after), check_first(first) + 1)
    return _page([_order(row) for row in rows], first)


async def list_lines(source: Queryable, orders: Sequence[MallOrder]) -> list[list[MallOrderLine]]:
    """The lines of each order."""
    found: dict[UUID, list[MallOrderLine]] = {}
    assets = {one.id: one.asset for one in orders}
    for row in await source.fetch(LIST_LINES, [one.customer_id for one in orders], [one.id for one in orders]):
        found.setdefault(row["order_id"], []).append(_line(row, assets[row["order_id"]]))
    return [found.get(one.id, []) for one in orders]


async def list_unpaid_due(source: Queryable, most: int) -> list[UUID]:
    """Orders whose time to be paid is over."""
    return [row["id"] for row in await source.fetch(LIST_UNPAID_DUE, source.now, most)]


def _page(found: Sequence[MallOrder], first: int) -> Page[MallOrder]:
    return page_of(found, first, lambda one: moment_key(one.placed_at, one.id))


def _order(row: Record | tuple[Any, ...]) -> MallOrder:
    return MallOrder._make((*row[:5], OrderState(row[5]), asset_of(row[6]), *row[7:13], tuple(row[13]), *row[14:]))


def _line(row: Record, asset: Asset) -> MallOrderLine:
    return MallOrderLine._make((*row[:14], asset, *row[14:]))
