"""Which object type a value has: by its class where the schema allows it, else by asking resolve_type and is_type_of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from inspect import getattr_static as inspect_static
from typing import Any

from graphql import (
    GraphQLAbstractType,
    GraphQLError,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    Undefined,
    default_type_resolver,
    is_abstract_type,
    is_object_type,
)
from graphql.pyutils import inspect, is_awaitable

from gateway.engine.shapes import Child, ObjectPlan

Info = GraphQLResolveInfo[Any]


class Uniform:
    """Recognises the values of one object type by their class alone. `classes` are those known to be right."""

    __slots__ = ("classes", "row", "tuple_fields", "type")

    def __init__(self, object_type: GraphQLObjectType, row: type | None) -> None:
        self.type = object_type
        self.row = row
        self.classes: set[type] = set()
        self.tuple_fields: tuple[str, ...] = _tuple_fields(row)
        """The attributes of `row` in the order of its items, where it is a named tuple and nothing more; else none."""

    def admits(self, value: Any) -> bool:
        """Whether the value is an object of the type."""
        if value is None or value is Undefined or isinstance(value, Exception):
            return False
        if self.row is not None and not isinstance(value, self.row):
            return False
        self.classes.add(type(value))
        return True


def uniform_of(object_type: GraphQLObjectType) -> Uniform | None:
    """How to recognise the type's values by class; None where its is_type_of may look at anything."""
    if object_type.is_type_of is None:
        return Uniform(object_type, None)
    row = _row_class(object_type.is_type_of)
    return Uniform(object_type, row) if row is not None else None


def _row_class(is_type_of: Any) -> type | None:
    """The class that `resolvers.fields.type_of` compares with: its is_type_of is `isinstance(value, row)` and nothing else."""
    function = getattr(is_type_of, "__func__", is_type_of)
    code = getattr(function, "__code__", None)
    if code is None or function.__module__ != "resolvers.fields" or code.co_freevars != ("row",):
        return None
    row = function.__closure__[0].cell_contents
    return row if isinstance(row, type) else None


def _tuple_fields(row: type | None) -> tuple[str, ...]:
    fields: Any = getattr(row, "_fields", ())
    if row is None or not issubclass(row, tuple) or row.__iter__ is not tuple.__iter__ or row.__getattribute__ is not tuple.__getattribute__:
        return ()
    # A class below may have put something else in the place of an item.
    return fields if all(type(inspect_static(row, name)).__name__ == "_tuplegetter" for name in fields) else ()


_BY_CLASS = (
    "StrawberryUnion.get_type_resolver.<locals>._resolve_union_type",
    "GraphQLCoreConverter.from_interface.<locals>._get_resolve_type.<locals>.resolve_type",
    "GraphQLCoreConverter.from_object.<locals>._get_is_type_of.<locals>.is_type_of",
)
"""Strawberry's own functions: they look at an object's class, and at nothing else unless it was cast."""

CAST_ATTRIBUTE = "__as_strawberry_type__"


def is_told_by_class(named: GraphQLNamedType, possible: Iterable[GraphQLObjectType]) -> bool:
    """Whether all objects of one class that were not cast have the same type, so that one of them is asked for all."""
    if not isinstance(named, GraphQLObjectType) and getattr(getattr(named, "resolve_type", None), "__qualname__", "") not in _BY_CLASS:
        return False
    for one in possible:
        definition = one.extensions.get("strawberry-definition")
        if getattr(definition, "concrete_of", None) is not None:
            return False
        if one.is_type_of is not None and _row_class(one.is_type_of) is None and getattr(one.is_type_of, "__qualname__", "") not in _BY_CLASS:
            return False
    return True


def type_of(schema: GraphQLSchema, child: Child, value: Any, info: Info, nodes: Callable[[], list[Any]]) -> Any:
    """The object plan of a value that is neither null nor an exception; an awaitable of it where the schema's functions are asynchronous.

    Raises what graphql-core raises for a value of no possible type."""
    named = child.named_type
    if isinstance(named, GraphQLObjectType):
        return _checked(child.plans[named.name], value, info, nodes)
    assert is_abstract_type(named)
    name = (named.resolve_type or default_type_resolver)(value, info, named)
    if is_awaitable(name):
        return _type_later(schema, child, named, name, value, info, nodes)
    return _checked(_plan_named(schema, child, named, name, value, info, nodes), value, info, nodes)


async def _type_later(
    schema: GraphQLSchema, child: Child, named: GraphQLAbstractType, name: Any, value: Any, info: Info, nodes: Callable[[], list[Any]]
) -> Any:
    plan: Any = _checked(_plan_named(schema, child, named, await name, value, info, nodes), value, info, nodes)
    return await plan if is_awaitable(plan) else plan


def _checked(plan: ObjectPlan, value: Any, info: Info, nodes: Callable[[], list[Any]]) -> Any:
    if plan.type.is_type_of is None:
        return plan
    is_right = plan.type.is_type_of(value, info)
    if is_awaitable(is_right):
        return _checked_later(plan, is_right, value, nodes)
    if not is_right:
        raise wrong_type(plan.type, value, nodes())
    return plan


async def _checked_later(plan: ObjectPlan, is_right: Any, value: Any, nodes: Callable[[], list[Any]]) -> ObjectPlan:
    if not await is_right:
        raise wrong_type(plan.type, value, nodes())
    return plan


def wrong_type(object_type: GraphQLObjectType, value: Any, nodes: list[Any]) -> GraphQLError:
    """A value that the type's is_type_of refuses."""
    return GraphQLError(f"Expected value of type '{object_type}' but got: {inspect(value)}.", nodes)


def _plan_named(
    schema: GraphQLSchema, child: Child, named: GraphQLAbstractType, name: Any, value: Any, info: Info, nodes: Callable[[], list[Any]]
) -> ObjectPlan:
    plan = child.plans.get(name) if isinstance(name, str) else None
    if plan is not None:
        return plan
    must = f"Abstract type '{named}' must resolve to an Object type at runtime for field '{info.parent_type}.{info.field_name}'"
    if name is None:
        message = f"{must}. Either the '{named}' type should provide a 'resolve_type' function or each possible type should provide an 'is_type_of' function."
    elif not isinstance(name, str):
        message = f"{must} with value {inspect(value)}, received '{inspect(name)}', which is not a valid Object type name."
    elif (found := schema.get_type(name)) is None:
        message = f"Abstract type '{named}' was resolved to a type '{name}' that does not exist inside the schema."
    elif not is_object_type(found):
        message = f"Abstract type '{named}' was resolved to a non-object type '{name}'."
    else:
        message = f"Runtime Object type '{found}' is not a possible type for '{named}'."
    raise GraphQLError(message, nodes())
