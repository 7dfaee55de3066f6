"""The scenes' own root queries."""

import strawberry

from domains import scenes
from domains.kernel.data_classes import C1
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.scenes.scene.types import Scene, SceneKind


@batched(Scene | None, "A scene; null when there is none of that id.", permission=Permission.CUSTOMER, data_class=C1)
async def scene(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[scenes.Scene | None]:
    partner = read.port(scenes.ScenePartners).find(id)
    return [None if partner is None else partner.scene] * len(roots)


@batched(
    list[Scene], "The scenes that the bank's partners offer, of one kind or of all.", permission=Permission.CUSTOMER, data_class=C1, name="scenes", list_size=50
)
async def all_scenes(read: Read, roots: list[None], viewers: list[Viewer], *, kind: SceneKind | None = None) -> list[list[scenes.Scene]]:
    wired = read.port(scenes.ScenePartners)
    found = list(wired.scenes if kind is None else wired.of_kind(scenes.SceneKind(str(kind.value))))
    return [found] * len(roots)


@strawberry.type
class Query:
    scene = scene
    scenes = all_scenes
