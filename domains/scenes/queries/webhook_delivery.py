"""Statements on deliveries of webhooks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.paging import Page, check_first, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.scenes.queries.pages import decode_moment, moment_key
from domains.scenes.rules.webhook_delivery import DeliveryState

COLUMNS = "endpoint_id, id, partner_id, event_type, data, fact_position, state, attempts, created_at, due_since, next_at, tried_at, status, failure, excerpt"

INSERT = """
INSERT INTO scenes_webhook_delivery (endpoint_id, id, partner_id, event_type, data, fact_position, state, attempts, created_at, due_since, next_at)
SELECT told.endpoint_id, told.id, told.partner_id, told.event_type, told.data, told.fact_position, told.state, 0, $8::timestamptz, $8,
    CASE WHEN told.state = 'pending' THEN $8 END
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::jsonb[], $6::bigint[], $7::text[])
    AS told (endpoint_id, id, partner_id, event_type, data, fact_position, state)
ON CONFLICT DO NOTHING
"""

HAS_DUE = """
SELECT EXISTS (
    SELECT FROM scenes_webhook_endpoint AS endpoint WHERE endpoint.state = 'active' AND EXISTS (
        SELECT FROM scenes_webhook_delivery AS delivery
        WHERE delivery.endpoint_id = endpoint.id AND delivery.state = 'pending' AND delivery.next_at <= $1))
"""

# $2 and $3: how many attempts this sender has in hand at which endpoint. An endpoint that fails has fewer lanes, and a share of the sender of its own ($4).
LOCK_DUE = """
SELECT due.endpoint_id, due.id FROM scenes_webhook_endpoint AS endpoint
LEFT JOIN unnest($2::uuid[], $3::integer[]) AS busy (id, lanes) ON busy.id = endpoint.id
CROSS JOIN LATERAL (
    SELECT endpoint_id, id, next_at FROM scenes_webhook_delivery
    WHERE endpoint_id = endpoint.id AND state = 'pending' AND next_at <= $1
    ORDER BY next_at LIMIT greatest(0, $5 - coalesce(busy.lanes, 0)) FOR UPDATE SKIP LOCKED
) AS due
WHERE endpoint.state = 'active' AND (endpoint.failures > 0) = $4
ORDER BY due.next_at LIMIT $6
"""

CLAIM = """
UPDATE scenes_webhook_delivery AS delivery SET attempts = delivery.attempts + 1, next_at = $3, tried_at = $4
FROM unnest($1::uuid[], $2::uuid[]) AS due (endpoint_id, id), scenes_webhook_endpoint AS endpoint
WHERE delivery.endpoint_id = due.endpoint_id AND delivery.id = due.id AND endpoint.id = due.endpoint_id
RETURNING delivery.endpoint_id, delivery.id, delivery.partner_id, delivery.event_type, delivery.data, delivery.created_at, delivery.attempts,
    endpoint.address, endpoint.document_id, endpoint.failures > 0
"""

LOCK = f"""
SELECT {COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS asked (endpoint_id, id) JOIN scenes_webhook_delivery USING (endpoint_id, id)
ORDER BY endpoint_id, id FOR NO KEY UPDATE OF scenes_webhook_delivery
"""

SETTLE = """
UPDATE scenes_webhook_delivery AS delivery
SET state = told.state, next_at = told.next_at, status = told.status, failure = told.failure, excerpt = told.excerpt
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::integer[], $6::text[], $7::text[])
    AS told (endpoint_id, id, state, next_at, status, failure, excerpt)
WHERE delivery.endpoint_id = told.endpoint_id AND delivery.id = told.id
"""

HOLD = "UPDATE scenes_webhook_delivery SET state = 'held', next_at = NULL WHERE endpoint_id = $1 AND state = 'pending'"

FIND = f"SELECT {COLUMNS} FROM scenes_webhook_delivery WHERE id = $1 AND partner_id = $2"

REPLAY = """
UPDATE scenes_webhook_delivery SET state = 'pending', attempts = 0, next_at = $3, due_since = $3, failure = NULL WHERE endpoint_id = $1 AND id = $2
"""

REPLAY_PERIOD = """
UPDATE scenes_webhook_delivery SET state = 'pending', attempts = 0, next_at = $4, due_since = $4, failure = NULL
WHERE endpoint_id = $1 AND id IN (
    SELECT id FROM scenes_webhook_delivery
    WHERE partner_id = $6 AND endpoint_id = $1 AND created_at >= $2 AND created_at < $3 AND state <> 'pending' AND ($5 OR state <> 'delivered')
    ORDER BY created_at, id LIMIT $7)
RETURNING id
"""

LIST = f"""
SELECT asked.position, delivery.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (partner_id, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM scenes_webhook_delivery
    WHERE partner_id = asked.partner_id AND (created_at, id) < ($2, $3)
        AND ($5::text IS NULL OR state = $5) AND ($6::uuid IS NULL OR endpoint_id = $6)
    ORDER BY created_at DESC, id DESC LIMIT $4
) AS delivery
ORDER BY asked.position, delivery.created_at DESC, delivery.id DESC
"""

PRUNE = """
DELETE FROM scenes_webhook_delivery WHERE id IN (
    SELECT id FROM scenes_webhook_delivery WHERE created_at < $1 AND state <> 'pending' ORDER BY created_at LIMIT $2)
