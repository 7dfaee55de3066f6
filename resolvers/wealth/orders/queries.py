"""The root queries on orders."""

import strawberry

from domains import wealth
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id
from resolvers.wealth.orders.types import FundOrder


@batched(Connection[FundOrder], "The viewer's orders, newest first.", permission=Permission.CUSTOMER)
async def fund_orders(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[wealth.FundOrder]]:
    return await wealth.list_orders(read, [viewer.id for viewer in viewers], first, after)


@batched(FundOrder | None, "An order of the viewer; null for what is none.", permission=Permission.CUSTOMER)
async def fund_order(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[wealth.FundOrder | None]:
    order_id = read_id(id) or NOBODY
    found = await wealth.find_orders(read, [(viewer.id, order_id) for viewer in viewers])
    return [found.get((viewer.id, order_id)) for viewer in viewers]


@strawberry.type
class Query:
    fund_orders = fund_orders
    fund_order = fund_order
