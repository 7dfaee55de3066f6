"""The statement that counts what is recorded of customers."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from domains.credit.rules.coverage import Tally, kinds_of
from domains.kernel.days import SHANGHAI
from domains.kernel.transactions import Queryable

COUNT_EVENTS = """
SELECT one.customer_id, count(*) FILTER (WHERE one.occurred_at >= $2) AS events, min(one.occurred_at) AS first_at, max(one.occurred_at) AS last_at,
    array_agg(DISTINCT one.kind) FILTER (WHERE one.occurred_at >= $2 OR one.kind = 'verified') AS kinds,
    count(DISTINCT one.scene) FILTER (WHERE one.occurred_at >= $2) AS scenes
FROM credit_event AS one
WHERE one.customer_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT FROM credit_void AS void WHERE void.customer_id = one.customer_id AND void.event_id = one.id)
GROUP BY one.customer_id
"""


async def count_events(source: Queryable, customer_ids: Iterable[UUID], since: datetime) -> dict[UUID, Tally]:
    """What counts of each of them. One statement."""
    rows = await source.fetch(COUNT_EVENTS, sorted(set(customer_ids)), since)
    return {
        row["customer_id"]: Tally(
            row["events"],
            kinds_of(row["kinds"] or ()),
            row["scenes"],
            row["first_at"].astimezone(SHANGHAI).date(),
            row["last_at"].astimezone(SHANGHAI).date(),
        )
        for row in rows
    }