"""


@dataclass(frozen=True, slots=True)
class WebhookDelivery:
    """A fact on its way to an endpoint, or there. `excerpt` is the beginning of the last answer."""

    endpoint_id: UUID
    id: UUID
    partner_id: UUID
    event_type: str
    data: dict[str, Any]
    fact_position: int
    state: DeliveryState
    attempts: int
    created_at: datetime
    due_since: datetime
    next_at: datetime | None
    tried_at: datetime | None
    status: int | None
    failure: str | None
    excerpt: str | None


class NewDelivery(NamedTuple):
    """One to be written: `pending`, or `held` for a disabled endpoint."""

    endpoint_id: UUID
    id: UUID
    partner_id: UUID
    event_type: str
    data: dict[str, Any]
    fact_position: int
    state: DeliveryState


class DueDelivery(NamedTuple):
    """What an attempt needs. `attempt` numbers it."""

    endpoint_id: UUID
    id: UUID
    partner_id: UUID
    event_type: str
    data: dict[str, Any]
    created_at: datetime
    attempt: int
    address: str
    document_id: str | None
    is_failing: bool


class SettledDelivery(NamedTuple):
    """How an attempt leaves a delivery."""

    endpoint_id: UUID
    id: UUID
    state: DeliveryState
    next_at: datetime | None
    status: int | None
    failure: str | None
    excerpt: str | None


async def insert_deliveries(tx: Tx, deliveries: Sequence[NewDelivery]) -> None:
    """Write those that are not there yet."""
    if deliveries:
        await tx.execute(INSERT, *(list(values) for values in zip(*deliveries, strict=True)), tx.now)


async def has_due_deliveries(source: Queryable) -> bool:
    """Whether an active endpoint has something to be told now."""
    return bool(await source.fetchval(HAS_DUE, source.now))


async def claim_due(tx: Tx, busy: dict[UUID, int], lanes: int, most: int, lost_at: datetime, *, is_failing: bool) -> list[DueDelivery]:
    """Take deliveries that are due, those waiting longest first; each endpoint's up to its lanes. Two statements."""
    due = await tx.fetch(LOCK_DUE, tx.now, list(busy), list(busy.values()), is_failing, lanes, most) if most > 0 else []
    if not due:
        return []
    rows = await tx.fetch(CLAIM, [row["endpoint_id"] for row in due], [row["id"] for row in due], lost_at, tx.now)
    return [DueDelivery(*row) for row in rows]


async def lock_deliveries(tx: Tx, keys: Sequence[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], WebhookDelivery]:
    """By endpoint and id."""
    rows = await tx.fetch(LOCK, [endpoint_id for endpoint_id, _ in keys], [id_ for _, id_ in keys])
    return {(row["endpoint_id"], row["id"]): _delivery(row) for row in rows}


async def settle(tx: Tx, settled: Sequence[SettledDelivery]) -> None:
    await tx.execute(SETTLE, *(list(values) for values in zip(*settled, strict=True)))


async def hold_pending(tx: Tx, endpoint_id: UUID) -> None:
    """What waits for a disabled endpoint is sent only if it is asked for again."""
    await tx.execute(HOLD, endpoint_id)


async def find_delivery(source: Queryable, partner_id: UUID, delivery_id: UUID) -> WebhookDelivery | None:
    row = await source.fetchrow(FIND, delivery_id, partner_id)
    return None if row is None else _delivery(row)


async def replay_one(tx: Tx, endpoint_id: UUID, delivery_id: UUID) -> None:
    await tx.execute(REPLAY, endpoint_id, delivery_id, tx.now)


async def replay_period(tx: Tx, endpoint_id: UUID, partner_id: UUID, since: datetime, until: datetime, most: int, *, also_delivered: bool) -> int:
    """Send again what was written in a period, from its beginning; how many there are."""
    return len(await tx.fetch(REPLAY_PERIOD, endpoint_id, since, until, tx.now, also_delivered, partner_id, most))


async def list_webhook_deliveries(
    source: Queryable, partner_ids: Sequence[UUID], first: int, after: str | None, *, state: DeliveryState | None = None, endpoint_id: UUID | None = None
) -> list[Page[WebhookDelivery]]:
    """Each partner's deliveries, newest first: a page per partner, in order. Raises InvalidInput."""
    pages: list[list[WebhookDelivery]] = [[] for _ in partner_ids]
    for row in await source.fetch(LIST, list(partner_ids), *decode_moment(after), check_first(first) + 1, state, endpoint_id):
        pages[row["position"] - 1].append(_delivery(row))
    return [page_of(rows, first, lambda row: moment_key(row.created_at, row.id)) for rows in pages]


async def prune_deliveries(tx: Tx, before: datetime, most: int) -> int:
    """Delete old ones that are over; how many there were."""
    return int((await tx.execute(PRUNE, before, most)).split()[-1])


def _delivery(row: Record) -> WebhookDelivery:
    return WebhookDelivery(**{name: row[name] for name in COLUMNS.split(", ")})
