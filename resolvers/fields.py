"""How a GraphQL type is declared: the row it shows, and for every field a description, a data class and, on roots, a permission."""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import strawberry
from typing_extensions import dataclass_transform

from domains.kernel.data_classes import C1, DataClass
from resolvers.permissions import Permission

T = TypeVar("T", bound=type)

IMPLEMENTATIONS: list[type] = []
"""Every type that implements an interface, in order of declaration: `build_schema` names them, since no field may lead to one by name."""

CALLS: Counter[str] = Counter()
"""How often each batched field and mutation was called in this process; the gateway shows it in development."""


def field(description: str, data_class: DataClass = C1, *, name: str | None = None, deprecation_reason: str | None = None, list_size: int | None = None) -> Any:
    """A field that is an attribute of the row. `list_size` is how many objects its list is taken to hold when an operation's cost is counted."""
    metadata = {"data_class": data_class, "list_size": list_size}
    return strawberry.field(description=description, name=name, deprecation_reason=deprecation_reason, metadata=metadata)


def computed(description: str, data_class: DataClass = C1, *, name: str | None = None) -> Callable[[Callable[..., Any]], Any]:
    """A field that is a pure function of the row: `def amount(row: Amount) -> DecimalText`. No I/O, no info."""

    def declare(function: Callable[..., Any]) -> Any:
        return strawberry.field(resolver=_row_as_root(function), name=name, description=description, metadata={"data_class": data_class})

    return declare


def look(description: str, *, permission: Permission, data_class: DataClass = C1) -> Callable[[Callable[..., Any]], Any]:
    """A root query field whose look is audited: an async function that commits the audit row, and only then gives a row for batched fields to read below."""

    def declare(function: Callable[..., Any]) -> Any:
        return strawberry.field(resolver=function, description=description, metadata={"permission": permission, "data_class": data_class})

    return declare


def mutation(description: str, *, permission: Permission, data_class: DataClass = C1, cost: int | None = None) -> Callable[[Callable[..., Any]], Any]:
    """A root field that calls one verb: `async def transfer(info: Info, input: TransferInput) -> TransferResult`. It costs 10 unless `cost` says more."""

    def declare(function: Callable[..., Any]) -> Any:
        return strawberry.mutation(
            resolver=_counted(function), description=description, metadata={"permission": permission, "data_class": data_class, "cost": cost}
        )

    return declare


def subscription(description: str, *, permission: Permission, data_class: DataClass = C1) -> Callable[[Callable[..., Any]], Any]:
    """A root field that listens: an async generator."""

    def declare(function: Callable[..., Any]) -> Any:
        return strawberry.subscription(resolver=function, description=description, metadata={"permission": permission, "data_class": data_class})

    return declare


@dataclass_transform(kw_only_default=True)
def type_of(row: type, description: str, *, name: str | None = None) -> Callable[[T], T]:
    """A GraphQL object type whose values are rows of that class. Rows are never copied: fields read their attributes."""

    def declare(cls: T) -> T:
        cls.is_type_of = classmethod(lambda _cls, value, _info: isinstance(value, row))  # type: ignore[attr-defined]
        declared = strawberry.type(cls, name=name, description=description)
        if declared.__strawberry_definition__.interfaces:  # type: ignore[attr-defined]
            IMPLEMENTATIONS.append(declared)
        return declared

    return declare


def _counted(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    async def call(*arguments: Any, **named: Any) -> Any:
        CALLS[function.__qualname__] += 1
        return await function(*arguments, **named)

    return call


def _row_as_root(function: Callable[..., Any]) -> Callable[..., Any]:
    """Strawberry passes the parent to a parameter called `root`; ours is called what it is."""

    def resolve(root: Any) -> Any:
        return function(root)

    resolve.__name__ = function.__name__
    resolve.__module__ = function.__module__
    resolve.__annotations__ = {"return": function.__annotations__["return"]}
    resolve.__wrapped_row_function__ = function  # type: ignore[attr-defined]
    return resolve
