"""What credit is told of visits to branches: who came when called, and who did not come."""

from collections.abc import Iterable
from uuid import UUID

from domains import credit
from domains.credit import EventKind, NewEvent, event_id
from domains.kernel.transactions import Tx
from domains.offers.queries import appointments, queue

SCENE = "branch"
KINDS = {"served": EventKind.VISITED, "skipped": EventKind.MISSED_VISIT}
"""A ticket that was given back or that nobody called says nothing of its holder."""


async def tell_of_tickets(tx: Tx, ticket_ids: Iterable[UUID]) -> None:
    """Tickets that have ended. Told twice it tells once."""
    found = await queue.find_tickets(tx, sorted(set(ticket_ids)))
    told = [(one, KINDS[one.state]) for one in found.values() if one.state in KINDS]
    await credit.record_events(tx, [NewEvent(one.customer_id, event_id(one.id, kind), kind, SCENE, one.ended_at or tx.now) for one, kind in told])


async def tell_of_missed_appointments(tx: Tx, missed: Iterable[tuple[UUID, UUID]]) -> None:
    """Appointments by customer and id to which nobody came. Told twice it tells once."""
    kind = EventKind.MISSED_VISIT
    found = await appointments.find_appointments(tx, sorted(set(missed)))
    await credit.record_events(tx, [NewEvent(one.customer_id, event_id(one.id, kind), kind, SCENE, one.starts_at) for one in found])
