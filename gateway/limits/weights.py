"""What a field weighs and how long its list is taken to be, from the metadata of its declaration."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLArgument, GraphQLField, GraphQLObjectType, GraphQLSchema, Undefined, is_list_type, is_non_null_type, value_from_ast_untyped

from resolvers.batch import batched_field_of

COST_EXTENSION = "scenebank.cost"
LIST_SIZE_EXTENSION = "scenebank.list_size"
"""Keys under `GraphQLField.extensions` for schemas that are built without Strawberry."""

ROOT_WRITE_COST = 10
"""A mutation, or the start of a subscription."""
BATCHED_COST = 1
"""A field that reads, once for all of its parents."""
OBJECT_COST = 1
"""Every object that is returned, so that what was used can be told from the answer. Leaves cost nothing."""
INTROSPECTION_COST = 100
LIST_SIZE = 10
"""Objects in a list that takes no `first` and says nothing of its size."""
PAGE_SIZE = 20
PAGE_SIZE_MAX = 50
SLICING_ARGUMENTS = ("first", "last")
SIZED_FIELDS = frozenset({"edges", "nodes"})
"""Fields of a connection that are as long as its `first` or `last` says."""


def field_cost(schema: GraphQLSchema, parent: GraphQLObjectType, field: GraphQLField) -> int:
    """What the field itself costs, whatever it returns."""
    told = _told(field, "cost", COST_EXTENSION)
    if told is not None:
        return told
    if parent in (schema.mutation_type, schema.subscription_type):
        return ROOT_WRITE_COST
    return BATCHED_COST if batched_field_of(field) is not None else 0


def list_size(field: GraphQLField) -> int:
    """How many objects a list is taken to hold that takes no `first`."""
    told = _told(field, "list_size", LIST_SIZE_EXTENSION)
    return LIST_SIZE if told is None else told


def is_list(field: GraphQLField) -> bool:
    """Whether the field gives a list."""
    type_: Any = field.type
    return is_list_type(type_.of_type if is_non_null_type(type_) else type_)


def default_size(argument: GraphQLArgument) -> int:
    """How long a page is when nothing is said."""
    default = argument.default_value
    if argument.default is not None:
        literal: Any = argument.default.literal
        default = argument.default.value if literal in (None, Undefined) else value_from_ast_untyped(literal)
    return default if type(default) is int else PAGE_SIZE


def _told(field: GraphQLField, key: str, extension: str) -> int | None:
    definition = field.extensions.get("strawberry-definition")
    metadata = getattr(definition, "metadata", None) or {}
    told: int | None = metadata.get(key)
    return told if told is not None else field.extensions.get(extension)
