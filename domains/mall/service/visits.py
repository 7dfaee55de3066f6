"""From which scene a customer comes, and whether its prices are theirs: only whoever has an account linked there is of it."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Read, Tx
from domains.mall.ports import SceneAccounts


class SceneVisit(NamedTuple):
    """A customer says that they come from `scene`; `reason` why its prices are not theirs, empty where they are."""

    scene: str
    reason: str = ""

    @property
    def audiences(self) -> frozenset[str]:
        """Whose prices they pay for it."""
        return frozenset() if self.reason else frozenset({f"scene:{self.scene}"})


async def find_visits(source: Tx | Read, customer_ids: Sequence[UUID], scene: str | None) -> list[SceneVisit | None]:
    """How the visit of each customer stands, in order. A statement where a scene is named that there is, else none."""
    if scene is None:
        return [None] * len(customer_ids)
    linked = await source.port(SceneAccounts).find_linked(source, scene, customer_ids)
    if linked is None:
        return [SceneVisit(scene, "unknown_scene")] * len(customer_ids)
    return [SceneVisit(scene, "" if id_ in linked else "not_linked") for id_ in customer_ids]
