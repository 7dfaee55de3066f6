"""Statements on standing orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wallet.rules.standing_orders import Rhythm, StandingOrderState

COLUMNS = """id, customer_id, target_id, asset, amount_minor, note, rhythm, first_on, ends_on, state, number, next_on, try_on, failures, reason, created_at,
    ended_at"""

INSERT_STANDING_ORDER = """
INSERT INTO wallet_standing_order (customer_id, id, target_id, asset, amount_minor, note, rhythm, first_on, ends_on, state, number, next_on, try_on, failures,
    reason, created_at, ended_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'active', 0, $8, $8, 0, NULL, $10, NULL)
ON CONFLICT DO NOTHING
RETURNING id
"""

COUNT_STANDING = "SELECT count(*) FROM wallet_standing_order WHERE customer_id = $1 AND state IN ('active', 'paused')"

LOCK_STANDING_ORDER = f"SELECT {COLUMNS} FROM wallet_standing_order WHERE id = $1 FOR NO KEY UPDATE"

CHANGES = Writing(
    "standing_order_change",
    ("uuid", "uuid", "text", "integer", "date", "date", "integer", "text", "timestamptz"),
    "UPDATE wallet_standing_order AS kept SET state = told.state, number = told.number, next_on = told.next_on, try_on = told.try_on, failures = told.failures,"
    " reason = told.reason, ended_at = told.ended_at"
    " FROM {} AS told (customer_id, id, state, number, next_on, try_on, failures, reason, ended_at)"
    " WHERE kept.customer_id = told.customer_id AND kept.id = told.id",
)

LIST_DUE = "SELECT id, next_on FROM wallet_standing_order WHERE state = 'active' AND try_on <= $1 ORDER BY try_on, id LIMIT $2"

FIND_STANDING_ORDERS = f"""
SELECT {COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, id) JOIN wallet_standing_order USING (customer_id, id)
"""

LIST_STANDING_ORDERS = f"""
SELECT asked.position, standing.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM wallet_standing_order
    WHERE customer_id = asked.customer_id AND (created_at, id) < ($2, $3) ORDER BY created_at DESC, id DESC LIMIT $4
) AS standing
ORDER BY asked.position, standing.created_at DESC, standing.id DESC
"""


@dataclass(frozen=True, slots=True)
class StandingOrder:
    """A standing order as it stands. `next_on` is the day of the next occurrence, `try_on` when it is tried; `reason` why the last try was refused."""

    id: UUID
    customer_id: UUID
    target_id: UUID
    amount: Amount
    note: str
    rhythm: Rhythm
    first_on: date
    ends_on: date | None
    state: StandingOrderState
    number: int
    next_on: date
    try_on: date
    failures: int
    reason: str | None
    created_at: datetime
    ended_at: datetime | None


async def insert_standing_order(tx: Tx, order: StandingOrder) -> bool:
    """Whether it was written: its id may be in use."""
    written = await tx.fetchval(
        INSERT_STANDING_ORDER,
        order.customer_id,
        order.id,
        order.target_id,
        order.amount.asset.code,
        order.amount.minor,
        order.note,
        order.rhythm,
        order.first_on,
        order.ends_on,
        order.created_at,
    )
    return written is not None


async def count_standing(tx: Tx, customer_id: UUID) -> int:
    """How many orders of a customer are active or paused."""
    return int(await tx.fetchval(COUNT_STANDING, customer_id))


async def lock_standing_order(tx: Tx, id_: UUID) -> StandingOrder | None:
    """Held until commit, as it is once the lock is ours."""
    row = await tx.fetchrow(LOCK_STANDING_ORDER, id_)
    return None if row is None else _standing_order(row)


def change_standing_order(tx: Tx, order: StandingOrder) -> None:
    """Written with the transaction's other writings."""
    told = (order.customer_id, order.id, order.state, order.number, order.next_on, order.try_on, order.failures, order.reason, order.ended_at)
    tx.write_later(CHANGES, [told])


async def list_due(source: Queryable, today: date, limit: int) -> list[tuple[UUID, date]]:
    """(id, day of the occurrence) of active orders to be tried by now, longest due first."""
    return [(row["id"], row["next_on"]) for row in await source.fetch(LIST_DUE, today, limit)]


async def find_standing_orders(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[StandingOrder | None]:
    """The order of that id if it is that customer's, else None: one per pair, in order."""
    found = {(row["customer_id"], row["id"]): _standing_order(row) for row in await source.fetch(FIND_STANDING_ORDERS, customer_ids, ids)}
    return [found.get(pair) for pair in zip(customer_ids, ids, strict=True)]


async def list_standing_orders(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[StandingOrder]]:
    """Each customer's orders, newest first: one page per customer, in order."""
    check_first(first)
    at, id_ = decode_moment(after)
    found: list[list[StandingOrder]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_STANDING_ORDERS, customer_ids, at, id_, first + 1):
        found[row["position"] - 1].append(_standing_order(row))
    return [page_of(rows, first, lambda order: moment_key(order.created_at, order.id)) for rows in found]


def _standing_order(row: Record) -> StandingOrder:
    return StandingOrder(
        row["id"],
        row["customer_id"],
        row["target_id"],
        Amount(row["amount_minor"], asset_of(row["asset"])),
        row["note"],
        Rhythm(row["rhythm"]),
        row["first_on"],
        row["ends_on"],
        StandingOrderState(row["state"]),
        row["number"],
        row["next_on"],
        row["try_on"],
        row["failures"],
        row["reason"],
        row["created_at"],
        row["ended_at"],
    )
