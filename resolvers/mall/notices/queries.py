"""The root queries on what customers wait for."""

import strawberry

from domains import mall
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.mall.notices.types import StockNotice
from resolvers.permissions import Permission


@batched(list[StockNotice], "What the viewer waits for, the longest first, 50 at most.", permission=Permission.CUSTOMER, list_size=5)
async def stock_notices(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[mall.notices.StockNotice]]:
    return await mall.notices.list_waiting(read, [viewer.id for viewer in viewers])


@strawberry.type
class Query:
    stock_notices = stock_notices
