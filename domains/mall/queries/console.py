"""Statements on what a shop's own systems and people look at: its lines for a file, and its revenue by day."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable
from domains.mall.rules.order_file import FileLine

LIST_FILE = """
SELECT placed.placed_at, placed.id, line.number, placed.state, line.variant_id, line.title_zh, line.units, line.returned_units, placed.asset,
    line.total_minor, line.refunded_minor
FROM (
    SELECT customer_id, id, placed_at, state, asset FROM mall_order
    WHERE shop_id = $1 AND placed_at < $3 AND (placed_at, id) > ($2, $4) ORDER BY placed_at, id LIMIT $5
) AS placed JOIN mall_order_line AS line ON line.customer_id = placed.customer_id AND line.order_id = placed.id
ORDER BY placed.placed_at, placed.id, line.number
"""
SUM_REVENUE = """
SELECT (placed_at AT TIME ZONE 'Asia/Shanghai')::date AS day, asset, count(*)::integer AS orders, sum(total_minor)::bigint AS total,
    sum(refunded_minor)::bigint AS refunded
FROM mall_order WHERE shop_id = $1 AND placed_at >= $2 AND placed_at < $3 AND payment_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1 DESC, 2
"""


class DayRevenue(NamedTuple):
    """What the orders of a day that were paid came to, and what went back of them since."""

    day: date
    orders: int
    total: Amount
    refunded: Amount


async def list_file_lines(source: Queryable, shop_id: UUID, after: tuple[datetime, UUID], until: datetime, orders_most: int) -> list[FileLine]:
    """The lines of the next orders of a shop, the oldest first."""
    rows = await source.fetch(LIST_FILE, shop_id, after[0], until, after[1], orders_most)
    return [FileLine._make((*row[:8], asset_of(row["asset"]), *row[9:])) for row in rows]


async def sum_revenue(source: Queryable, shop_id: UUID, since: datetime, until: datetime) -> list[DayRevenue]:
    """By the day in Shanghai on which they were placed, the newest first."""
    rows = await source.fetch(SUM_REVENUE, shop_id, since, until)
    return [DayRevenue(row["day"], row["orders"], *(Amount(row[name], asset_of(row["asset"])) for name in ("total", "refunded"))) for row in rows]
