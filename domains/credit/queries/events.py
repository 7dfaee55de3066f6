"""Statements on events and what voids them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from domains.credit.rules.kinds import CountedEvent, EventKind, NewEvent
from domains.kernel.days import SHANGHAI
from domains.kernel.transactions import Queryable, Tx

INSERT_EVENTS = """
INSERT INTO credit_event (customer_id, id, kind, scene, occurred_at, recorded_at)
SELECT told.*, $6 FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) AS told
ON CONFLICT DO NOTHING RETURNING customer_id, id
"""
INSERT_VOIDS = """
INSERT INTO credit_void (customer_id, event_id, reason, voided_by, voided_at)
SELECT told.*, $3, $4, $5 FROM unnest($1::uuid[], $2::uuid[]) AS told ON CONFLICT DO NOTHING RETURNING customer_id, event_id
"""
_COUNTS = "NOT EXISTS (SELECT FROM credit_void AS void WHERE void.customer_id = one.customer_id AND void.event_id = one.id)"
LIST_COUNTED = f"""
SELECT one.customer_id, one.id, one.kind, one.scene, one.occurred_at FROM credit_event AS one
WHERE one.customer_id = ANY($1::uuid[]) AND (one.occurred_at >= $2 OR one.kind = 'verified') AND {_COUNTS}
"""
FIND_FIRST = f"""
SELECT one.customer_id, min(one.occurred_at) AS first_at FROM credit_event AS one WHERE one.customer_id = ANY($1::uuid[]) AND {_COUNTS} GROUP BY one.customer_id
"""
FIND_EVENT = f"SELECT one.id, one.kind, one.scene, one.occurred_at FROM credit_event AS one WHERE one.customer_id = $1 AND one.id = $2 AND {_COUNTS}"
COPY_EVENTS = """
INSERT INTO credit_event (customer_id, id, kind, scene, occurred_at, recorded_at)
SELECT $2, id, kind, scene, occurred_at, $3 FROM credit_event WHERE customer_id = $1 ON CONFLICT DO NOTHING
"""
COPY_VOIDS = """
INSERT INTO credit_void (customer_id, event_id, reason, voided_by, voided_at)
SELECT $2, event_id, reason, voided_by, $3 FROM credit_void WHERE customer_id = $1 ON CONFLICT DO NOTHING
"""
FIND_EVENTS = """
SELECT customer_id, id, kind, scene, occurred_at FROM credit_event WHERE (customer_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
"""


class CustomersEvents(NamedTuple):
    """The events of a customer that count, and the day of the first of all."""

    events: Sequence[CountedEvent]
    first_on: date | None


async def insert_events(tx: Tx, events: Sequence[NewEvent]) -> set[tuple[UUID, UUID]]:
    """The customers and ids of those that were not known."""
    columns = zip(*((one.customer_id, one.id, one.kind.value, one.scene, one.occurred_at) for one in events), strict=True)
    return {(row["customer_id"], row["id"]) for row in await tx.fetch(INSERT_EVENTS, *map(list, columns), tx.now)}


async def insert_voids(tx: Tx, events: Sequence[tuple[UUID, UUID]], reason: str, voided_by: UUID) -> list[tuple[UUID, UUID]]:
    """The customers and ids of those that counted until now."""
    rows = await tx.fetch(INSERT_VOIDS, [customer for customer, _ in events], [id_ for _, id_ in events], reason, voided_by, tx.now)
    return [(row["customer_id"], row["event_id"]) for row in rows]


async def list_counted(source: Queryable, customer_ids: Iterable[UUID], since: datetime) -> dict[UUID, CustomersEvents]:
    """What counts of each of them since then. Two statements."""
    ids = sorted(set(customer_ids))
    found: dict[UUID, list[CountedEvent]] = {id_: [] for id_ in ids}
    for row in await source.fetch(LIST_COUNTED, ids, since):
        found[row["customer_id"]].append(CountedEvent(row["id"], EventKind(row["kind"]), row["scene"], row["occurred_at"]))
    first = {row["customer_id"]: row["first_at"].astimezone(SHANGHAI).date() for row in await source.fetch(FIND_FIRST, ids)}
    return {id_: CustomersEvents(events, first.get(id_)) for id_, events in found.items()}


async def find_event(source: Queryable, customer_id: UUID, event_id: UUID) -> CountedEvent | None:
    """One that counts."""
    row = await source.fetchrow(FIND_EVENT, customer_id, event_id)
    return None if row is None else CountedEvent(row["id"], EventKind(row["kind"]), row["scene"], row["occurred_at"])


async def find_events(source: Queryable, asked: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], CountedEvent]:
    """Those of them that are known, by customer and id. One statement."""
    keys = sorted(set(asked))
    rows = await source.fetch(FIND_EVENTS, [customer for customer, _ in keys], [id_ for _, id_ in keys])
    return {(row["customer_id"], row["id"]): CountedEvent(row["id"], EventKind(row["kind"]), row["scene"], row["occurred_at"]) for row in rows}


async def copy_history(tx: Tx, closed_id: UUID, survivor_id: UUID) -> None:
    """All events of the one, and what voids them, also for the other. Two statements."""
    for statement in (COPY_VOIDS, COPY_EVENTS):
        await tx.execute(statement, closed_id, survivor_id, tx.now)
