"""The root queries on codes and walls."""

import strawberry

from domains import offers
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.offers.codes.walls import Wall
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id


@batched(Connection[Wall], "The walls of codes, newest first.", permission=Permission.OPERATOR_OFFERS)
async def walls(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[offers.Wall]]:
    return [await offers.list_walls(read, first, after)] * len(roots)


@batched(Wall | None, "The wall of that id; null if there is none.", permission=Permission.OPERATOR_OFFERS)
async def wall(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[offers.Wall | None]:
    wall_id = read_id(id)
    if wall_id is None:
        return [None] * len(roots)
    return [(await offers.find_walls(read, [wall_id])).get(wall_id)] * len(roots)


@strawberry.type
class Query:
    walls = walls
    wall = wall
