"""The root queries on the viewer's forms and queue tickets."""

import strawberry

from domains import offers
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.offers.visits.types import Prefill, QueueTicket
from resolvers.permissions import Permission


@batched(list[Prefill], "The viewer's forms that wait to be opened, the first to expire first.", permission=Permission.CUSTOMER, list_size=3)
async def prefills(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[offers.branches.Prefill]]:
    return await offers.branches.list_waiting_prefills(read, [viewer.id for viewer in viewers])


@batched(list[QueueTicket], "The viewer's queue tickets that are good today.", permission=Permission.CUSTOMER, list_size=3)
async def queue_tickets(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[offers.branches.Ticket]]:
    return await offers.branches.list_own_tickets(read, [viewer.id for viewer in viewers])


@strawberry.type
class Query:
    prefills = prefills
    queue_tickets = queue_tickets
