"""The bills' root queries."""

import strawberry

from domains import scenes
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id
from resolvers.scenes.bill.types import Bill


@batched(Bill | None, "A bill of the viewer; null when there is none of that id, or it is somebody else's.", permission=Permission.CUSTOMER)
async def bill(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[scenes.Bill | None]:
    bill_id = read_id(id)
    if bill_id is None:
        return [None] * len(roots)
    return await scenes.find_bills(read, [bill_id] * len(roots), [viewer.id for viewer in viewers])


@batched(Connection[Bill], "The viewer's bills in all scenes, latest due first.", permission=Permission.CUSTOMER)
async def bills(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[scenes.Bill]]:
    return await scenes.list_bills(read, [viewer.id for viewer in viewers], [None] * len(viewers), first, after)


@strawberry.type
class Query:
    bill = bill
    bills = bills
