"""Scenes: what partners' services are to a customer. Which there are is configuration; what can be done in one goes by its kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class SceneKind(StrEnum):
    """What a partner's service is about."""

    PUBLIC_UTILITIES = "public_utilities"
    MEDICAL = "medical"
    CONSUMPTION = "consumption"
    SOCIAL = "social"
    PRODUCTION = "production"
    TRAVEL = "travel"


@dataclass(frozen=True, slots=True)
class Scene:
    """A partner's service in the app. `id` is the name that the configuration gives it. What it `can` are capabilities of its kind."""

    id: str
    kind: SceneKind
    title_zh: str
    title_en: str
    can: frozenset[str]
    payment_most_minor: int
    needs_link: bool
    serves_students: bool = False
    partner_id: UUID | None = None
    """The partner that agreements about the scene are made with, if its manifest names one."""


class UtilityScene(Scene):
    """Bills that a partner lists, and their payment."""

    __slots__ = ()


class BookingScene(Scene):
    """Slots that a partner has (a doctor's, a train's), and their booking."""

    __slots__ = ()


class ShopScene(Scene):
    """An outside shop: what is ordered there, paid here at once or in parts, and given back; and what its members have of it."""

    __slots__ = ()


class CompanyScene(Scene):
    """A company's orders, deliveries and invoices, which its system pushes."""

    __slots__ = ()


class NetworkScene(Scene):
    """An outside network: friends who agreed, cards that are shared out, and the likes that come back."""

    __slots__ = ()


SCENE_TYPES: dict[SceneKind, type[Scene]] = {
    SceneKind.PUBLIC_UTILITIES: UtilityScene,
    SceneKind.MEDICAL: BookingScene,
    SceneKind.PRODUCTION: CompanyScene,
    SceneKind.TRAVEL: BookingScene,
    SceneKind.CONSUMPTION: ShopScene,
    SceneKind.SOCIAL: NetworkScene,
}
"""The class of each kind's scenes: a type of its own in the schema."""


def scene_of(
    id_: str,
    kind: str,
    title_zh: str,
    title_en: str,
    can: frozenset[str],
    payment_most_minor: int,
    *,
    needs_link: bool,
    serves_students: bool = False,
    partner_id: UUID | None = None,
) -> Scene:
    """A scene of the class of its kind. Raises ValueError for a kind that there is not."""
    known = SceneKind(kind)
    return SCENE_TYPES.get(known, Scene)(id_, known, title_zh, title_en, can, payment_most_minor, needs_link, serves_students, partner_id)


def may_market_loans(linked: Iterable[Scene]) -> bool:
    """Whether loans may be advertised to whoever has accounts linked there: never to somebody of a campus."""
    return not any(scene.serves_students for scene in linked)
