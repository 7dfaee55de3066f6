"""Statements on exchanges and disputes."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.mall.rules.after_sale import DisputeEvent, DisputeState, ExchangeState

EXCHANGE_COLUMNS = """customer_id, id, order_id, shop_id, number, units, variant_id, price_minor, cost_minor, total_minor, moved_minor, asset, payment_id,
    state, reason, asked_at, until, ended_at"""
DISPUTE_COLUMNS = "customer_id, id, order_id, shop_id, state, asked_minor, decided_minor, refunded_minor, asset, opened_at, due_at, changed_at"
ENTRY_COLUMNS = "customer_id, dispute_id, number, event, by_role, by_id, text, media, minor, at"

WRITE_EXCHANGES = Writing(
    "exchanges",
    (
        *("uuid", "uuid", "uuid", "uuid", "integer", "integer", "uuid", "bigint", "bigint", "bigint", "bigint", "text", "uuid", "text", "text"),
        *("timestamptz", "timestamptz", "timestamptz"),
    ),
    f"""
    INSERT INTO mall_exchange ({EXCHANGE_COLUMNS}) SELECT * FROM {{}} AS one ({EXCHANGE_COLUMNS})
    ON CONFLICT (customer_id, id) DO UPDATE SET (state, reason, ended_at) = (excluded.state, excluded.reason, excluded.ended_at)
    """,
)
WRITE_DISPUTES = Writing(
    "disputes",
    ("uuid", "uuid", "uuid", "uuid", "text", "bigint", "bigint", "bigint", "text", "timestamptz", "timestamptz", "timestamptz"),
    f"""
    INSERT INTO mall_dispute ({DISPUTE_COLUMNS}) SELECT * FROM {{}} AS one ({DISPUTE_COLUMNS})
    ON CONFLICT (customer_id, id) DO UPDATE SET (state, decided_minor, refunded_minor, due_at, changed_at)
        = (excluded.state, excluded.decided_minor, excluded.refunded_minor, excluded.due_at, excluded.changed_at)
    """,
)
WRITE_ENTRIES = Writing(
    "dispute_entries",
    ("uuid", "uuid", "integer", "text", "text", "uuid", "text", "text", "bigint", "timestamptz"),
    f"""
    INSERT INTO mall_dispute_entry ({ENTRY_COLUMNS})
    SELECT customer_id, dispute_id, number, event, by_role, by_id, text, media::jsonb, minor, at FROM {{}} AS one ({ENTRY_COLUMNS})
    """,
)
FIND_EXCHANGES = f"SELECT {EXCHANGE_COLUMNS} FROM mall_exchange WHERE id = ANY($1::uuid[])"
LIST_EXCHANGES = f"""
SELECT {EXCHANGE_COLUMNS} FROM mall_exchange WHERE (customer_id, order_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[])) ORDER BY order_id, asked_at, id
"""
LIST_EXCHANGES_DUE = "SELECT id FROM mall_exchange WHERE state = 'asked' AND until <= $1 ORDER BY until LIMIT $2"
FIND_DISPUTES = f"SELECT {DISPUTE_COLUMNS} FROM mall_dispute WHERE id = ANY($1::uuid[])"
LIST_DISPUTES = f"""
SELECT {DISPUTE_COLUMNS} FROM mall_dispute WHERE (customer_id, order_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[])) ORDER BY order_id, opened_at, id
"""
LIST_ENTRIES = f"""
SELECT {ENTRY_COLUMNS} FROM mall_dispute_entry WHERE (customer_id, dispute_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[])) ORDER BY dispute_id, number
"""
COUNT_ENTRIES = "SELECT count(*) FROM mall_dispute_entry WHERE customer_id = $1 AND dispute_id = $2"
LIST_DISPUTES_DUE = "SELECT id FROM mall_dispute WHERE state = 'decided' AND due_at <= $1 ORDER BY due_at LIMIT $2"
LIST_OF_STATE = f"""
SELECT {DISPUTE_COLUMNS} FROM mall_dispute WHERE state = $1 AND (opened_at, id) < ($2, $3) ORDER BY opened_at DESC, id DESC LIMIT $4
"""


class MallExchange(NamedTuple):
    """Units of a line that are to be exchanged for another variant at `price_minor` a unit: they cost `cost_minor` and cost `total_minor` then, of which
    `moved_minor` is the same money. `payment_id` paid the rest, where the new ones cost more."""

    customer_id: UUID
    id: UUID
    order_id: UUID
    shop_id: UUID
    number: int
    units: int
    variant_id: UUID
    price_minor: int
    cost_minor: int
    total_minor: int
    moved_minor: int
    asset: Asset
    payment_id: UUID | None
    state: ExchangeState
    reason: str
    asked_at: datetime
    until: datetime
    ended_at: datetime | None

    @property
    def added(self) -> Amount:
        """What the customer paid for the difference."""
        return Amount(self.total_minor - self.moved_minor, self.asset)

    @property
    def given_back(self) -> Amount:
        """What they are given back for it."""
        return Amount(self.cost_minor - self.moved_minor, self.asset)


class MallDispute(NamedTuple):
    """A customer disputes an order: what they ask, what was decided, and what went back."""

    customer_id: UUID
    id: UUID
    order_id: UUID
    shop_id: UUID
    state: DisputeState
    asked_minor: int
    decided_minor: int | None
    refunded_minor: int
    asset: Asset
    opened_at: datetime
    due_at: datetime | None
    changed_at: datetime

    @property
    def asked(self) -> Amount:
        return Amount(self.asked_minor, self.asset)

    @property
    def decided(self) -> Amount | None:
        return None if self.decided_minor is None else Amount(self.decided_minor, self.asset)

    @property
    def refunded(self) -> Amount:
        return Amount(self.refunded_minor, self.asset)


class DisputeEntry(NamedTuple):
    """A line of a dispute's log, which nothing changes: who (`buyer`, `shop`, `staff`, `house`) did what, and what they showed."""

    customer_id: UUID
    dispute_id: UUID
    number: int
    event: DisputeEvent
    by_role: str
    by_id: UUID
    text: str
    media: tuple[str, ...]
    minor: int | None
    at: datetime
    asset: Asset

    @property
    def amount(self) -> Amount | None:
        return None if self.minor is None else Amount(self.minor, self.asset)


