"""Federation's entities: the types that a router may ask for by key, whichever subgraph it had the key from."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Annotated, Any, TypeVar
from uuid import UUID

import strawberry

from domains.kernel.data_classes import C1
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.scalars import Representation, read_id

T = TypeVar("T", bound=type)
Find = Callable[[Read, list[UUID], list[Viewer]], Awaitable[list[Any]]]
"""The row of each id as the viewer beside it may see it, else None; one statement for all."""

ENTITIES_MAX = 50
"""Representations in one request; those after them are not looked for."""

KEY = "id"


@dataclass(frozen=True, slots=True)
class Entity:
    """A type that routers join by its id."""

    type: Any
    find: Find


ENTITIES: dict[str, Entity] = {}
"""By the type's GraphQL name."""


def entity(find: Find) -> Callable[[T], T]:
    """Declare that a type is found by its id, in every subgraph that shows it. Stands above `type_of`."""

    def declare(cls: T) -> T:
        ENTITIES[cls.__strawberry_definition__.name] = Entity(cls, find)  # type: ignore[attr-defined]
        return cls

    return declare


def entities_query() -> type:
    """The root field `_entities` over all that was declared: nobody is shown more by it than by the roots."""
    members = reduce(or_, (one.type for one in ENTITIES.values()))
    union: Any = Annotated[members, strawberry.union("_Entity", description="What a router may ask for by its key.")]

    @batched(
        list[union | None],
        f"Federation's door for routers: the entity behind each representation; null where there is none or it is not the viewer's. {ENTITIES_MAX} at most.",
        permission=Permission.CUSTOMER,
        data_class=C1,
        name="_entities",
        list_size=ENTITIES_MAX,
    )
    async def entities(read: Read, roots: list[None], viewers: list[Viewer], *, representations: list[Representation]) -> list[list[Any]]:
        return await find_entities(read, viewers, representations)

    return strawberry.type(type("Query", (), {"entities": entities}))


async def find_entities(read: Read, viewers: list[Viewer], representations: list[Representation]) -> list[list[Any]]:
    """One list for each viewer, in the order of the representations. One statement for each type that is asked for."""
    places: dict[str, list[tuple[int, UUID]]] = defaultdict(list)
    for place, told in enumerate(representations[:ENTITIES_MAX]):
        name, key = (told.get("__typename"), told.get(KEY)) if isinstance(told, dict) else (None, None)
        id_ = read_id(key) if isinstance(key, str) else None
        if isinstance(name, str) and name in ENTITIES and id_ is not None:
            places[name].append((place, id_))
    answers: list[list[Any]] = [[None] * len(representations) for _ in viewers]
    for name, wanted in places.items():
        asked = [(answer, viewer, place, id_) for answer, viewer in zip(answers, viewers, strict=True) for place, id_ in wanted]
        rows = await ENTITIES[name].find(read, [id_ for *_, id_ in asked], [viewer for _, viewer, _, _ in asked])
        for (answer, _, place, _), row in zip(asked, rows, strict=True):
            answer[place] = row
    return answers
