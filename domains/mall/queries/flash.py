"""Statements on flash sales and their queues."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.mall.queries.stock import RESERVATION, Reservation, reservation_of
from domains.mall.rules.flash import FlashSale, FlashState, Slots

COLUMNS = """id, shop_id, merchant_id, variant_id, asset, price_minor, units, pay_minutes, starts_at, ends_at, state, last_place, served_place, made_at"""
INSERT_SALE = f"INSERT INTO mall_flash_sale ({COLUMNS}, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
# Who joins shares it, so that joins never wait for one another; who deals has it alone, so that nobody with an earlier arrival is still on their way.
SHARE = "SELECT pg_advisory_xact_lock_shared(hashtextextended('mall_flash:' || told.id, 0)) FROM unnest($1::text[]) AS told (id)"
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('mall_flash:' || $1::text, 0))"
LOCK_SHOP = "SELECT pg_advisory_xact_lock(hashtextextended('mall_flash_shop:' || $1::text, 0))"
FIND_SALES = f"SELECT {COLUMNS} FROM mall_flash_sale WHERE id = ANY($1::uuid[])"
LIST_LIVE = f"SELECT {COLUMNS} FROM mall_flash_sale WHERE shop_id = ANY($1::uuid[]) AND closed_at IS NULL ORDER BY shop_id, starts_at, id"
COUNT_LIVE = "SELECT count(*) FROM mall_flash_sale WHERE shop_id = $1 AND closed_at IS NULL"
LIST_OPEN = "SELECT id FROM mall_flash_sale WHERE closed_at IS NULL AND (starts_at <= $1 OR state <> 'announced') ORDER BY starts_at, id LIMIT $2"
COUNT_SLOTS = """
SELECT sale_id, count(*) FILTER (WHERE state = 'taken') AS sold, count(*) FILTER (WHERE state = 'held' AND order_id <> sale_id) AS promised,
    count(*) FILTER (WHERE state = 'held' AND order_id = sale_id) AS free
