"""Statements on appointments and their slots."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing

COLUMNS = "customer_id, id, service_id, starts_at, ends_at, state, booked_at"

FIND_BOOKED = "SELECT service_id, starts_at, booked FROM offers_appointment_slot WHERE service_id = ANY($1::uuid[]) AND starts_at >= $2 AND starts_at < $3"

LOCK_SLOTS = """
INSERT INTO offers_appointment_slot AS slot (service_id, starts_at, booked)
SELECT service_id, starts_at, 0 FROM unnest($1::uuid[], $2::timestamptz[]) AS told (service_id, starts_at) ORDER BY service_id, starts_at
ON CONFLICT (service_id, starts_at) DO UPDATE SET booked = slot.booked
RETURNING service_id, starts_at, booked
"""
"""Locks the slots in the order of their keys; what it returns was read under the lock."""

SLOTS = Writing(
    "appointment_slot",
    ("uuid", "timestamptz", "integer"),
    "UPDATE offers_appointment_slot AS slot SET booked = slot.booked + told.more FROM {} AS told (service_id, starts_at, more)"
    " WHERE (slot.service_id, slot.starts_at) = (told.service_id, told.starts_at)",
)

APPOINTMENTS = Writing(
    "appointment",
    ("uuid", "uuid", "uuid", "timestamptz", "timestamptz", "text", "timestamptz"),
    f"INSERT INTO offers_appointment AS one ({COLUMNS}) SELECT told.* FROM {{}} AS told ({COLUMNS})"
    " ON CONFLICT (customer_id, id) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at, state = excluded.state",
)

LIST_LIVE = f"SELECT {COLUMNS} FROM offers_appointment WHERE customer_id = ANY($1::uuid[]) AND state = 'booked' AND ends_at > $2"

LOCK_ONE = f"SELECT {COLUMNS} FROM offers_appointment WHERE customer_id = $1 AND id = $2 AND state = 'booked' AND starts_at > $3 FOR UPDATE"

FIND_DUE = f"""
SELECT {", ".join(f"one.{name}" for name in COLUMNS.split(", "))}
FROM offers_appointment AS one JOIN offers_branch_service AS service ON service.id = one.service_id
WHERE one.customer_id = $1 AND one.state = 'booked' AND service.branch_id = $2 AND one.starts_at BETWEEN $3 AND $4
ORDER BY one.starts_at LIMIT 1 FOR UPDATE OF one
"""

END_SOME = f"""
UPDATE offers_appointment AS one SET state = CASE WHEN picked.expires THEN 'expired' ELSE 'cancelled' END
FROM (
    SELECT customer_id, id, ends_at <= $1 AS expires FROM offers_appointment
    WHERE state = 'booked' AND (ends_at <= $1 OR service_id IN (SELECT id FROM offers_branch_service WHERE state = 'ended'))
    ORDER BY customer_id, id LIMIT $2 FOR UPDATE SKIP LOCKED
) AS picked
WHERE (one.customer_id, one.id) = (picked.customer_id, picked.id)
RETURNING {", ".join(f"one.{name}" for name in COLUMNS.split(", "))}
"""

FIND_APPOINTMENTS = f"SELECT {COLUMNS} FROM offers_appointment WHERE (customer_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))"

LIST_APPOINTMENTS = f"""
SELECT {COLUMNS} FROM (
    SELECT {COLUMNS}, row_number() OVER (PARTITION BY customer_id ORDER BY booked_at DESC, id DESC) AS place FROM offers_appointment
    WHERE customer_id = ANY($1::uuid[]) AND (booked_at, id) < ($2, $3)
) AS numbered WHERE place <= $4 ORDER BY customer_id, place
"""


class Appointment(NamedTuple):
    """A customer's appointment for a service."""

    customer_id: UUID
    id: UUID
    service_id: UUID
    starts_at: datetime
    ends_at: datetime
    state: str
    booked_at: datetime


SlotKey = tuple[UUID, datetime]
"""A service, and when the slot begins."""


async def find_booked(source: Queryable, service_ids: Sequence[UUID], since: datetime, until: datetime) -> dict[SlotKey, int]:
    """How many places are taken of the slots that begin within that time. One statement."""
    rows = await source.fetch(FIND_BOOKED, service_ids, since, until)
    return {(row["service_id"], row["starts_at"]): row["booked"] for row in rows}


async def lock_slots(tx: Tx, keys: Iterable[SlotKey]) -> dict[SlotKey, int]:
    """How many places are taken of each slot, under its lock."""
    ordered = sorted(set(keys))
    rows = await tx.fetch(LOCK_SLOTS, *map(list, zip(*ordered, strict=True))) if ordered else []
    return {(row["service_id"], row["starts_at"]): row["booked"] for row in rows}


def write_slots(tx: Tx, more: dict[SlotKey, int]) -> None:
    """Add to what is taken, with the transaction's next statement."""
    tx.write_later(SLOTS, [(*key, added) for key, added in sorted(more.items()) if added])


def write_appointments(tx: Tx, appointments: Sequence[Appointment]) -> None:
    tx.write_later(APPOINTMENTS, appointments)


async def find_appointments(source: Queryable, asked: Sequence[tuple[UUID, UUID]]) -> list[Appointment]:
    """Those of them that there are, by customer and id. One statement."""
    rows = await source.fetch(FIND_APPOINTMENTS, [customer_id for customer_id, _ in asked], [id_ for _, id_ in asked])
    return [Appointment(*row) for row in rows]


async def list_live(tx: Tx, customer_ids: Iterable[UUID]) -> dict[UUID, list[Appointment]]:
    """What each customer has booked and is not over. Exact while the customers are locked."""
    found: dict[UUID, list[Appointment]] = defaultdict(list)
    for row in await tx.fetch(LIST_LIVE, sorted(set(customer_ids)), tx.now):
        found[row["customer_id"]].append(Appointment(*row))
    return found


async def lock_appointment(tx: Tx, customer_id: UUID, id_: UUID) -> Appointment | None:
    """One that is still to come."""
    row = await tx.fetchrow(LOCK_ONE, customer_id, id_, tx.now)
    return None if row is None else Appointment(*row)


async def lock_due_appointment(tx: Tx, customer_id: UUID, branch_id: UUID, since: datetime, until: datetime) -> Appointment | None:
    """The customer's first appointment at that branch that begins within that time."""
    row = await tx.fetchrow(FIND_DUE, customer_id, branch_id, since, until)
    return None if row is None else Appointment(*row)


async def end_some(tx: Tx, most: int) -> list[Appointment]:
    """Write down some that are over, or whose service ended."""
    return [Appointment(*row) for row in await tx.fetch(END_SOME, tx.now, most)]


async def list_appointments(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[Appointment]]:
    """A page for each customer, what was booked last first. One statement. Raises InvalidInput."""
    found: dict[UUID, list[Appointment]] = {id_: [] for id_ in customer_ids}
    for row in await source.fetch(LIST_APPOINTMENTS, list(found), *decode_moment(after), check_first(first) + 1):
        found[row["customer_id"]].append(Appointment(*row))
    return [page_of(found[id_], first, lambda one: moment_key(one.booked_at, one.id)) for id_ in customer_ids]
