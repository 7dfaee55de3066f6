"""Every statement of the kernel."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from asyncpg import Record

from domains.kernel.events import URGENT_JOBS, Event
from domains.kernel.transactions import Queryable, Tx, Writing

CLAIM_REQUESTS = """
INSERT INTO kernel_request (id, owner_id, verb, input_hash, created_at)
SELECT claim.id, claim.owner_id, $3, claim.input_hash, $5
FROM unnest($1::uuid[], $2::uuid[], $4::bytea[]) AS claim (id, owner_id, input_hash)
ON CONFLICT (id) DO NOTHING
RETURNING id
"""

LIST_REQUESTS = "SELECT id, owner_id, input_hash, outcome FROM kernel_request WHERE id = ANY($1::uuid[])"

GIVE_BACK_REQUESTS = "DELETE FROM kernel_request WHERE id = ANY($1::uuid[])"

OUTCOMES = Writing(
    "outcome",
    ("uuid", "bytea"),
    "UPDATE kernel_request SET outcome = told.outcome FROM {} AS told (id, outcome) WHERE kernel_request.id = told.id",
)

FACTS = Writing(
    "fact",
    ("text", "uuid", "uuid", "text"),
    "INSERT INTO kernel_outbox (name, subject_id, counterpart_id, payload, created_at)"
    " SELECT told.name, told.subject_id, told.counterpart_id, told.payload::jsonb, $1 FROM {} AS told (name, subject_id, counterpart_id, payload)",
)

REQUESTS = Writing(
    "request",
    ("uuid", "uuid", "text", "bytea", "bytea"),
    "INSERT INTO kernel_request (id, owner_id, verb, input_hash, outcome, created_at) SELECT told.*, $1 FROM {} AS told ON CONFLICT (id) DO NOTHING",
)

JOB_QUEUE = "facts"

URGENT = 10
"""Jobs of a higher priority are taken first; the others have none."""

# The position of a fact that is not numbered yet is told as 0.
ENQUEUE_JOBS = """
SELECT procrastinate_defer_jobs_v1(array_agg(
    ROW($3::text, due.name, $4::integer, NULL, NULL, due.arguments::jsonb, NULL)::procrastinate_job_to_defer_v1 ORDER BY due.rank))
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS due (name, arguments, rank)
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


async def enqueue_jobs(tx: Tx, names: Sequence[str], arguments: Sequence[str], *, priority: int = 0) -> None:
    """Queue those jobs, in that order."""
    await tx.execute(ENQUEUE_JOBS, list(names), list(arguments), JOB_QUEUE, priority)


async def enqueue_urgent_jobs(tx: Tx, events: Sequence[Event]) -> None:
    """Queue the urgent jobs of those facts, before all others. One statement, none where there are none."""
    due = [(name, event) for event in events for name in URGENT_JOBS.get(type(event).__name__, ())]
    if due:
        arguments = [f'{{"payload": {event.payload()}, "position": 0}}' for _, event in due]
        await enqueue_jobs(tx, [name for name, _ in due], arguments, priority=URGENT)


def write_outcomes(tx: Tx, outcomes: Sequence[tuple[UUID, bytes]]) -> None:
    """Set the outcomes of claimed ids."""
    tx.write_later(OUTCOMES, outcomes)


def write_facts(tx: Tx, events: Sequence[Event]) -> None:
    tx.write_later(FACTS, [(type(event).__name__, event.subject_id, event.counterpart_id, event.payload()) for event in events])


async def insert_requests(tx: Tx, rows: Sequence[tuple[UUID, UUID, str, bytes, bytes]]) -> int:
    """Write ids with their outcomes (id, owner_id, verb, input_hash, outcome), in id order, with all else that waits; wait for transactions that write one
    of them. How many were new."""
    tx.write_later(REQUESTS, rows)
    return int((await tx.write_now()).rpartition(" ")[2])


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
