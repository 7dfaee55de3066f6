"""The root queries on flash sales."""

import strawberry

from domains import mall
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.mall.flash.types import FlashSale
from resolvers.permissions import Permission
from resolvers.scalars import read_id

flash = mall.flash


@batched(FlashSale | None, "A flash sale; null for what is none.", permission=Permission.CUSTOMER)
async def flash_sale(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[flash.FlashSale | None]:
    sale_id = read_id(id) or NOBODY
    found = (await flash.find_sales(read, [sale_id])).get(sale_id)
    return [found for _ in viewers]


@batched(list[FlashSale], "The flash sales of a shop that are to come or going on, the next first.", permission=Permission.CUSTOMER, list_size=3)
async def flash_sales(read: Read, roots: list[None], viewers: list[Viewer], *, shop_id: strawberry.ID) -> list[list[flash.FlashSale]]:
    (found,) = await flash.list_live(read, [read_id(shop_id) or NOBODY])
    return [found for _ in viewers]


@strawberry.type
class Query:
    flash_sale = flash_sale
    flash_sales = flash_sales
