"""Statements on what an order would find."""

from collections.abc import Iterable
from uuid import UUID

from domains.kernel.transactions import Queryable

SUM_HELD_OF = """
SELECT customer_id, sum(shares_minor)::bigint AS shares_minor FROM wealth_order
WHERE customer_id = ANY($1::uuid[]) AND product_id = $2 AND side = 'redeem' AND state IN ('placed', 'accepted', 'priced') GROUP BY customer_id
"""


async def sum_held_of(source: Queryable, customer_ids: Iterable[UUID], product_id: UUID) -> dict[UUID, int]:
    """Shares that open redemptions of each customer hold. One statement."""
    return {row["customer_id"]: row["shares_minor"] for row in await source.fetch(SUM_HELD_OF, sorted(set(customer_ids)), product_id)}
