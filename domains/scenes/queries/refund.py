"""Statements on refunds of orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.scenes.rules.refund import RefundState

COLUMNS = "customer_id, id, order_id, scene, asset, amount_minor, state, reference, reason, requested_at, settled_at, attempts, ask_at"

INSERT_REFUND = f"""
INSERT INTO scenes_refund ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, 'requested', NULL, NULL, $7, NULL, 0, $8) ON CONFLICT DO NOTHING RETURNING id
"""

LOCK_REFUND = f"SELECT {COLUMNS} FROM scenes_refund WHERE id = $1 FOR NO KEY UPDATE"

CHANGES = Writing(
    "refund_change",
    ("uuid", "uuid", "text", "text", "text", "timestamptz", "integer", "timestamptz"),
    "UPDATE scenes_refund AS kept SET state = told.state, reference = told.reference, reason = told.reason, settled_at = told.settled_at,"
    " attempts = told.attempts, ask_at = told.ask_at"
    " FROM {} AS told (customer_id, id, state, reference, reason, settled_at, attempts, ask_at)"
    " WHERE kept.customer_id = told.customer_id AND kept.id = told.id",
)

FIND_REFUNDS = f"SELECT {COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, id) JOIN scenes_refund USING (customer_id, id)"

LIST_DUE = f"SELECT {COLUMNS} FROM scenes_refund WHERE scene = $1 AND ask_at <= $2 ORDER BY ask_at LIMIT $3"

SUM_STANDING = "SELECT coalesce(sum(amount_minor), 0)::bigint FROM scenes_refund WHERE customer_id = $1 AND order_id = $2 AND state <> 'refused'"

SUM_PAID = """
SELECT customer_id, order_id, sum(amount_minor)::bigint AS minor FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, order_id)
JOIN scenes_refund USING (customer_id, order_id) WHERE state = 'paid' GROUP BY customer_id, order_id
"""


@dataclass(frozen=True, slots=True)
class SceneRefund:
    """What a partner is to give back of an order, as it stands."""

    customer_id: UUID
    id: UUID
    order_id: UUID
    scene: str
    amount: Amount
    state: RefundState
    reference: str | None
    reason: str | None
    requested_at: datetime
    settled_at: datetime | None
    attempts: int
    ask_at: datetime | None


async def insert_refund(tx: Tx, refund: SceneRefund) -> bool:
    """Whether it was written: its id may be in use."""
    one = refund
    values = (one.customer_id, one.id, one.order_id, one.scene, one.amount.asset.code, one.amount.minor, one.requested_at, one.ask_at)
    return await tx.fetchval(INSERT_REFUND, *values) is not None


async def lock_refund(tx: Tx, refund_id: UUID) -> SceneRefund | None:
    """Held until commit, as it is once the lock is ours."""
    row = await tx.fetchrow(LOCK_REFUND, refund_id)
    return None if row is None else refund_of(row)


def change_refund(tx: Tx, one: SceneRefund) -> None:
    """Written with the transaction's other writings."""
    tx.write_later(CHANGES, [(one.customer_id, one.id, one.state, one.reference, one.reason, one.settled_at, one.attempts, one.ask_at)])


async def find_refunds(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[SceneRefund | None]:
    """The refund of that id if it is that customer's, else None: one per pair, in order."""
    found = {(row["customer_id"], row["id"]): refund_of(row) for row in await source.fetch(FIND_REFUNDS, customer_ids, ids)}
    return [found.get(pair) for pair in zip(customer_ids, ids, strict=True)]


async def list_due_refunds(source: Queryable, scene: str, now: datetime, limit: int) -> list[SceneRefund]:
    """Open ones of a scene that are to be asked for by now, longest due first."""
    return [refund_of(row) for row in await source.fetch(LIST_DUE, scene, now, limit)]


async def sum_standing(tx: Tx, customer_id: UUID, order_id: UUID) -> int:
    """Minor units that refunds of an order have given back, or may yet."""
    return int(await tx.fetchval(SUM_STANDING, customer_id, order_id))


async def sum_refunded(source: Queryable, customer_ids: Sequence[UUID], order_ids: Sequence[UUID]) -> list[int]:
    """Minor units that came back of each order, in order."""
    found = {(row["customer_id"], row["order_id"]): row["minor"] for row in await source.fetch(SUM_PAID, customer_ids, order_ids)}
    return [found.get(pair, 0) for pair in zip(customer_ids, order_ids, strict=True)]


def refund_of(row: Record) -> SceneRefund:
    """A row of the table."""
    return SceneRefund(
        row["customer_id"],
        row["id"],
        row["order_id"],
        row["scene"],
        Amount(row["amount_minor"], asset_of(row["asset"])),
        RefundState(row["state"]),
        row["reference"],
        row["reason"],
        row["requested_at"],
        row["settled_at"],
        row["attempts"],
        row["ask_at"],
    )
