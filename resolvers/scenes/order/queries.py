"""The orders' root queries."""

import strawberry

from domains import scenes
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id
from resolvers.scenes.order.types import SceneOrder


@batched(SceneOrder | None, "An order of the viewer in a scene; null when there is none of that id, or it is somebody else's.", permission=Permission.CUSTOMER)
async def scene_order(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[scenes.Order | None]:
    order_id = read_id(id)
    if order_id is None:
        return [None] * len(roots)
    return await scenes.find_orders(read, [order_id] * len(roots), [viewer.id for viewer in viewers])


@batched(Connection[SceneOrder], "The viewer's orders in scenes, newest first.", permission=Permission.CUSTOMER)
async def scene_orders(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[scenes.Order]]:
    return await scenes.list_orders(read, [viewer.id for viewer in viewers], first, after)


@strawberry.type
class Query:
    scene_order = scene_order
    scene_orders = scene_orders
