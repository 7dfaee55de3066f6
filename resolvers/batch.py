"""Batched fields: the only way a field reads. One call for all parents of a level, one result per parent, in order.

    @batched(Connection[Movement], "Newest movements first.")
    async def movements(read: Read, accounts: list[Account], viewers: list[Viewer], *, first: int = 20) -> list[Page[Movement]]: ...

The engine calls `BatchedField.load` itself. On graphql-core an adapter collects the parents of one level and calls it once."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import strawberry
from graphql import GraphQLField, GraphQLResolveInfo
from graphql.pyutils import Path

from domains.kernel.data_classes import C2, DataClass
from resolvers.context import Context, Info
from resolvers.fields import CALLS
from resolvers.permissions import Permission

Load = Callable[..., Awaitable[list[Any]]]

METADATA_KEY = "batched"
BATCHED_EXTENSION = "scenebank.batched"
"""Key under `GraphQLField.extensions` for schemas that are built without Strawberry."""


@dataclass(frozen=True, slots=True, eq=False)
class BatchedField:
    """`await load(read, parents, viewers, **arguments)` gives one result per parent, in order; a result may be an exception, which fails that parent alone."""

    name: str
    load: Load


def batched(
    returns: Any,
    description: str,
    *,
    permission: Permission | None = None,
    data_class: DataClass = C2,
    name: str | None = None,
    deprecation_reason: str | None = None,
    cost: int | None = None,
    list_size: int | None = None,
) -> Callable[[Load], Any]:
    """Make a Strawberry field of an `async def load(read, parents, viewers, *, arguments) -> list`. `returns` is the GraphQL type of one result.

    `cost` (1) and `list_size` (how many objects a list without `first` is taken to hold) count when an operation is admitted."""

    def declare(load: Load) -> Any:
        field = BatchedField(load.__qualname__, _counted(load))
        return strawberry.field(
            resolver=_adapter(load, field, returns),
            name=name,
            description=description,
            deprecation_reason=deprecation_reason,
            metadata={METADATA_KEY: field, "permission": permission, "data_class": data_class, "cost": cost, "list_size": list_size},
        )

    return declare


def batched_field_of(field: GraphQLField) -> BatchedField | None:
    """The batched field behind a field of a schema, or None."""
    definition = field.extensions.get("strawberry-definition")
    found = definition.metadata.get(METADATA_KEY) if definition is not None else field.extensions.get(BATCHED_EXTENSION)
    return found if isinstance(found, BatchedField) else None


def _counted(load: Load) -> Load:
    label = load.__qualname__

    @wraps(load)
    def call(read: Any, parents: list[Any], viewers: list[Any], **arguments: Any) -> Awaitable[list[Any]]:
        CALLS[label] += 1
        return load(read, parents, viewers, **arguments)

    return call


class Batches:
    """Collects, on graphql-core, the parents that ask for one field at one place of an operation, and loads them in one call."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._waiting: dict[tuple[object, ...], _Batch] = {}

    async def load(self, field: BatchedField, info: GraphQLResolveInfo[Context], parent: Any, arguments: dict[str, Any]) -> Any:
        """The result for one parent. Raises what befell it."""
        place = (field, info.parent_type.name, *_names(info.path))
        batch = self._waiting.get(place)
        if batch is None:
            batch = self._waiting[place] = _Batch(field, arguments)
            batch.task = asyncio.create_task(self._run(place, batch))
        index = len(batch.parents)
        batch.parents.append(parent)
        results = await asyncio.shield(batch.done)
        result = results[index]
        if isinstance(result, Exception):
            raise result
        return result

    async def _run(self, place: tuple[object, ...], batch: "_Batch") -> None:
        # Parents of one level are completed within a few turns of the loop: wait until none has joined for two turns.
        joined, quiet = 0, 0
        while quiet < 2:
            await asyncio.sleep(0)
            quiet = quiet + 1 if len(batch.parents) == joined else 0
            joined = len(batch.parents)
        del self._waiting[place]
        viewers = [self._context.viewer] * joined
        try:
            results = await batch.field.load(self._context.read, batch.parents, viewers, **batch.arguments)
            if len(results) != joined:
                raise RuntimeError(f"{batch.field.name} gave {len(results)} results for {joined} parents")
        except Exception as error:  # noqa: BLE001  every failure reaches the parents that wait for it
            results = [error] * joined
        batch.done.set_result(results)


class _Batch:
    __slots__ = ("arguments", "done", "field", "parents", "task")

    def __init__(self, field: BatchedField, arguments: dict[str, Any]) -> None:
        self.field = field
        self.arguments = arguments
        self.parents: list[Any] = []
        self.done: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
        self.task: asyncio.Task[None] | None = None


def _names(path: Path | None) -> list[str]:
    """The response keys that lead to a place, without list indexes."""
    names: list[str] = []
    while path is not None:
        if isinstance(path.key, str):
            names.append(path.key)
        path = path.prev
    return names


def _adapter(load: Load, field: BatchedField, returns: Any) -> Callable[..., Awaitable[Any]]:
    """A resolver with the GraphQL arguments of `load`, for Strawberry to read its signature from."""

    async def resolve(self: Any, info: Info, **arguments: Any) -> Any:
        context = info.context
        if context.batches is None:
            context.batches = Batches(context)
        return await context.batches.load(field, info._raw_info, self, arguments)

    signature = inspect.signature(load, eval_str=True)
    positional = [p for p in signature.parameters.values() if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    if len(positional) != 3:
        raise TypeError(f"{field.name} takes (read, parents, viewers, *, arguments)")
    own = [p for p in signature.parameters.values() if p.kind is inspect.Parameter.KEYWORD_ONLY]
    head = [
        inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD),
        inspect.Parameter("info", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Info),
    ]
    resolve.__name__ = load.__name__
    resolve.__module__ = load.__module__
    resolve.__signature__ = inspect.Signature([*head, *own], return_annotation=returns)  # type: ignore[attr-defined]
    resolve.__annotations__ = {"info": Info, **{p.name: p.annotation for p in own}, "return": returns}
    return resolve
