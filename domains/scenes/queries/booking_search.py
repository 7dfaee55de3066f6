"""Statements on what customers look for at partners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx
from domains.scenes.rules.booking import SearchState

COLUMNS = "customer_id, id, scene, state, asked_at, heard_at, attempts, ask_at"

INSERT_SEARCH = f"""
INSERT INTO scenes_search (customer_id, id, scene, question_sealed, state, asked_at, attempts, ask_at) VALUES ($1, $2, $3, $4, 'asking', $5, 0, $6)
ON CONFLICT DO NOTHING RETURNING {COLUMNS}
"""

LOCK_SEARCH = f"SELECT {COLUMNS} FROM scenes_search WHERE id = $1 FOR NO KEY UPDATE"

UPDATE_SEARCH = f"""
UPDATE scenes_search SET state = $2, heard_at = $3, attempts = $4, ask_at = $5, answer_sealed = $6 WHERE id = $1 RETURNING {COLUMNS}
"""

FIND_SEARCHES = f"SELECT {COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, id) JOIN scenes_search USING (customer_id, id)"

FIND_SEALED = "SELECT id, customer_id, question_sealed, answer_sealed FROM scenes_search WHERE id = ANY($1::uuid[])"

LIST_DUE = f"SELECT {COLUMNS} FROM scenes_search WHERE ask_at <= $1 ORDER BY ask_at LIMIT $2"

DELETE_OLD = "DELETE FROM scenes_search WHERE asked_at < $1"


@dataclass(frozen=True, slots=True)
class BookingSearch:
    """A question to a partner. What was asked and found is sealed: service/booking_search.py opens it."""

    customer_id: UUID
    id: UUID
    scene: str
    state: SearchState
    asked_at: datetime
    heard_at: datetime | None
    attempts: int
    ask_at: datetime | None


async def insert_search(tx: Tx, customer_id: UUID, search_id: UUID, scene: str, question_sealed: bytes, ask_at: datetime) -> BookingSearch | None:
    """None where there is one of that id."""
    row = await tx.fetchrow(INSERT_SEARCH, customer_id, search_id, scene, question_sealed, tx.now, ask_at)
    return None if row is None else _search(row)


async def lock_search(tx: Tx, search_id: UUID) -> BookingSearch | None:
    """Held until commit, as it is once the lock is ours."""
    row = await tx.fetchrow(LOCK_SEARCH, search_id)
    return None if row is None else _search(row)


async def update_search(tx: Tx, search: BookingSearch, answer_sealed: bytes | None) -> BookingSearch:
    """As it stands from now on."""
    row = await tx.fetchrow(UPDATE_SEARCH, search.id, search.state, search.heard_at, search.attempts, search.ask_at, answer_sealed)
    assert row is not None
    return _search(row)


async def find_searches(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[BookingSearch | None]:
    """The search of that id if it is that customer's, else None: one per pair, in order."""
    found = {(row["customer_id"], row["id"]): _search(row) for row in await source.fetch(FIND_SEARCHES, customer_ids, ids)}
    return [found.get(pair) for pair in zip(customer_ids, ids, strict=True)]


async def find_sealed_searches(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, bytes, bytes | None]]:
    """Whose it is, the question and the answer, sealed, of each search."""
    return {row["id"]: (row["customer_id"], row["question_sealed"], row["answer_sealed"]) for row in await source.fetch(FIND_SEALED, list(ids))}


async def list_due_searches(source: Queryable, now: datetime, limit: int) -> list[BookingSearch]:
    """Searches whose partner is to be asked by now, longest due first."""
    return [_search(row) for row in await source.fetch(LIST_DUE, now, limit)]


async def delete_old_searches(tx: Tx, before: datetime) -> None:
    await tx.execute(DELETE_OLD, before)


def _search(row: Record) -> BookingSearch:
    return BookingSearch(
        *(row["customer_id"], row["id"], row["scene"], SearchState(row["state"]), row["asked_at"], row["heard_at"], row["attempts"], row["ask_at"])
    )
