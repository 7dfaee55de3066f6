"""The root queries on times of services, and on what a shop earned."""

from datetime import date, timedelta

import strawberry

from domains import mall
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.mall.fulfilment.types import ServiceSlot, ShopDayRevenue
from resolvers.permissions import Permission
from resolvers.scalars import read_id

SLOTS_MOST, AHEAD = 200, timedelta(days=60)


@batched(list[ServiceSlot], "The times of a service in the next 60 days, the next first.", permission=Permission.PUBLIC, list_size=50)
async def service_slots(read: Read, roots: list[None], viewers: list[Viewer], *, variant_id: strawberry.ID) -> list[list[mall.fulfilment.Slot]]:
    found = await mall.fulfilment.list_slots(read, read_id(variant_id) or NOBODY, read.now + AHEAD, SLOTS_MOST)
    return [found for _ in roots]


@batched(list[ShopDayRevenue] | None, "A shop's revenue day by day, the newest first; null for a shop of others.", permission=Permission.CUSTOMER, list_size=31)
async def shop_revenue(
    read: Read, roots: list[None], viewers: list[Viewer], *, shop_id: strawberry.ID, since: date, until: date
) -> list[list[mall.fulfilment.DayRevenue] | None]:
    return await mall.find_for_acting(
        read, [viewer.id for viewer in viewers], read_id(shop_id) or NOBODY, lambda shop: mall.fulfilment.list_revenue(read, shop.id, since, until)
    )


@strawberry.type
class Query:
    service_slots = service_slots
    shop_revenue = shop_revenue
