"""The cards' root queries."""

import strawberry

from domains import scenes
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.scalars import read_id
from resolvers.scenes.network.types import SharedCard


@batched(SharedCard | None, "A card of the viewer; null when there is none of that id, or it is somebody else's.", permission=Permission.CUSTOMER)
async def shared_card(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[scenes.networks.Card | None]:
    card_id = read_id(id)
    if card_id is None:
        return [None] * len(roots)
    return await scenes.networks.find_cards(read, [card_id] * len(roots), [viewer.id for viewer in viewers])


@strawberry.type
class Query:
    shared_card = shared_card
