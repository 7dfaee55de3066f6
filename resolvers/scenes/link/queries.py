"""The links' root queries."""

import strawberry

from domains import scenes
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.scalars import read_id
from resolvers.scenes.link.types import Link


@batched(Link | None, "A link of the viewer; null when there is none of that id, or it is somebody else's.", permission=Permission.CUSTOMER)
async def link(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[scenes.Link | None]:
    link_id = read_id(id)
    if link_id is None:
        return [None] * len(roots)
    return await scenes.find_links(read, [link_id] * len(roots), [viewer.id for viewer in viewers])


@batched(list[Link], "The viewer's links, newest first, also those that have ended: 50 at most.", permission=Permission.CUSTOMER, list_size=50)
async def links(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[scenes.Link]]:
    return await scenes.list_links(read, [viewer.id for viewer in viewers])


@strawberry.type
class Query:
    link = link
    links = links
