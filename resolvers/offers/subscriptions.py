"""What the app hears of its queue tickets."""

from collections.abc import AsyncIterator
from uuid import UUID

import strawberry

from domains import offers
from domains.kernel.events import PublishedEvent
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.fields import subscription, type_of
from resolvers.listening import cursor, viewers_facts
from resolvers.offers.visits.types import QueueTicket
from resolvers.permissions import Permission
from resolvers.scalars import Cursor

branches = offers.branches

NAMES = frozenset(event.__name__ for event in (branches.TicketTaken, branches.TicketAdvanced, branches.TicketCalled, branches.TicketEnded))


@batched(QueueTicket | None, "The ticket as it stands when this is told, with its place and the estimate.", name="ticket")
async def ticket_that_changed(read: Read, events: list[PublishedEvent], viewers: list[Viewer]) -> list[offers.branches.Ticket | None]:
    ids = [UUID(event.payload["ticket_id"]) for event in events]
    found = await branches.find_tickets(read, ids)
    told = [found.get(id_) for id_ in ids]
    return [one if one is not None and one.customer_id == viewer.id else None for one, viewer in zip(told, viewers, strict=True)]


@type_of(PublishedEvent, "Something about a queue ticket of the viewer changed.")
class QueueTicketChange:
    cursor = cursor
    ticket = ticket_that_changed


@subscription(
    "What becomes of the viewer's queue tickets: taken, nearer to their turn, called, ended; from now on or since a cursor. A cursor that is too old, or not"
    " one of ours, is told as RESUME_EXPIRED.",
    permission=Permission.CUSTOMER,
)
def queue_ticket_changed(info: Info, since: Cursor | None = None) -> AsyncIterator[QueueTicketChange]:
    return viewers_facts(info, NAMES, since)  # type: ignore[return-value]


@strawberry.type
class Subscription:
    queue_ticket_changed = queue_ticket_changed
