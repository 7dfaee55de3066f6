"""Statements on parcels, what carriers told of them, and the right to a review."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx, Writing
from domains.mall.rules.parcels import Packed, ParcelKind, ParcelState, Word

COLUMNS = """order_id, id, customer_id, shop_id, kind, state, carrier, tracking_number, branch_id, slot_id, line_numbers, line_units, made_at, state_at, due_at,
    ask_at, made_by, ended_by, code_fingerprint"""

WRITE_PARCELS = Writing(
    "parcels",
    (
        *("uuid", "uuid", "uuid", "uuid", "text", "text", "text", "text", "uuid", "uuid", "text", "text"),
        *("timestamptz", "timestamptz", "timestamptz", "timestamptz", "uuid", "uuid", "bytea"),
    ),
    f"""
    INSERT INTO mall_parcel ({COLUMNS})
    SELECT order_id, id, customer_id, shop_id, kind, state, carrier, tracking_number, branch_id, slot_id, line_numbers::integer[], line_units::integer[],
        made_at, state_at, due_at, ask_at, made_by, ended_by, code_fingerprint
    FROM {{}} AS one ({COLUMNS})
    ON CONFLICT (order_id, id) DO UPDATE SET (state, state_at, due_at, ask_at, ended_by)
        = (excluded.state, excluded.state_at, excluded.due_at, excluded.ask_at, excluded.ended_by)
    """,
)
WRITE_RIGHTS = Writing(
    "review_rights",
    ("uuid", "uuid", "integer", "uuid", "uuid"),
    """
    INSERT INTO mall_review_right (customer_id, order_id, line_number, product_id, variant_id, given_at)
    SELECT one.*, (SELECT * FROM instant) FROM {} AS one (customer_id, order_id, line_number, product_id, variant_id) ON CONFLICT DO NOTHING
    """,
)
FIND_PARCELS = f"SELECT {COLUMNS} FROM mall_parcel WHERE id = ANY($1::uuid[])"
FIND_BY_CODE = f"SELECT {COLUMNS} FROM mall_parcel WHERE code_fingerprint = $1 AND shop_id = $2"
LIST_OF_ORDERS = f"SELECT {COLUMNS} FROM mall_parcel WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, made_at, id"
LIST_DUE = "SELECT id FROM mall_parcel WHERE due_at <= $1 AND state IN ('ready', 'sent', 'moving', 'arriving') ORDER BY due_at LIMIT $2"
LIST_ASKED = f"SELECT {COLUMNS} FROM mall_parcel WHERE ask_at <= $1 AND carrier = ANY($2::text[]) ORDER BY ask_at LIMIT $3"
INSERT_WORDS = """
INSERT INTO mall_parcel_word (parcel_id, id, kind, happened_at, place, told_at)
SELECT $1, one.id, one.kind, one.happened_at, one.place, $6
FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[]) AS one (id, kind, happened_at, place) ON CONFLICT DO NOTHING
"""
LIST_WORDS = """
SELECT parcel_id, id, kind, happened_at, place FROM mall_parcel_word WHERE parcel_id = ANY($1::uuid[]) ORDER BY parcel_id, happened_at, id
"""
WORDS_MOST = 500
"""Words of a parcel that are kept: a carrier that tells more is not heard."""
COUNT_WORDS = "SELECT count(*) FROM mall_parcel_word WHERE parcel_id = $1"

_RIGHT = "customer_id, order_id, line_number, product_id, variant_id, given_at"
FIND_RIGHTS = f"""
SELECT asked.place, one.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, place) CROSS JOIN LATERAL (
    SELECT {_RIGHT} FROM mall_review_right
    WHERE customer_id = asked.customer_id AND used_at IS NULL AND ($2::uuid IS NULL OR product_id = $2)
    ORDER BY given_at DESC, order_id, line_number LIMIT $3
) AS one ORDER BY asked.place, one.given_at DESC, one.order_id, one.line_number
"""
USE_RIGHT = f"""
UPDATE mall_review_right SET used_at = $4 WHERE customer_id = $1 AND order_id = $2 AND line_number = $3 AND used_at IS NULL RETURNING {_RIGHT}
"""


class Parcel(NamedTuple):
    """Units of an order that go together: `units` by the line's number."""

    order_id: UUID
    id: UUID
    customer_id: UUID
    shop_id: UUID
    kind: ParcelKind
    state: ParcelState
    carrier: str
    tracking_number: str
    branch_id: UUID | None
    slot_id: UUID | None
    units: Mapping[int, int]
    made_at: datetime
    state_at: datetime
    due_at: datetime | None
    ask_at: datetime | None
    made_by: UUID
    ended_by: UUID | None
    fingerprint: bytes | None = None

    @property
    def packed(self) -> Packed:
        return Packed(self.kind, self.state, self.units)


