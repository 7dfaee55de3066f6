"""What the app hears of flash sales."""

from collections.abc import AsyncIterator

import strawberry

from domains import mall
from domains.kernel.events import PublishedEvent
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Info, Viewer
from resolvers.fields import subscription, type_of
from resolvers.listening import cursor, facts_about
from resolvers.mall.flash.types import FlashSale
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id

flash = mall.flash

NAMES = frozenset({flash.FlashQueueAdvanced.__name__})


@batched(FlashSale | None, "The sale as it stands when this is told, with the viewer's place.", name="sale")
async def sale_that_advanced(read: Read, events: list[PublishedEvent], viewers: list[Viewer]) -> list[flash.FlashSale | None]:
    found = await flash.find_sales(read, [event.subject_id for event in events])
    return [found.get(event.subject_id) for event in events]


@type_of(PublishedEvent, "The queue of a flash sale moved on, or the sale ended.")
class FlashSaleChange:
    cursor = cursor
    sale = sale_that_advanced


@subscription(
    "Whenever the queue of a flash sale moves on, and when it is sold out, over or called off; from now on or since a cursor. A cursor that is too old, or not"
    " one of ours, is told as RESUME_EXPIRED.",
    permission=Permission.CUSTOMER,
)
def flash_sale_changed(info: Info, sale_id: strawberry.ID, since: Cursor | None = None) -> AsyncIterator[FlashSaleChange]:
    return facts_about(info, read_id(sale_id) or NOBODY, NAMES, since)  # type: ignore[return-value]


@strawberry.type
class Subscription:
    flash_sale_changed = flash_sale_changed