FROM mall_reservation WHERE sale_id = ANY($1::uuid[]) GROUP BY sale_id
"""
# Units that are with the sale leave it under the sale's lock alone, which the caller has.
LIST_FREE_SLOTS = f"SELECT {RESERVATION} FROM mall_reservation WHERE sale_id = $1 AND order_id = $1 AND state = 'held' ORDER BY id LIMIT $2"
LIST_HELD_PLACES = """
SELECT place.sale_id, place.customer_id FROM mall_flash_place AS place
JOIN unnest($1::uuid[], $2::uuid[]) AS told (sale_id, customer_id) ON (place.sale_id, place.customer_id) = (told.sale_id, told.customer_id)
"""
NUMBER_ARRIVALS = """
WITH dealt AS (
    UPDATE mall_flash_place AS place SET place = $2 + told.number
    FROM (SELECT customer_id, row_number() OVER (ORDER BY arrival) AS number FROM mall_flash_place WHERE sale_id = $1 AND place IS NULL) AS told
    WHERE place.sale_id = $1 AND place.customer_id = told.customer_id RETURNING place.place
)
SELECT count(*) FROM dealt
"""
LIST_NEXT = """
SELECT customer_id, order_id, delivery_sealed FROM mall_flash_place WHERE sale_id = $1 AND place > $2 ORDER BY place LIMIT $3
"""
# Whoever has no number yet comes after all who have one, in order of arrival.
FIND_PLACES = """
SELECT place.sale_id, place.customer_id, place.order_id, place.joined_at, sale.state, sale.served_place, coalesce(place.place, sale.last_place + (
    SELECT count(*) FROM mall_flash_place AS other WHERE other.sale_id = place.sale_id AND other.place IS NULL AND other.arrival <= place.arrival
))::integer AS place
FROM unnest($1::uuid[], $2::uuid[]) AS told (sale_id, customer_id)
JOIN mall_flash_place AS place ON (place.sale_id, place.customer_id) = (told.sale_id, told.customer_id)
JOIN mall_flash_sale AS sale ON sale.id = place.sale_id
"""
FORGET_DELIVERIES = "UPDATE mall_flash_place SET delivery_sealed = NULL WHERE sale_id = $1 AND delivery_sealed IS NOT NULL"

INSERT_PLACES = Writing(
    "flash_places",
    ("uuid", "uuid", "uuid", "integer", "bytea"),
    """
    INSERT INTO mall_flash_place (sale_id, customer_id, order_id, arrival, delivery_sealed, joined_at)
    SELECT told.sale_id, told.customer_id, told.order_id, (SELECT nextval('mall_flash_arrival')) + told.ordinal, told.sealed, (SELECT * FROM instant)
    FROM {} AS told (sale_id, customer_id, order_id, ordinal, sealed)
    """,
)
SERVE_PLACES = Writing(
    "flash_served",
    ("uuid", "uuid"),
    """
    UPDATE mall_flash_place AS place SET delivery_sealed = NULL FROM {} AS told (sale_id, customer_id)
    WHERE (place.sale_id, place.customer_id) = (told.sale_id, told.customer_id)
    """,
)
GIVE_SLOTS = Writing(
    "flash_slots",
    ("uuid", "uuid", "uuid", "uuid"),
    """
    UPDATE mall_reservation AS slot SET (order_id, customer_id) = (told.order_id, told.customer_id)
    FROM {} AS told (variant_id, id, order_id, customer_id) WHERE (slot.variant_id, slot.id) = (told.variant_id, told.id)
    """,
)
SET_SALE = Writing(
    "flash_sale",
    ("uuid", "text", "integer", "integer", "timestamptz"),
    """
    UPDATE mall_flash_sale AS sale SET (state, last_place, served_place, closed_at) = (told.state, told.last_place, told.served_place, told.closed_at)
    FROM {} AS told (id, state, last_place, served_place, closed_at) WHERE sale.id = told.id
    """,
)


class NewPlace(NamedTuple):
    """Somebody who joins. `ordinal` is their place in the group that joins together."""

    sale_id: UUID
    customer_id: UUID
    order_id: UUID
    ordinal: int
    sealed: bytes


class FlashPlace(NamedTuple):
    """Somebody's place in a queue, and how far it is served."""

    sale_id: UUID
    customer_id: UUID
    order_id: UUID
    joined_at: datetime
    sale_state: FlashState
    served_place: int
    place: int

    @property
    def has_turn(self) -> bool:
        """Whether their turn has come: then there is an order."""
        return self.place <= self.served_place

    @property
    def ahead(self) -> int:
        """How many have their turn before."""
        return max(0, self.place - self.served_place - 1)


class NextPlace(NamedTuple):
    """Whose turn it is, and where the order goes."""

    customer_id: UUID
    order_id: UUID
    sealed: bytes | None


async def insert_sale(tx: Tx, one: FlashSale, made_by: UUID) -> None:
    await tx.execute(INSERT_SALE, *one[:4], one.asset.code, *one[5:10], one.state.value, *one[11:], made_by)


async def share_sales(tx: Tx, ids: Iterable[UUID]) -> None:
    """Nobody deals or ends those sales before commit; others join beside us."""
    await tx.execute(SHARE, [str(one) for one in sorted(set(ids))])


async def lock_sale(tx: Tx, id_: UUID) -> FlashSale | None:
    """The sale as it stands once nobody joins or deals beside us."""
    await tx.execute(LOCK, str(id_))
    return (await find_sales(tx, [id_])).get(id_)


async def count_live(tx: Tx, shop_id: UUID) -> int:
    """How many sales of a shop are not closed; nobody announces another before commit."""
    await tx.execute(LOCK_SHOP, str(shop_id))
    return int(await tx.fetchval(COUNT_LIVE, shop_id))


async def find_sales(source: Queryable, ids: Iterable[UUID]) -> dict[UUID, FlashSale]:
    return {row["id"]: _sale(row) for row in await source.fetch(FIND_SALES, sorted(set(ids)))}


