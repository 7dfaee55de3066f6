"""Statements on warehouses, stock and reservations."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx, Writing
from domains.mall.rules.stock import ReservationState, Shelf, StockChangeKind

INSERT_WAREHOUSE = "INSERT INTO mall_warehouse (id, shop_id, name, position, made_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING"
LIST_WAREHOUSES = "SELECT id, shop_id, name, position FROM mall_warehouse WHERE shop_id = ANY($1::uuid[]) ORDER BY shop_id, position, id"
FIND_WAREHOUSE = "SELECT id, shop_id, name, position FROM mall_warehouse WHERE id = $1"
# Of one table, and only what is locked: a row that somebody changed meanwhile is read again by the database. The warehouse's position never changes.
LOCK_SHELVES = """
SELECT stock.variant_id, stock.warehouse_id, (SELECT position FROM mall_warehouse WHERE id = stock.warehouse_id) AS position,
    stock.on_hand_units, stock.reserved_units
FROM mall_stock AS stock WHERE stock.variant_id = ANY($1::uuid[]) ORDER BY stock.variant_id, stock.warehouse_id FOR UPDATE OF stock
"""
OPEN_SHELF = "INSERT INTO mall_stock (variant_id, warehouse_id, on_hand_units, reserved_units) VALUES ($1, $2, 0, 0) ON CONFLICT DO NOTHING"
COUNT_FREE = """
SELECT variant_id, sum(on_hand_units - reserved_units) AS free_units FROM mall_stock WHERE variant_id = ANY($1::uuid[]) GROUP BY variant_id
"""
RESERVATION = "variant_id, id, warehouse_id, order_id, customer_id, units, state, sale_id"
LOCK_OF_ORDERS = f"""
SELECT {RESERVATION} FROM mall_reservation
WHERE order_id = ANY($1::uuid[]) AND state IN ('held', 'released') ORDER BY variant_id, id FOR UPDATE
"""
# Whoever ends one of them holds its order, and comes to the shelves after it: here the shelves are held already, so nobody is waited for. A unit of a flash
# sale is not for everybody: it goes back to its queue.
LOCK_RUN_OUT = """
SELECT one.variant_id, one.id, one.warehouse_id, one.order_id, one.customer_id, one.units, one.state, one.sale_id
FROM mall_reservation AS one JOIN mall_order ON mall_order.customer_id = one.customer_id AND mall_order.id = one.order_id
WHERE one.variant_id = ANY($1::uuid[]) AND one.state = 'held' AND one.sale_id IS NULL AND mall_order.expires_at <= $2 FOR UPDATE OF one SKIP LOCKED
"""
LIST_TAKEN = f"SELECT {RESERVATION} FROM mall_reservation WHERE order_id = $1 AND state = 'taken' ORDER BY variant_id, id"

WRITE_SHELVES = Writing(
    "shelves",
    ("uuid", "uuid", "integer", "integer"),
    """
    INSERT INTO mall_stock AS stock (variant_id, warehouse_id, on_hand_units, reserved_units)
    SELECT * FROM {} AS one (variant_id, warehouse_id, on_hand_units, reserved_units)
    ON CONFLICT (variant_id, warehouse_id) DO UPDATE SET on_hand_units = excluded.on_hand_units, reserved_units = excluded.reserved_units
    """,
)
WRITE_CHANGES = Writing(
    "stock_changes",
    ("uuid", "uuid", "uuid", "text", "integer", "uuid"),
    """
    INSERT INTO mall_stock_change (variant_id, id, warehouse_id, kind, units, made_by, made_at)
    SELECT one.*, (SELECT * FROM instant) FROM {} AS one (variant_id, id, warehouse_id, kind, units, made_by)
    """,
)
WRITE_RESERVATIONS = Writing(
    "reservations",
    ("uuid", "uuid", "uuid", "uuid", "uuid", "integer", "text", "uuid"),
    """
    INSERT INTO mall_reservation (variant_id, id, warehouse_id, order_id, customer_id, units, state, sale_id)
    SELECT * FROM {} AS one (variant_id, id, warehouse_id, order_id, customer_id, units, state, sale_id)
    ON CONFLICT (variant_id, id) DO UPDATE SET state = excluded.state
    """,
)


class Warehouse(NamedTuple):
    """Where a shop's goods lie."""

    id: UUID
    shop_id: UUID
    name: str
    position: int


