"""The purchases' root queries."""

import strawberry

from domains import scenes
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id
from resolvers.scenes.purchase.types import Purchase


@batched(Purchase | None, "A purchase of the viewer; null when there is none of that id, or it is somebody else's.", permission=Permission.CUSTOMER)
async def purchase(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[scenes.shops.Purchase | None]:
    purchase_id = read_id(id)
    if purchase_id is None:
        return [None] * len(roots)
    return await scenes.shops.find_purchases(read, [purchase_id] * len(roots), [viewer.id for viewer in viewers])


@batched(Connection[Purchase], "The viewer's purchases at outside shops, newest first.", permission=Permission.CUSTOMER)
async def purchases(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[scenes.shops.Purchase]]:
    return await scenes.shops.list_purchases(read, [viewer.id for viewer in viewers], [None] * len(viewers), first, after)


@strawberry.type
class Query:
    purchase = purchase
    purchases = purchases