async def list_live(source: Queryable, shop_ids: Sequence[UUID]) -> list[list[FlashSale]]:
    """The sales of each shop that are not closed, the next first."""
    found: dict[UUID, list[FlashSale]] = {}
    for row in await source.fetch(LIST_LIVE, sorted(set(shop_ids))):
        found.setdefault(row["shop_id"], []).append(_sale(row))
    return [found.get(id_, []) for id_ in shop_ids]


async def list_open(source: Queryable, most: int) -> list[UUID]:
    """Sales that have begun, or ended, and still hold units."""
    return [row["id"] for row in await source.fetch(LIST_OPEN, source.now, most)]


async def count_slots(source: Queryable, sale_ids: Iterable[UUID]) -> dict[UUID, Slots]:
    """Where the units of each sale are."""
    return {row["sale_id"]: Slots(row["sold"], row["promised"], row["free"]) for row in await source.fetch(COUNT_SLOTS, sorted(set(sale_ids)))}


async def list_free_slots(tx: Tx, sale_id: UUID, most: int) -> list[Reservation]:
    """Units that nobody has been given. The caller has the sale's lock."""
    return [reservation_of(row) for row in await tx.fetch(LIST_FREE_SLOTS, sale_id, most)]


async def list_held(source: Queryable, pairs: Sequence[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Those of the pairs of a sale and a customer in which the customer has a place."""
    rows = await source.fetch(LIST_HELD_PLACES, *map(list, zip(*pairs, strict=True)))
    return {(row["sale_id"], row["customer_id"]) for row in rows}


async def find_places(source: Queryable, pairs: Sequence[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], FlashPlace]:
    """The place of each customer in each sale, by sale and customer."""
    rows = await source.fetch(FIND_PLACES, *map(list, zip(*pairs, strict=True))) if pairs else []
    return {(row[0], row[1]): FlashPlace._make((*row[:4], FlashState(row[4]), *row[5:])) for row in rows}


async def number_arrivals(tx: Tx, sale_id: UUID, last_place: int) -> int:
    """Give all who joined since then their places, in order of arrival, and count them. The caller has the sale's lock."""
    return int(await tx.fetchval(NUMBER_ARRIVALS, sale_id, last_place))


async def list_next(tx: Tx, sale_id: UUID, served_place: int, most: int) -> list[NextPlace]:
    """Whose turn it is next. The caller has the sale's lock."""
    return [NextPlace(*row) for row in await tx.fetch(LIST_NEXT, sale_id, served_place, most)]


async def forget_deliveries(tx: Tx, sale_id: UUID) -> None:
    """Nobody of a sale that ended will have an order any more."""
    await tx.execute(FORGET_DELIVERIES, sale_id)


def insert_places(tx: Tx, places: Iterable[NewPlace]) -> None:
    """Append to queues. In order of sale and customer, so that two groups that share customers wait for each other in one direction only."""
    tx.write_later(INSERT_PLACES, [tuple(one) for one in sorted(places, key=_in_order)])


def serve_places(tx: Tx, sale_id: UUID, served: Iterable[NextPlace]) -> None:
    """Their orders know where they go."""
    tx.write_later(SERVE_PLACES, [(sale_id, one.customer_id) for one in served])


def give_slots(tx: Tx, slots: Iterable[Reservation]) -> None:
    """Units of sales change hands: to an order, or back."""
    tx.write_later(GIVE_SLOTS, [(one.variant_id, one.id, one.order_id, one.customer_id) for one in slots])


def set_sale(tx: Tx, one: FlashSale, closed_at: datetime | None) -> None:
    tx.write_later(SET_SALE, [(one.id, one.state.value, one.last_place, one.served_place, closed_at)])


def _in_order(one: NewPlace) -> tuple[int, int]:
    return one.sale_id.int, one.customer_id.int


def _sale(row: Record) -> FlashSale:
    return FlashSale._make((*row[:4], asset_of(row[4]), *row[5:10], FlashState(row[10]), *row[11:]))
