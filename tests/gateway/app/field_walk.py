"""An operation for every field of the schema: along the shortest way from a root, with some value for every argument that must be given."""

from functools import cache
from typing import Any, NamedTuple

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

SAMPLES = {
    "Int": "1",
    "Boolean": "true",
    "UUID": '"0190b3a4-0000-7000-8000-000000000001"',
    "CurrencyCode": '"CNY"',
    "Decimal": '"1.00"',
    "Instant": '"2026-11-23T08:00:00Z"',
    "Date": '"2026-11-23"',
    "_Any": '{__typename: "Movement", id: "x"}',
}
"""Of each scalar that a quoted letter would not be."""


class Step(NamedTuple):
    """One level of an operation: a field of a type or, where `field` is None, a condition on it."""

    type_name: str
    field: str | None
    arguments: str = ""

    @property
    def text(self) -> str:
        return f"... on {self.type_name}" if self.field is None else f"{self.field}{self.arguments}"


class Way(NamedTuple):
    """How an operation reaches a type."""

    kind: str
    steps: tuple[Step, ...]


class Place(NamedTuple):
    """A field of a type, and the way to that type."""

    type_name: str
    field: str
    way: Way
    query: str


def places(schema: GraphQLSchema) -> list[Place]:
    """Every field that an operation can reach."""
    found = []
    for type_name, way in ways(schema).items():
        type_ = schema.type_map[type_name]
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            found += [Place(type_name, name, way, _query(way, name, field)) for name, field in type_.fields.items()]
    return found


@cache
def ways(schema: GraphQLSchema) -> dict[str, Way]:
    """The shortest way to each composite type."""
    found: dict[str, Way] = {}
    roots = {"query": schema.query_type, "mutation": schema.mutation_type, "subscription": schema.subscription_type}
    waiting = [(root.name, Way(kind, ())) for kind, root in roots.items() if root is not None]
    while waiting:
        name, way = waiting.pop(0)
        if name in found:
            continue
        found[name] = way
        type_ = schema.type_map[name]
        if isinstance(type_, GraphQLUnionType | GraphQLInterfaceType):
            waiting += [(one.name, Way(way.kind, (*way.steps, Step(one.name, None)))) for one in schema.get_possible_types(type_)]
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in type_.fields.items():
                named = get_named_type(field.type)
                if not is_leaf_type(named):
                    waiting.append((named.name, Way(way.kind, (*way.steps, Step(name, field_name, _arguments(field))))))
    return found


def _query(way: Way, name: str, field: GraphQLField) -> str:
    end = "" if is_leaf_type(get_named_type(field.type)) else " { __typename }"
    opened = "".join(f"{step.text} {{ " for step in way.steps)
    return f"{way.kind} {{ {opened}{name}{_arguments(field)}{end} {'} ' * len(way.steps)}}}"


def _arguments(field: GraphQLField) -> str:
    told = [f"{name}: {_value(argument.type)}" for name, argument in field.args.items() if isinstance(argument.type, GraphQLNonNull)]
    return f"({', '.join(told)})" if told else ""


def _value(type_: Any) -> str:
    inner = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    named: Any = get_named_type(inner)
    if isinstance(named, GraphQLInputObjectType):
        fields = {name: field for name, field in named.fields.items() if isinstance(field.type, GraphQLNonNull)}
        if not fields:
            # Of those that take exactly one.
            fields = dict([next(iter(named.fields.items()))])
        text = "{" + ", ".join(f"{name}: {_value(field.type)}" for name, field in fields.items()) + "}"
    elif hasattr(named, "values"):
        text = next(iter(named.values))
    else:
        text = SAMPLES.get(named.name, '"x"')
    return f"[{text}]" if str(inner).startswith("[") else text
