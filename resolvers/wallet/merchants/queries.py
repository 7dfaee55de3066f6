"""What those who act for merchants ask."""

import strawberry

from domains import wallet
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.scalars import read_id
from resolvers.wallet.merchants.types import MerchantDesk, MerchantOrder


@batched(list[MerchantDesk], "The merchants that the viewer acts for.", permission=Permission.CUSTOMER)
async def merchant_desks(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[wallet.Desk]]:
    return await wallet.list_desks(read, [viewer.id for viewer in viewers])


@batched(MerchantDesk | None, "A merchant; null when there is none of that id, or the viewer does not act for it.", permission=Permission.CUSTOMER)
async def merchant_desk(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[wallet.Desk | None]:
    merchant_id = read_id(id)
    if merchant_id is None:
        return [None] * len(roots)
    return await wallet.find_desks(read, [viewer.id for viewer in viewers], [merchant_id] * len(roots))


@batched(
    MerchantOrder | None,
    "An order that the viewer was asked to pay, or of a merchant that the viewer acts for; null for any other.",
    permission=Permission.CUSTOMER,
)
async def merchant_order(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[wallet.MerchantOrder | None]:
    order_id = read_id(id)
    if order_id is None:
        return [None] * len(roots)
    return await wallet.find_visible_orders(read, [order_id] * len(roots), [viewer.id for viewer in viewers])


@strawberry.type
class Query:
    merchant_desks = merchant_desks
    merchant_desk = merchant_desk
    merchant_order = merchant_order