class Reservation(NamedTuple):
    """Units promised to an order, of a flash sale's where one is named."""

    variant_id: UUID
    id: UUID
    warehouse_id: UUID
    order_id: UUID
    customer_id: UUID
    units: int
    state: ReservationState
    sale_id: UUID | None = None

    @property
    def place(self) -> tuple[UUID, UUID]:
        """The shelf that they are on."""
        return self.variant_id, self.warehouse_id


class StockChange(NamedTuple):
    """Units that came or went, and by whom."""

    variant_id: UUID
    id: UUID
    warehouse_id: UUID
    kind: StockChangeKind
    units: int
    made_by: UUID


async def insert_warehouse(tx: Tx, one: Warehouse) -> None:
    await tx.execute(INSERT_WAREHOUSE, *one, tx.now)


async def find_warehouse(source: Queryable, id_: UUID) -> Warehouse | None:
    row = await source.fetchrow(FIND_WAREHOUSE, id_)
    return None if row is None else Warehouse(*row)


async def list_warehouses(source: Queryable, shop_ids: Sequence[UUID]) -> list[list[Warehouse]]:
    """The warehouses of each shop, in the order in which they give."""
    found: dict[UUID, list[Warehouse]] = {}
    for row in await source.fetch(LIST_WAREHOUSES, sorted(set(shop_ids))):
        found.setdefault(row["shop_id"], []).append(Warehouse(*row))
    return [found.get(id_, []) for id_ in shop_ids]


async def open_shelf(tx: Tx, variant_id: UUID, warehouse_id: UUID) -> None:
    """An empty shelf, if there is none: what is not there cannot be locked."""
    await tx.execute(OPEN_SHELF, variant_id, warehouse_id)


async def lock_shelves(tx: Tx, variant_ids: Iterable[UUID]) -> list[Shelf]:
    """All shelves of those variants, held until the commit, as they stand."""
    return [Shelf(*row) for row in await tx.fetch(LOCK_SHELVES, sorted(set(variant_ids)))]


async def count_free(source: Queryable, variant_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many units can be promised now."""
    return {row["variant_id"]: row["free_units"] for row in await source.fetch(COUNT_FREE, sorted(set(variant_ids)))}


async def lock_of_orders(tx: Tx, order_ids: Iterable[UUID]) -> list[Reservation]:
    """What is still promised to those orders, and what is no longer, held until the commit."""
    rows = await tx.fetch(LOCK_OF_ORDERS, sorted(set(order_ids)))
    return [reservation_of(row) for row in rows]


async def lock_run_out(tx: Tx, variant_ids: Iterable[UUID]) -> list[Reservation]:
    """Promises of units of those variants whose time is over, but for those that somebody ends just now. The caller holds the variants' shelves."""
    return [reservation_of(row) for row in await tx.fetch(LOCK_RUN_OUT, sorted(set(variant_ids)), tx.now)]


async def list_taken(source: Queryable, order_id: UUID) -> list[Reservation]:
    """What was sold to an order, and from where."""
    return [reservation_of(row) for row in await source.fetch(LIST_TAKEN, order_id)]


def write_shelves(tx: Tx, shelves: Iterable[Shelf]) -> None:
    tx.write_later(WRITE_SHELVES, [(one.variant_id, one.warehouse_id, one.on_hand_units, one.reserved_units) for one in shelves])


def write_changes(tx: Tx, changes: Iterable[StockChange]) -> None:
    tx.write_later(WRITE_CHANGES, [(*one[:3], one.kind.value, *one[4:]) for one in changes])


def write_reservations(tx: Tx, reservations: Iterable[Reservation]) -> None:
    tx.write_later(WRITE_RESERVATIONS, [(*one[:6], one.state.value, one.sale_id) for one in reservations])


def reservation_of(row: Record) -> Reservation:
    """Of the columns of `RESERVATION`."""
    return Reservation._make((*row[:6], ReservationState(row[6]), row[7]))
