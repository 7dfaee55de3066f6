"""Statements on the log of calls."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx, Writing

# Written once for an id, and counted again when it is sent again: an id that was used for something else comes back with another hash.
NOTE_CALLS = """
INSERT INTO scenes_call AS kept (id, customer_id, scene, operation, input_hash, state, outcome, reason, attempts, sent_at, heard_at)
SELECT new.id, new.customer_id, new.scene, new.operation, new.input_hash, 'sent', NULL, NULL, 1, $6, NULL
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bytea[]) AS new (id, customer_id, scene, operation, input_hash)
ON CONFLICT (id) DO UPDATE SET attempts = kept.attempts + (kept.input_hash = excluded.input_hash AND kept.operation = excluded.operation)::integer
RETURNING id, operation, input_hash, state, outcome, attempts
"""

ANSWERS = Writing(
    "call_answer",
    ("uuid", "text", "text", "text"),
    "UPDATE scenes_call AS kept SET state = told.state, outcome = told.outcome, reason = told.reason, heard_at = (SELECT * FROM instant)"
    " FROM {} AS told (id, state, outcome, reason) WHERE kept.id = told.id AND kept.state <> 'answered'",
)

FIND_CALLS = "SELECT id, operation, state, outcome, reason, attempts FROM scenes_call WHERE id = ANY($1::uuid[])"


class NotedCall(NamedTuple):
    """A call as the log has it."""

    id: UUID
    operation: str
    input_hash: bytes
    state: str
    outcome: str | None
    attempts: int


class LoggedCall(NamedTuple):
    """How a call ended, or did not."""

    id: UUID
    operation: str
    state: str
    outcome: str | None
    reason: str | None
    attempts: int


async def note_calls(tx: Tx, rows: Sequence[tuple[UUID, UUID, str, str, bytes]]) -> dict[UUID, NotedCall]:
    """(id, customer, scene, operation, hash) of calls that are about to be made."""
    return {row["id"]: NotedCall(*row) for row in await tx.fetch(NOTE_CALLS, *map(list, zip(*rows, strict=True)), tx.now)}


def write_answers(tx: Tx, rows: Sequence[tuple[UUID, str, str | None, str | None]]) -> None:
    """(id, state, outcome, reason). What was answered stays so."""
    tx.write_later(ANSWERS, rows)


async def find_calls(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, LoggedCall]:
    return {row["id"]: LoggedCall(*row) for row in await source.fetch(FIND_CALLS, ids)}
