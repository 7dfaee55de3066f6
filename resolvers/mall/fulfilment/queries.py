"""The root query on times of services."""

from datetime import timedelta

import strawberry

from domains import mall
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.mall.fulfilment.types import ServiceSlot
from resolvers.permissions import Permission
from resolvers.scalars import read_id

SLOTS_MOST, AHEAD = 200, timedelta(days=60)


@batched(list[ServiceSlot], "The times of a service in the next 60 days, the next first.", permission=Permission.PUBLIC, list_size=50)
async def service_slots(read: Read, roots: list[None], viewers: list[Viewer], *, variant_id: strawberry.ID) -> list[list[mall.fulfilment.Slot]]:
    found = await mall.fulfilment.list_slots(read, read_id(variant_id) or NOBODY, read.now + AHEAD, SLOTS_MOST)
    return [found for _ in roots]


@strawberry.type
class Query:
    service_slots = service_slots
