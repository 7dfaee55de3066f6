"""Statements on walls: their slots, and what came of each."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeVar
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.clock import day_start
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.offers.queries.codes import CODE, OfferCode, code_of
from domains.offers.queries.products import COLUMNS, Product, product_of

INSERT_WALL = "INSERT INTO offers_wall (id, title_zh, title_en, rows, columns, made_at) VALUES ($1, $2, $3, $4, $5, $6)"

FIND_WALLS = "SELECT id, title_zh, title_en, rows, columns, made_at FROM offers_wall WHERE id = ANY($1::uuid[])"

LIST_WALLS = """
SELECT id, title_zh, title_en, rows, columns, made_at FROM offers_wall WHERE (made_at, id) < ($1, $2) ORDER BY made_at DESC, id DESC LIMIT $3
"""

LIST_SLOTS = f"""
SELECT {CODE}, {", ".join(f"product.{name}" for name in COLUMNS.split(", "))}
FROM offers_placement AS placement JOIN offers_code AS code ON code.placement_id = placement.id AND code.state = 'active'
LEFT JOIN offers_product AS product ON (product.kind, product.id) = (code.product_kind, code.product_id)
WHERE placement.wall_id = ANY($1::uuid[]) ORDER BY placement.wall_id, placement.slot
"""

COUNT_SLOTS = """
SELECT placement.wall_id, placement.slot, scanned.scans, scanned.visits, bought.purchases, bought.amounts
FROM offers_placement AS placement
CROSS JOIN LATERAL (
    SELECT count(*) AS scans, count(DISTINCT coalesce(customer_id, id)) AS visits FROM offers_scan
    WHERE placement_id = placement.id AND scanned_at >= $2 AND scanned_at < $3
) AS scanned
CROSS JOIN LATERAL (
    SELECT coalesce(sum(assets.purchases), 0)::bigint AS purchases, jsonb_object_agg(asset, minor) AS amounts FROM (
        SELECT asset, count(*) AS purchases, sum(amount_minor - refunded_minor)::bigint AS minor FROM offers_purchase
        WHERE last_placement_id = placement.id AND bought_at >= $2 AND bought_at < $3 GROUP BY asset
    ) AS assets
) AS bought
WHERE placement.wall_id = ANY($1::uuid[]) ORDER BY placement.wall_id, placement.slot
"""

T = TypeVar("T")

DAYS_MOST = 92
"""The longest time that is counted at once."""


class Wall(NamedTuple):
    """A wall of codes in rows and columns."""

    id: UUID
    title_zh: str
    title_en: str
    rows: int
    columns: int
    made_at: datetime

    @property
    def slots(self) -> int:
        return self.rows * self.columns


class Slot(NamedTuple):
    """A code on a wall, and the product that it was assigned to."""

    number: int
    code: OfferCode
    product: Product | None


class SlotCount(NamedTuple):
    """What came of a slot: scans, who scanned (each customer once, a stranger each time), and purchases with what was kept of each currency, in minor units."""

    number: int
    scans: int
    visits: int
    purchases: int
    amounts_minor: dict[str, int]

    @property
    def amounts(self) -> list[Amount]:
        return [Amount(minor, asset_of(code)) for code, minor in sorted(self.amounts_minor.items())]


async def insert_wall(tx: Tx, wall: Wall) -> None:
    await tx.execute(INSERT_WALL, *wall)


async def find_walls(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Wall]:
    return {row["id"]: Wall(*row) for row in await source.fetch(FIND_WALLS, ids)}


async def list_walls(source: Queryable, first: int, after: str | None) -> Page[Wall]:
    """Walls, newest first. Raises InvalidInput."""
    rows = await source.fetch(LIST_WALLS, *decode_moment(after), check_first(first) + 1)
    return page_of([Wall(*row) for row in rows], first, lambda wall: moment_key(wall.made_at, wall.id))


async def list_slots(source: Queryable, wall_ids: Sequence[UUID]) -> list[list[Slot]]:
    """The slots of each wall that have a code, in the order of their numbers. One statement."""
    return _by_wall(wall_ids, await source.fetch(LIST_SLOTS, wall_ids), _slot)


async def count_slots(source: Queryable, wall_ids: Sequence[UUID], since: date, through: date) -> list[list[SlotCount]]:
    """What came of each slot from one business day through another, in the order of their numbers. One statement. Raises InvalidInput beyond DAYS_MOST."""
    if not timedelta(0) <= through - since < timedelta(days=DAYS_MOST):
        raise InvalidInput("through", f"not before `since`, and {DAYS_MOST} days in all at most")
    rows = await source.fetch(COUNT_SLOTS, wall_ids, day_start(since), day_start(through + timedelta(days=1)))
    return _by_wall(wall_ids, rows, _count)


def _by_wall(wall_ids: Sequence[UUID], rows: Sequence[Record], read: Callable[[Record], T]) -> list[list[T]]:
    found: dict[UUID, list[T]] = {wall_id: [] for wall_id in wall_ids}
    for row in rows:
        found[row["wall_id"]].append(read(row))
    return [found[wall_id] for wall_id in wall_ids]


def _slot(row: Record) -> Slot:
    return Slot(row["slot"], code_of(row), None if row["kind"] is None else product_of(row))


def _count(row: Record) -> SlotCount:
    return SlotCount(row["slot"], row["scans"], row["visits"], row["purchases"], row["amounts"] or {})
