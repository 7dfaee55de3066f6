"""Statements on who wants to be told that something is there again."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx

# Asked again while it waits, it keeps its place and its id.
SAVE = """
INSERT INTO mall_stock_notice AS notice (customer_id, variant_id, id, asked_at, told_at)
SELECT $1, $2, $3, $4, NULL WHERE (SELECT count(*) FROM mall_stock_notice WHERE customer_id = $1 AND variant_id <> $2 AND told_at IS NULL) < $5
ON CONFLICT (customer_id, variant_id) DO UPDATE SET (id, asked_at, told_at) = (
    CASE WHEN notice.told_at IS NULL THEN notice.id ELSE excluded.id END,
    CASE WHEN notice.told_at IS NULL THEN notice.asked_at ELSE excluded.asked_at END, NULL
)
RETURNING asked_at
"""
REMOVE = "DELETE FROM mall_stock_notice WHERE customer_id = $1 AND variant_id = $2 AND told_at IS NULL"
REMOVE_ALL = "DELETE FROM mall_stock_notice WHERE customer_id = $1 AND told_at IS NULL"
LIST_WAITING = """
SELECT customer_id, variant_id, asked_at FROM mall_stock_notice WHERE customer_id = ANY($1::uuid[]) AND told_at IS NULL
ORDER BY customer_id, asked_at, variant_id
"""
LIST_BACK = """
SELECT waited.variant_id FROM (SELECT DISTINCT variant_id FROM mall_stock_notice WHERE told_at IS NULL) AS waited
JOIN mall_variant AS variant ON variant.id = waited.variant_id JOIN mall_product AS product ON product.id = variant.product_id
WHERE variant.is_sold AND product.state = 'published' AND EXISTS (
    SELECT FROM mall_stock AS stock WHERE stock.variant_id = waited.variant_id AND stock.on_hand_units > stock.reserved_units
) LIMIT $1
"""
# Whom another worker tells just now is not told by us.
MARK_TOLD = """
UPDATE mall_stock_notice AS notice SET told_at = $2
FROM (SELECT customer_id FROM mall_stock_notice WHERE variant_id = $1 AND told_at IS NULL ORDER BY asked_at LIMIT $3 FOR UPDATE SKIP LOCKED) AS next
WHERE notice.customer_id = next.customer_id AND notice.variant_id = $1 RETURNING notice.customer_id, notice.id
"""


class StockNotice(NamedTuple):
    """A customer waits for units of a variant."""

    customer_id: UUID
    variant_id: UUID
    asked_at: datetime


async def save_notice(tx: Tx, customer_id: UUID, variant_id: UUID, id_: UUID, notices_most: int) -> StockNotice | None:
    """None where the customer waits for too much already."""
    asked_at = await tx.fetchval(SAVE, customer_id, variant_id, id_, tx.now, notices_most)
    return None if asked_at is None else StockNotice(customer_id, variant_id, asked_at)


async def remove_notice(tx: Tx, customer_id: UUID, variant_id: UUID) -> None:
    await tx.execute(REMOVE, customer_id, variant_id)


async def remove_all(tx: Tx, customer_id: UUID) -> None:
    """The customer waits for nothing any more."""
    await tx.execute(REMOVE_ALL, customer_id)


async def list_waiting(source: Queryable, customer_ids: Sequence[UUID]) -> list[list[StockNotice]]:
    """What each customer waits for, the longest first."""
    found: dict[UUID, list[StockNotice]] = {}
    for row in await source.fetch(LIST_WAITING, sorted(set(customer_ids))):
        found.setdefault(row["customer_id"], []).append(StockNotice(*row))
    return [found.get(id_, []) for id_ in customer_ids]


async def list_back(source: Queryable, most: int) -> list[UUID]:
    """Variants that somebody waits for, and of which there are units."""
    return [row["variant_id"] for row in await source.fetch(LIST_BACK, most)]


async def mark_told(tx: Tx, variant_id: UUID, most: int) -> list[tuple[UUID, UUID]]:
    """The customers who have waited longest, with the ids of their notices: each is told once."""
    return [(row["customer_id"], row["id"]) for row in await tx.fetch(MARK_TOLD, variant_id, tx.now, most)]
