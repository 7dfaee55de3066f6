"""Statements on forms that are filled in before a visit. What is sealed is read for whoever opened it, while that may be read."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx

COLUMNS = "customer_id, id, service_id, state, made_at, expires_at, opened_at, opened_by"

INSERT_PREFILL = """
INSERT INTO offers_prefill (customer_id, id, service_id, sealed, state, made_at, expires_at) VALUES ($1, $2, $3, $4, 'waiting', $5, $6)
"""

COUNT_WAITING = "SELECT count(*) FROM offers_prefill WHERE customer_id = $1 AND state = 'waiting' AND expires_at > $2"

LOCK_PREFILL = f"SELECT {COLUMNS} FROM offers_prefill WHERE id = $1 FOR UPDATE"

FIND_PREFILLS = f"SELECT {COLUMNS} FROM offers_prefill WHERE id = ANY($1::uuid[])"

LIST_WAITING = f"SELECT {COLUMNS} FROM offers_prefill WHERE customer_id = ANY($1::uuid[]) AND state = 'waiting' AND expires_at > $2 ORDER BY expires_at, id"

OPEN_PREFILL = "UPDATE offers_prefill SET state = 'opened', opened_at = $2, opened_by = $3 WHERE id = $1"

WITHDRAW_PREFILL = "UPDATE offers_prefill SET state = 'withdrawn', sealed = NULL WHERE id = $1"

ERASE_SOME = """
UPDATE offers_prefill AS one SET sealed = NULL, state = CASE WHEN one.state = 'waiting' THEN 'expired' ELSE one.state END
FROM (
    SELECT id FROM offers_prefill WHERE sealed IS NOT NULL AND (expires_at <= $1 OR opened_at <= $2) ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED
) AS picked
WHERE one.id = picked.id RETURNING one.id
"""

READ_OPENED = """
SELECT asked.position, one.customer_id, one.id, one.service_id, one.sealed
FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (id, reader_id, position)
JOIN offers_prefill AS one ON one.id = asked.id AND one.opened_by = asked.reader_id AND one.opened_at > $3 AND one.sealed IS NOT NULL
"""


class Prefill(NamedTuple):
    """A form that was filled in, without its answers."""

    customer_id: UUID
    id: UUID
    service_id: UUID
    state: str
    made_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None
    opened_by: UUID | None = None


class SealedAnswers(NamedTuple):
    position: int
    customer_id: UUID
    id: UUID
    service_id: UUID
    sealed: bytes


async def insert_prefill(tx: Tx, one: Prefill, sealed: bytes) -> None:
    await tx.execute(INSERT_PREFILL, one.customer_id, one.id, one.service_id, sealed, one.made_at, one.expires_at)


async def count_waiting(tx: Tx, customer_id: UUID) -> int:
    return int(await tx.fetchval(COUNT_WAITING, customer_id, tx.now))


async def lock_prefill(tx: Tx, id_: UUID) -> Prefill | None:
    row = await tx.fetchrow(LOCK_PREFILL, id_)
    return None if row is None else Prefill(*row)


async def find_prefills(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Prefill]:
    """Those that there are, whoever's. One statement."""
    return {row["id"]: Prefill(*row) for row in await source.fetch(FIND_PREFILLS, ids)}


async def list_waiting_prefills(source: Queryable, customer_ids: Sequence[UUID]) -> list[list[Prefill]]:
    """What each customer filled in and nobody opened yet, the first to expire first. One statement."""
    found: dict[UUID, list[Prefill]] = {id_: [] for id_ in customer_ids}
    for row in await source.fetch(LIST_WAITING, list(found), source.now):
        found[row["customer_id"]].append(Prefill(*row))
    return [found[id_] for id_ in customer_ids]


async def open_prefill(tx: Tx, id_: UUID, reader_id: UUID) -> None:
    await tx.execute(OPEN_PREFILL, id_, tx.now, reader_id)


async def withdraw_prefill(tx: Tx, id_: UUID) -> None:
    """Its answers are erased at once."""
    await tx.execute(WITHDRAW_PREFILL, id_)


async def erase_some(tx: Tx, look: timedelta, most: int) -> int:
    """Erase the answers of some that expired, or that were opened longer than `look` ago. How many."""
    return len(await tx.fetch(ERASE_SOME, tx.now, tx.now - look, most))


async def read_opened(source: Queryable, asked: Sequence[tuple[UUID, UUID]], look: timedelta) -> list[SealedAnswers]:
    """(form, reader): what is sealed in those that this reader opened no longer than `look` ago. One statement."""
    rows = await source.fetch(READ_OPENED, [id_ for id_, _ in asked], [reader_id for _, reader_id in asked], source.now - look)
    return [SealedAnswers(*row) for row in rows]
