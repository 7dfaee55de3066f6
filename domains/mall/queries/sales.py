"""Statements on what was sold of late, for the order in which products are found."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from domains.kernel.clock import business_date, day_start
from domains.kernel.transactions import Queryable, Tx
from domains.mall.rules.ranking import SALES_DAYS
from domains.mall.rules.search import LEXEMES_VERSION

KEPT_DAYS = SALES_DAYS + 10
"""A few more than count: who fell out of the count is still known by then."""

COUNT_DAY = """
INSERT INTO mall_sale AS sale (product_id, day, units)
SELECT line.product_id, $1, sum(line.units - line.returned_units)
FROM mall_order AS one JOIN mall_order_line AS line ON line.customer_id = one.customer_id AND line.order_id = one.id
WHERE one.placed_at >= $2 AND one.placed_at < $3 AND one.payment_id IS NOT NULL GROUP BY line.product_id ORDER BY line.product_id
ON CONFLICT (product_id, day) DO UPDATE SET units = excluded.units WHERE sale.units <> excluded.units
"""
FORGET_DAYS = "DELETE FROM mall_sale WHERE day < $1"
LIST_STALE = """
SELECT entry.product_id FROM (SELECT product_id, coalesce(sum(units) FILTER (WHERE day > $1), 0) AS units FROM mall_sale GROUP BY product_id) AS sold
JOIN mall_search_entry AS entry USING (product_id) WHERE entry.sold_units <> sold.units ORDER BY 1 LIMIT $2
"""
LIST_UNINDEXED = """
SELECT product.id FROM mall_product AS product
WHERE product.id > $1 AND product.state = 'published'
    AND NOT EXISTS (SELECT FROM mall_search_entry AS entry WHERE entry.product_id = product.id AND entry.version = $2)
ORDER BY product.id LIMIT $3
"""


async def count_day(tx: Tx, day: date) -> None:
    """Units of each product that were ordered on a day, paid, and not returned by now. Again: as it is by then."""
    await tx.execute(COUNT_DAY, day, *_bounds(day))


async def forget_days(tx: Tx) -> None:
    """What was sold so long ago that nobody asks."""
    await tx.execute(FORGET_DAYS, business_date(tx.now) - timedelta(days=KEPT_DAYS))


async def list_stale(source: Queryable, most: int) -> Sequence[UUID]:
    """Products that are found by other sales than they have."""
    return [row[0] for row in await source.fetch(LIST_STALE, business_date(source.now) - timedelta(days=SALES_DAYS), most)]


async def list_unindexed(source: Queryable, after: UUID, most: int) -> Sequence[UUID]:
    """Published products that are not found yet, or by lexemes of an older version."""
    return [row[0] for row in await source.fetch(LIST_UNINDEXED, after, LEXEMES_VERSION, most)]


def _bounds(day: date) -> tuple[datetime, datetime]:
    return day_start(day), day_start(day + timedelta(days=1))
