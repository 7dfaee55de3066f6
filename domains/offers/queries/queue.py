"""Statements on queue tickets."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx
from domains.offers.rules.queue import PACE_SECONDS, TicketClass

COLUMNS = "id, branch_id, day, number, kind, customer_id, state, turn_at, taken_at, called_at, ended_at, counter"

LOCK_QUEUE = f"""
INSERT INTO offers_queue AS queue (branch_id, day, last_number, pace_seconds) VALUES ($1, $2, 0, {PACE_SECONDS})
ON CONFLICT (branch_id) DO UPDATE SET last_number = CASE WHEN queue.day = excluded.day THEN queue.last_number ELSE 0 END, day = excluded.day
RETURNING last_number, pace_seconds
"""

SET_QUEUE = "UPDATE offers_queue SET last_number = $2, pace_seconds = $3 WHERE branch_id = $1"

SAVE_TICKET = f"""
INSERT INTO offers_ticket ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, state = excluded.state, turn_at = excluded.turn_at, called_at = excluded.called_at,
    ended_at = excluded.ended_at, counter = excluded.counter
"""

EXPIRE_SOME = f"""
UPDATE offers_ticket AS one SET state = 'expired', ended_at = $1
FROM (
    SELECT id FROM offers_ticket WHERE state IN ('waiting', 'called') AND day < $2 AND ($3::uuid IS NULL OR branch_id = $3)
    ORDER BY id LIMIT $4 FOR UPDATE SKIP LOCKED
) AS picked
WHERE one.id = picked.id RETURNING {", ".join(f"one.{name}" for name in COLUMNS.split(", "))}
"""

FIND_HELD = f"SELECT {COLUMNS} FROM offers_ticket WHERE branch_id = $1 AND customer_id = $2 AND state IN ('waiting', 'called')"

LIST_WAITING = f"SELECT {COLUMNS} FROM offers_ticket WHERE branch_id = $1 AND state = 'waiting' AND day = $2 ORDER BY turn_at, number LIMIT $3"

FIND_TICKETS = f"SELECT {COLUMNS} FROM offers_ticket WHERE id = ANY($1::uuid[])"

LIST_HELD = f"""
SELECT {COLUMNS} FROM offers_ticket WHERE customer_id = ANY($1::uuid[]) AND state IN ('waiting', 'called') AND day = $2 ORDER BY taken_at, id
"""

FIND_STANDING = """
SELECT one.id, queue.pace_seconds,
    (SELECT count(*) FROM offers_ticket AS other WHERE other.branch_id = one.branch_id AND other.state = 'waiting' AND other.day = one.day
        AND (other.turn_at, other.number) < (one.turn_at, one.number)) AS ahead,
    (SELECT count(*) FROM offers_ticket AS other WHERE other.branch_id = one.branch_id AND other.state = 'called' AND other.day = one.day) AS counters
FROM offers_ticket AS one JOIN offers_queue AS queue ON queue.branch_id = one.branch_id
WHERE one.id = ANY($1::uuid[]) AND one.state = 'waiting'
"""


class Ticket(NamedTuple):
    """A queue ticket. `counter` is where it was called to."""

    id: UUID
    branch_id: UUID
    day: date
    number: int
    kind: TicketClass
    customer_id: UUID
    state: str
    turn_at: datetime
    taken_at: datetime
    called_at: datetime | None = None
    ended_at: datetime | None = None
    counter: str | None = None


class Queue(NamedTuple):
    last_number: int
    pace_seconds: int


class Standing(NamedTuple):
    """How a ticket that waits stands in its queue."""

    ahead: int
    pace_seconds: int
    counters: int


async def lock_queue(tx: Tx, branch_id: UUID, day: date) -> Queue:
    """The queue of that day, held until the commit. Numbers begin anew each day."""
    row = await tx.fetchrow(LOCK_QUEUE, branch_id, day)
    assert row is not None
    return Queue(*row)


async def set_queue(tx: Tx, branch_id: UUID, queue: Queue) -> None:
    await tx.execute(SET_QUEUE, branch_id, *queue)


async def save_ticket(tx: Tx, one: Ticket) -> None:
    await tx.execute(SAVE_TICKET, *one._replace(kind=one.kind.value))  # type: ignore[arg-type]


async def expire_tickets(tx: Tx, today: date, branch_id: UUID | None, most: int) -> list[Ticket]:
    """Write down some tickets of days that are over, of one branch or of any."""
    return [_ticket(row) for row in await tx.fetch(EXPIRE_SOME, tx.now, today, branch_id, most)]


async def find_held(tx: Tx, branch_id: UUID, customer_id: UUID) -> Ticket | None:
    row = await tx.fetchrow(FIND_HELD, branch_id, customer_id)
    return None if row is None else _ticket(row)


async def list_waiting(source: Queryable, branch_id: UUID, day: date, most: int) -> list[Ticket]:
    """Those who wait, in the order of their turns."""
    return [_ticket(row) for row in await source.fetch(LIST_WAITING, branch_id, day, most)]


async def find_tickets(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Ticket]:
    """Those that there are, whoever's. One statement."""
    return {row["id"]: _ticket(row) for row in await source.fetch(FIND_TICKETS, ids)}


async def list_held(source: Queryable, customer_ids: Sequence[UUID], day: date) -> list[list[Ticket]]:
    """The tickets of each customer that are good on that day. One statement."""
    found: dict[UUID, list[Ticket]] = {id_: [] for id_ in customer_ids}
    for row in await source.fetch(LIST_HELD, list(found), day):
        found[row["customer_id"]].append(_ticket(row))
    return [found[id_] for id_ in customer_ids]


async def find_standing_tickets(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Standing]:
    """How those that wait stand. One statement."""
    return {row["id"]: Standing(row["ahead"], row["pace_seconds"], row["counters"]) for row in await source.fetch(FIND_STANDING, ids)}


def _ticket(row: Record) -> Ticket:
    one = Ticket(*row)
    return one._replace(kind=TicketClass(one.kind))