class ReviewRight(NamedTuple):
    """A line that its buyer may review, once."""

    customer_id: UUID
    order_id: UUID
    line_number: int
    product_id: UUID
    variant_id: UUID
    given_at: datetime


def write_parcels(tx: Tx, parcels: Iterable[Parcel]) -> None:
    """Write new parcels, or how they stand now."""
    tx.write_later(WRITE_PARCELS, [(*one[:4], one.kind.value, one.state.value, *one[6:10], *_texts(one.units), *one[11:]) for one in parcels])


async def find_parcels(source: Queryable, ids: Iterable[UUID]) -> dict[UUID, Parcel]:
    return {row["id"]: _parcel(row) for row in await source.fetch(FIND_PARCELS, sorted(set(ids)))}


async def find_by_code(source: Queryable, shop_id: UUID, fingerprint: bytes) -> Parcel | None:
    row = await source.fetchrow(FIND_BY_CODE, fingerprint, shop_id)
    return None if row is None else _parcel(row)


async def list_of_orders(source: Queryable, order_ids: Sequence[UUID]) -> list[list[Parcel]]:
    """The parcels of each order, oldest first."""
    found: dict[UUID, list[Parcel]] = {}
    for row in await source.fetch(LIST_OF_ORDERS, sorted(set(order_ids))):
        found.setdefault(row["order_id"], []).append(_parcel(row))
    return [found.get(id_, []) for id_ in order_ids]


async def list_due(source: Queryable, most: int) -> list[UUID]:
    """Parcels that count as arrived by now."""
    return [row["id"] for row in await source.fetch(LIST_DUE, source.now, most)]


async def list_asked(source: Queryable, carriers: Sequence[str], most: int) -> list[Parcel]:
    """Parcels of which their carrier is to be asked."""
    return [_parcel(row) for row in await source.fetch(LIST_ASKED, source.now, list(carriers), most)]


async def insert_words(tx: Tx, parcel_id: UUID, words: Sequence[Word]) -> None:
    """Those that were not told before, up to a bound. Two statements, none where nothing is told."""
    if not words:
        return
    room = WORDS_MOST - int(await tx.fetchval(COUNT_WORDS, parcel_id))
    if words[: max(0, room)]:
        columns = map(list, zip(*words[: max(0, room)], strict=True))
        await tx.execute(INSERT_WORDS, parcel_id, *columns, tx.now)


async def list_words(source: Queryable, parcel_ids: Sequence[UUID]) -> list[list[Word]]:
    """What was told of each parcel, in the order in which it happened."""
    found: dict[UUID, list[Word]] = {}
    for row in await source.fetch(LIST_WORDS, sorted(set(parcel_ids))):
        found.setdefault(row["parcel_id"], []).append(Word(*row[1:]))
    return [found.get(id_, []) for id_ in parcel_ids]


def write_rights(tx: Tx, rights: Iterable[tuple[UUID, UUID, int, UUID, UUID]]) -> None:
    tx.write_later(WRITE_RIGHTS, list(rights))


async def find_review_rights(source: Queryable, customer_ids: Sequence[UUID], product_id: UUID | None = None, most: int = 50) -> list[list[ReviewRight]]:
    """What each customer may review and has not, the newest first: of that product, or of any. One statement."""
    found: list[list[ReviewRight]] = [[] for _ in customer_ids]
    for row in await source.fetch(FIND_RIGHTS, list(customer_ids), product_id, most):
        found[row["place"] - 1].append(ReviewRight(*row[1:]))
    return found


async def use_right(tx: Tx, customer_id: UUID, order_id: UUID, line_number: int) -> ReviewRight | None:
    """None where there is none, or it was used. The row is held until the commit: of two that race one gets it."""
    row = await tx.fetchrow(USE_RIGHT, customer_id, order_id, line_number, tx.now)
    return None if row is None else ReviewRight(*row)


def _texts(units: Mapping[int, int]) -> tuple[str, str]:
    return "{" + ",".join(map(str, units)) + "}", "{" + ",".join(map(str, units.values())) + "}"


def _parcel(row: Record) -> Parcel:
    units = dict(zip(row["line_numbers"], row["line_units"], strict=True))
    return Parcel._make((*row[:4], ParcelKind(row["kind"]), ParcelState(row["state"]), *row[6:10], units, *row[12:]))