def write_exchange(tx: Tx, one: MallExchange) -> None:
    """Write a new exchange, or how it ended."""
    tx.write_later(WRITE_EXCHANGES, [(*one[:11], one.asset.code, one.payment_id, one.state.value, *one[14:])])


def write_dispute(tx: Tx, one: MallDispute, entry: DisputeEntry) -> None:
    """Write how a dispute stands, and what happened."""
    tx.write_later(WRITE_DISPUTES, [(*one[:4], one.state.value, *one[5:8], one.asset.code, *one[9:])])
    tx.write_later(WRITE_ENTRIES, [(*entry[:3], entry.event.value, *entry[4:7], orjson.dumps(entry.media).decode(), *entry[8:10])])


async def find_exchange(source: Queryable, id_: UUID) -> MallExchange | None:
    """Whoever locks its order before reads it as it stands."""
    row = await source.fetchrow(FIND_EXCHANGES, [id_])
    return None if row is None else _exchange(row)


async def list_exchanges(source: Queryable, orders: Sequence[tuple[UUID, UUID]]) -> list[list[MallExchange]]:
    """Of each order (customer, order), in the order in which they were asked for."""
    found: dict[UUID, list[MallExchange]] = {}
    for row in await source.fetch(LIST_EXCHANGES, [one for one, _ in orders], [one for _, one in orders]):
        found.setdefault(row["order_id"], []).append(_exchange(row))
    return [found.get(id_, []) for _, id_ in orders]


async def list_exchanges_due(source: Queryable, most: int) -> list[UUID]:
    """Those whose time is over."""
    return [row["id"] for row in await source.fetch(LIST_EXCHANGES_DUE, source.now, most)]


async def find_dispute(source: Queryable, id_: UUID) -> MallDispute | None:
    """Whoever locks its order before reads it as it stands."""
    row = await source.fetchrow(FIND_DISPUTES, [id_])
    return None if row is None else _dispute(row)


async def list_disputes(source: Queryable, orders: Sequence[tuple[UUID, UUID]]) -> list[list[MallDispute]]:
    """Of each order (customer, order), in the order in which they were opened."""
    found: dict[UUID, list[MallDispute]] = {}
    for row in await source.fetch(LIST_DISPUTES, [one for one, _ in orders], [one for _, one in orders]):
        found.setdefault(row["order_id"], []).append(_dispute(row))
    return [found.get(id_, []) for _, id_ in orders]


async def list_entries(source: Queryable, disputes: Sequence[MallDispute]) -> list[list[DisputeEntry]]:
    """The log of each dispute."""
    found: dict[UUID, list[DisputeEntry]] = {}
    assets = {one.id: one.asset for one in disputes}
    for row in await source.fetch(LIST_ENTRIES, [one.customer_id for one in disputes], [one.id for one in disputes]):
        found.setdefault(row["dispute_id"], []).append(DisputeEntry._make((*row[:3], DisputeEvent(row[3]), *row[4:7], tuple(row[7]), *row[8:], assets[row[1]])))
    return [found.get(one.id, []) for one in disputes]


async def count_entries(source: Queryable, one: MallDispute) -> int:
    return int(await source.fetchval(COUNT_ENTRIES, one.customer_id, one.id))


async def list_disputes_due(source: Queryable, most: int) -> list[UUID]:
    """Those whose decision can no longer be reversed."""
    return [row["id"] for row in await source.fetch(LIST_DISPUTES_DUE, source.now, most)]


async def list_of_state(source: Queryable, state: DisputeState, first: int, after: str | None) -> Page[MallDispute]:
    """Disputes that stand so, newest first. Raises InvalidInput."""
    rows = await source.fetch(LIST_OF_STATE, state.value, *decode_moment(after), check_first(first) + 1)
    return page_of([_dispute(row) for row in rows], first, lambda one: moment_key(one.opened_at, one.id))


def _exchange(row: Record) -> MallExchange:
    return MallExchange._make((*row[:11], asset_of(row[11]), row[12], ExchangeState(row[13]), *row[14:]))


def _dispute(row: Record) -> MallDispute:
    return MallDispute._make((*row[:4], DisputeState(row[4]), *row[5:8], asset_of(row[8]), *row[9:]))
