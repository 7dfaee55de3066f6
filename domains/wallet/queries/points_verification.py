"""Statements that compare lots of points with what was done to them and with the ledger."""

from uuid import UUID

from domains.kernel.transactions import Queryable

LIST_WRONG_LOTS = """
SELECT lot.customer_id, lot.id, lot.remaining_minor AS stored, coalesce(sum(part.change_minor), 0)::bigint AS recomputed
FROM wallet_points_lot AS lot LEFT JOIN wallet_points_part AS part ON part.customer_id = lot.customer_id AND part.lot_id = lot.id
GROUP BY lot.customer_id, lot.id HAVING lot.remaining_minor <> coalesce(sum(part.change_minor), 0)
    OR lot.expired_minor <> coalesce(-sum(part.change_minor) FILTER (WHERE part.kind = 'points_expiry'), 0)
LIMIT $1
"""

LIST_HOLDERS = """
SELECT holder.customer_id, holder.owed_minor, coalesce(lot.points, 0)::bigint AS points, coalesce(part.owed, 0)::bigint AS owed
FROM (SELECT * FROM wallet_points_holder WHERE customer_id > $1 ORDER BY customer_id LIMIT $2) AS holder
LEFT JOIN LATERAL (SELECT sum(remaining_minor) AS points FROM wallet_points_lot WHERE customer_id = holder.customer_id) AS lot ON true
LEFT JOIN LATERAL (SELECT sum(owed_minor) AS owed FROM wallet_points_part WHERE customer_id = holder.customer_id) AS part ON true
ORDER BY holder.customer_id
"""


async def list_wrong_lots(source: Queryable, limit: int) -> list[tuple[UUID, UUID, int, int]]:
    """Customer, lot, what is stored and what was recomputed."""
    return [tuple(row) for row in await source.fetch(LIST_WRONG_LOTS, limit)]


async def list_holders(source: Queryable, after: UUID, limit: int) -> list[tuple[UUID, int, int, int]]:
    """Customer, what the row says is owed, the sum of the lots, the sum of what acts left owed."""
    return [tuple(row) for row in await source.fetch(LIST_HOLDERS, after, limit)]
