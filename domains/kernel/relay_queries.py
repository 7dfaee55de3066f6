"""Every statement of the relay: positions, listeners' cursors, jobs to enqueue, and what is pruned."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx

# Asked for the first of them, so that it is looked for in its index, whatever the statistics say of a table that has just grown. The last position that was
# given stands beside the cursors, so that none is looked for among the facts: statistics of a moment when none was numbered had all of them read.
HAS_WORK = """
SELECT (SELECT id FROM kernel_outbox WHERE position IS NULL ORDER BY id LIMIT 1) IS NOT NULL
    OR EXISTS (SELECT FROM kernel_listener WHERE name = ANY($1::text[]) AND position < (SELECT position FROM kernel_listener WHERE name = $2))
"""

INSERT_CURSORS = """
INSERT INTO kernel_listener (name, position)
SELECT name, $2 FROM unnest($1::text[]) AS told (name) ORDER BY name
ON CONFLICT (name) DO NOTHING
"""

LIST_CURSORS = "SELECT name, position FROM kernel_listener WHERE name = ANY($1::text[])"

LOCK_CURSOR = "SELECT position FROM kernel_listener WHERE name = $1 FOR UPDATE"

MOVE_CURSOR = "UPDATE kernel_listener SET position = $2 WHERE name = $1"

PASS_OVER = "UPDATE kernel_listener SET position = $3 WHERE name = ANY($1::text[]) AND position = $2"

NUMBER_ROWS = """
WITH numbered AS (
    UPDATE kernel_outbox SET position = $1 + fresh.rank
    FROM (
        SELECT id, row_number() OVER (ORDER BY id) AS rank
        FROM (SELECT id FROM kernel_outbox WHERE position IS NULL ORDER BY id LIMIT $2) AS unnumbered
    ) AS fresh
    WHERE kernel_outbox.id = fresh.id
    RETURNING fresh.rank
)
SELECT count(*) FROM numbered
"""

NOTIFY = "SELECT pg_notify($1, $2)"

INSERT_PARKED_EVENT = """
INSERT INTO kernel_parked_event (listener, position, reason, parked_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (listener, position) DO NOTHING
"""

REGISTER_WORKER = "SELECT worker_id FROM procrastinate_register_worker_v1()"

UNREGISTER_WORKER = "SELECT procrastinate_unregister_worker_v1($1)"

FETCH_JOB = "SELECT id, task_name, args FROM procrastinate_fetch_job_v2(ARRAY[$1]::varchar[], $2) WHERE id IS NOT NULL"

FINISH_JOB = "SELECT procrastinate_finish_job_v1($1, 'succeeded', true)"

RETRY_JOB = "SELECT procrastinate_retry_job_v2($1, $2, NULL, NULL, NULL)"

PRUNE_OUTBOX = """
DELETE FROM kernel_outbox WHERE id IN (
    SELECT id FROM (SELECT id, created_at FROM kernel_outbox WHERE position <= $1 ORDER BY position LIMIT $3) AS oldest
    WHERE created_at < $2)
"""

LIST_UNHEARD = """
SELECT payload FROM kernel_outbox
WHERE name = $2 AND (position IS NULL OR position > coalesce((SELECT position FROM kernel_listener WHERE name = $1), 0))
"""

OLDEST_POSITION = "SELECT coalesce(min(position), 1) FROM kernel_outbox WHERE position IS NOT NULL"

REPLAY = """
SELECT position, name, subject_id, counterpart_id, payload, created_at FROM (
    (SELECT * FROM kernel_outbox WHERE subject_id = $1 AND position > $3 AND name = ANY($2::text[]) ORDER BY position LIMIT $4)
    UNION
    (SELECT * FROM kernel_outbox WHERE counterpart_id = $1 AND position > $3 AND name = ANY($2::text[]) ORDER BY position LIMIT $4)
) AS told
ORDER BY position LIMIT $4
"""


async def insert_cursors(tx: Tx, names: Sequence[str], position: int) -> None:
    """Start those cursors at that position, where they are new."""
    await tx.execute(INSERT_CURSORS, list(names), position)


async def list_cursors(source: Queryable, names: Sequence[str]) -> dict[str, int]:
    return {row["name"]: row["position"] for row in await source.fetch(LIST_CURSORS, list(names))}


async def lock_cursor(tx: Tx, name: str) -> int:
    return int(await tx.fetchval(LOCK_CURSOR, name))


async def move_cursor(tx: Tx, name: str, position: int) -> None:
    await tx.execute(MOVE_CURSOR, name, position)


async def pass_over(tx: Tx, names: Sequence[str], before: int, position: int) -> None:
    """Move those cursors that still stand where they were seen."""
    await tx.execute(PASS_OVER, list(names), before, position)


async def number_rows(tx: Tx, last: int, limit: int) -> int:
    """Give the unnumbered rows, lowest ids first, the positions after `last`. How many there were. The caller holds the lock."""
    return int(await tx.fetchval(NUMBER_ROWS, last, limit))


async def notify(tx: Tx, channel: str, payload: str) -> None:
    """Delivered to those who listen when this transaction has committed."""
    await tx.execute(NOTIFY, channel, payload)


async def insert_parked_event(tx: Tx, listener: str, position: int, reason: str) -> None:
    await tx.execute(INSERT_PARKED_EVENT, listener, position, reason, tx.now)


async def register_worker(tx: Tx) -> int:
    return int(await tx.fetchval(REGISTER_WORKER))


async def unregister_worker(tx: Tx, worker_id: int) -> None:
    await tx.execute(UNREGISTER_WORKER, worker_id)


async def fetch_job(tx: Tx, queue: str, worker_id: int) -> Record | None:
    """The next job that is due, now in that worker's hand."""
    return await tx.fetchrow(FETCH_JOB, queue, worker_id)


async def finish_job(tx: Tx, id_: int) -> None:
    await tx.execute(FINISH_JOB, id_)


async def retry_job(tx: Tx, id_: int, at: datetime) -> None:
    await tx.execute(RETRY_JOB, id_, at)


async def prune_outbox(tx: Tx, passed: int, before: datetime, limit: int) -> int:
    """Delete at most `limit` rows up to that position that were written before that instant. How many there were."""
    return int((await tx.execute(PRUNE_OUTBOX, passed, before, limit)).rpartition(" ")[2])


async def list_unheard(source: Queryable, listener: str, event: str) -> list[dict[str, Any]]:
    """Payloads of the facts of that name which a listener has not been told yet."""
    return [row["payload"] for row in await source.fetch(LIST_UNHEARD, listener, event)]


async def oldest_position(source: Queryable) -> int:
    """Position of the oldest fact that is kept; 1 when there is none."""
    return int(await source.fetchval(OLDEST_POSITION))


async def replay(source: Queryable, subject_id: UUID, names: Sequence[str], after: int, limit: int) -> list[Any]:
    """Facts of one subject's stream after a position, oldest first."""
    return await source.fetch(REPLAY, subject_id, list(names), after, limit)
