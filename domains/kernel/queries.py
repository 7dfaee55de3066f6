"""Every statement of the kernel."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from asyncpg import Record

from domains.kernel.events import Event
from domains.kernel.transactions import Queryable, Tx

CLAIM_REQUESTS = """
INSERT INTO kernel_request (id, owner_id, verb, input_hash, created_at)
SELECT claim.id, claim.owner_id, $3, claim.input_hash, $5
FROM unnest($1::uuid[], $2::uuid[], $4::bytea[]) AS claim (id, owner_id, input_hash)
ON CONFLICT (id) DO NOTHING
RETURNING id
"""

LIST_REQUESTS = "SELECT id, owner_id, input_hash, outcome FROM kernel_request WHERE id = ANY($1::uuid[])"

GIVE_BACK_REQUESTS = "DELETE FROM kernel_request WHERE id = ANY($1::uuid[])"

SETTLE = """
WITH settled AS (
    UPDATE kernel_request SET outcome = told.outcome
    FROM unnest($1::uuid[], $2::bytea[]) AS told (id, outcome)
    WHERE kernel_request.id = told.id
)
INSERT INTO kernel_outbox (name, subject_id, counterpart_id, payload, created_at)
SELECT fact.name, fact.subject_id, fact.counterpart_id, fact.payload::jsonb, $7
FROM unnest($3::text[], $4::uuid[], $5::uuid[], $6::text[]) AS fact (name, subject_id, counterpart_id, payload)
"""

INSERT_AUDIT = "INSERT INTO kernel_audit (id, at, actor_id, action, subject_id, detail) VALUES ($1, $2, $3, $4, $5, $6)"

INSERT_DATA_KEYS = """
INSERT INTO kernel_data_key (owner_id, wrapping_key_id, wrapped, created_at)
SELECT new.owner_id, $3, new.wrapped, $4 FROM unnest($1::uuid[], $2::bytea[]) AS new (owner_id, wrapped)
ON CONFLICT (owner_id) DO NOTHING
RETURNING owner_id
"""

LIST_DATA_KEYS = "SELECT owner_id, wrapping_key_id, wrapped FROM kernel_data_key WHERE owner_id = ANY($1::uuid[])"

LATEST_POSITION = "SELECT coalesce(max(position), 0) FROM kernel_outbox WHERE position IS NOT NULL"

LIST_EVENTS = """
SELECT position, name, subject_id, counterpart_id, payload FROM kernel_outbox
WHERE position > $1 ORDER BY position LIMIT $2
"""


async def claim_requests(tx: Tx, ids: list[UUID], owner_ids: list[UUID], verb: str, hashes: list[bytes]) -> set[UUID]:
    """Insert those ids that are new; wait for transactions that hold one of them. Answers the ids that are now ours."""
    rows = await tx.fetch(CLAIM_REQUESTS, ids, owner_ids, verb, hashes, tx.now)
    return {row["id"] for row in rows}


async def list_requests(tx: Tx, ids: list[UUID]) -> list[Record]:
    return await tx.fetch(LIST_REQUESTS, ids)


async def give_back_requests(tx: Tx, ids: list[UUID]) -> None:
    await tx.execute(GIVE_BACK_REQUESTS, ids)


async def settle(tx: Tx, ids: list[UUID], outcomes: list[bytes], events: Sequence[Event]) -> None:
    await tx.execute(
        SETTLE,
        ids,
        outcomes,
        [type(event).__name__ for event in events],
        [event.subject_id for event in events],
        [event.counterpart_id for event in events],
        [event.payload() for event in events],
        tx.now,
    )


async def insert_audit(tx: Tx, id_: UUID, actor_id: UUID, action: str, subject_id: UUID | None, detail: dict[str, Any]) -> None:
    await tx.execute(INSERT_AUDIT, id_, tx.now, actor_id, action, subject_id, detail)


async def insert_data_keys(tx: Tx, wrapped: dict[UUID, bytes], wrapping_key_id: str) -> set[UUID]:
    """Answers the owners whose key was stored; the others have one already."""
    rows = await tx.fetch(INSERT_DATA_KEYS, list(wrapped), list(wrapped.values()), wrapping_key_id, tx.now)
    return {row["owner_id"] for row in rows}


async def list_data_keys(source: Queryable, owner_ids: list[UUID]) -> list[Record]:
    return await source.fetch(LIST_DATA_KEYS, owner_ids)


async def latest_position(source: Queryable) -> int:
    return int(await source.fetchval(LATEST_POSITION))


async def list_events(source: Queryable, after: int, limit: int) -> list[Record]:
    return await source.fetch(LIST_EVENTS, after, limit)
