"""The standing orders' root queries."""

import strawberry

from domains import wallet
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id
from resolvers.wallet.standing_orders.types import StandingOrder


@batched(StandingOrder | None, "A standing order of the viewer; null when there is none of that id, or it is somebody else's.", permission=Permission.CUSTOMER)
async def standing_order(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[wallet.StandingOrder | None]:
    order_id = read_id(id)
    if order_id is None:
        return [None] * len(roots)
    return await wallet.find_standing_orders(read, [order_id] * len(roots), [viewer.id for viewer in viewers])


@batched(Connection[StandingOrder], "The viewer's standing orders, newest first.", permission=Permission.CUSTOMER)
async def standing_orders(
    read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[wallet.StandingOrder]]:
    return await wallet.list_standing_orders(read, [viewer.id for viewer in viewers], first, after)


@strawberry.type
class Query:
    standing_order = standing_order
    standing_orders = standing_orders
