"""Statements on orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.scenes.rules.order import OrderState

COLUMNS = """customer_id, id, scene, purpose, subject, details, account_id, asset, amount_minor, paid_minor, is_automatic, state, reference, receipt, reason,
    requested_at, settled_at, attempts, ask_at"""

INSERT_ORDER = f"""
INSERT INTO scenes_order ({COLUMNS})
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, $10, 'requested', NULL, NULL, NULL, $11, NULL, 0, $12)
ON CONFLICT DO NOTHING
RETURNING id
"""

LOCK_ORDERS = f"SELECT {COLUMNS} FROM scenes_order WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"

CHANGES = Writing(
    "order_change",
    ("uuid", "uuid", "text", "text", "jsonb", "text", "timestamptz", "integer", "timestamptz", "bigint"),
    "UPDATE scenes_order AS kept SET state = told.state, reference = told.reference, receipt = told.receipt, reason = told.reason,"
    " settled_at = told.settled_at, attempts = told.attempts, ask_at = told.ask_at, paid_minor = told.paid_minor"
    " FROM {} AS told (customer_id, id, state, reference, receipt, reason, settled_at, attempts, ask_at, paid_minor)"
    " WHERE kept.customer_id = told.customer_id AND kept.id = told.id",
)

FIND_ORDERS = f"SELECT {COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, id) JOIN scenes_order USING (customer_id, id)"

LIST_DUE = f"SELECT {COLUMNS} FROM scenes_order WHERE scene = $1 AND ask_at <= $2 ORDER BY ask_at LIMIT $3"

LIST_ORDERS = f"""
SELECT asked.position, listed.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM scenes_order
    WHERE customer_id = asked.customer_id AND (requested_at, id) < ($2, $3) ORDER BY requested_at DESC, id DESC LIMIT $4
) AS listed
ORDER BY asked.position, listed.requested_at DESC, listed.id DESC
"""


@dataclass(frozen=True, slots=True)
class Order:
    """What a partner is to be paid for, as it stands: `amount` is held, `paid` was captured. `details` go to the partner with the order; `receipt` is what it
    answered."""

    customer_id: UUID
    id: UUID
    scene: str
    purpose: str
    subject: str
    details: Mapping[str, Any]
    account_id: UUID
    amount: Amount
    paid: Amount | None
    is_automatic: bool
    state: OrderState
    reference: str | None
    receipt: Mapping[str, Any] | None
    reason: str | None
    requested_at: datetime
    settled_at: datetime | None
    attempts: int
    ask_at: datetime | None


async def insert_order(tx: Tx, order: Order) -> bool:
    """Whether it was written: its id may be in use, or what it pays for be paid already."""
    written = await tx.fetchval(
        INSERT_ORDER,
        order.customer_id,
        order.id,
        order.scene,
        order.purpose,
        order.subject,
        dict(order.details),
        order.account_id,
        order.amount.asset.code,
        order.amount.minor,
        order.is_automatic,
        order.requested_at,
        order.ask_at,
    )
    return written is not None


async def lock_orders(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, Order]:
    """Held until commit, in id order, as they are once the lock is ours."""
    return {row["id"]: _order(row) for row in await tx.fetch(LOCK_ORDERS, ids)}


def change_orders(tx: Tx, orders: Sequence[Order]) -> None:
    """Written with the transaction's other writings."""
    tx.write_later(
        CHANGES,
        [
            (
                *(one.customer_id, one.id, one.state, one.reference, None if one.receipt is None else dict(one.receipt)),
                *(one.reason, one.settled_at, one.attempts, one.ask_at, None if one.paid is None else one.paid.minor),
            )
            for one in orders
        ],
    )


async def find_orders(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[Order | None]:
    """The order of that id if it is that customer's, else None: one per pair, in order."""
    found = {(row["customer_id"], row["id"]): _order(row) for row in await source.fetch(FIND_ORDERS, customer_ids, ids)}
    return [found.get(pair) for pair in zip(customer_ids, ids, strict=True)]


async def list_due_orders(source: Queryable, scene: str, now: datetime, limit: int) -> list[Order]:
    """Open ones of a scene that are to be asked for by now, longest due first."""
    return [_order(row) for row in await source.fetch(LIST_DUE, scene, now, limit)]


async def list_orders(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[Order]]:
    """Each customer's orders, newest first: one page per customer, in order."""
    check_first(first)
    at, id_ = decode_moment(after)
    found: list[list[Order]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_ORDERS, customer_ids, at, id_, first + 1):
        found[row["position"] - 1].append(_order(row))
    return [page_of(rows, first, lambda order: moment_key(order.requested_at, order.id)) for rows in found]


def _order(row: Record) -> Order:
    return Order(
        row["customer_id"],
        row["id"],
        row["scene"],
        row["purpose"],
        row["subject"],
        row["details"],
        row["account_id"],
        Amount(row["amount_minor"], asset := asset_of(row["asset"])),
        None if row["paid_minor"] is None else Amount(row["paid_minor"], asset),
        row["is_automatic"],
        OrderState(row["state"]),
        row["reference"],
        row["receipt"],
        row["reason"],
        row["requested_at"],
        row["settled_at"],
        row["attempts"],
        row["ask_at"],
    )
