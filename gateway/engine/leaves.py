"""Leaf values: the check that is written into the plan, and the conversion behind it for whatever the check does not know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import Enum
from typing import Any

from graphql import GraphQLBoolean, GraphQLEnumType, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLScalarType, GraphQLString, Undefined
from graphql.pyutils import inspect

LeafType = GraphQLScalarType | GraphQLEnumType
Convert = Callable[[Any], Any]

EXACT_CLASS: Mapping[GraphQLScalarType, type] = {GraphQLString: str, GraphQLID: str}
"""Scalars whose values of exactly that class are right as they are."""


class Fault(Exception):
    """A value needs the specification's null propagation: the interpreter must walk the columns."""


def unlike(leaf: LeafType, value: str) -> str | None:
    """Python source of the test that `value` is not right as it is; None where every value must be converted."""
    if isinstance(leaf, GraphQLEnumType):
        return None
    if leaf in EXACT_CLASS or leaf.coerce_output_value is str:
        return f"type({value}) is not str"
    if leaf is GraphQLInt:
        return f"type({value}) is not int or not -2147483648 <= {value} <= 2147483647"
    if leaf is GraphQLBoolean:
        return f"{value} is not True and {value} is not False"
    if leaf is GraphQLFloat:
        return f"type({value}) is not float or {value} - {value} != 0.0"
    return None


def exact_class(leaf: LeafType) -> type | None:
    """The class whose values need no look at all, so that a list of them can be checked at once."""
    if isinstance(leaf, GraphQLEnumType):
        return None
    if leaf is GraphQLBoolean:
        return bool
    return str if leaf in EXACT_CLASS or leaf.coerce_output_value is str else None


def complete_leaf(leaf: LeafType, value: Any) -> Any:
    """The value as it stands in the answer. Raises what the type raises, or TypeError for a conversion to null."""
    coerced = leaf.coerce_output_value(value)
    if coerced is Undefined or coerced is None:
        raise TypeError(f"Expected `{inspect(leaf)}.coerce_output_value({inspect(value)})` to return non-nullable value, returned: {inspect(coerced)}")
    return coerced


def converter(leaf: LeafType, *, nullable: bool) -> Convert:
    """What the plan calls where its check fails. Raises Fault, or what the type raises."""
    coerce = leaf.coerce_output_value

    def convert(value: Any) -> Any:
        if value is None or value is Undefined:
            if nullable:
                return None
            raise Fault
        if isinstance(value, Exception):
            raise Fault
        coerced = coerce(value)
        if coerced is None or coerced is Undefined:
            raise Fault
        return coerced

    return convert


def enum_names(leaf: GraphQLEnumType) -> tuple[dict[Any, str], bool]:
    """The names of an enumeration's hashable values, for a look-up before `converter` is asked; and whether they are found by `id`.

    Members of a Python enumeration are: there is one of each for ever, and their own hash is a Python function."""
    names: dict[Any, str] = {}
    wrapped = getattr(leaf, "wrapped_cls", None)
    members = list(wrapped) if isinstance(wrapped, type) and issubclass(wrapped, Enum) else None
    by_id = members is not None
    values = members if members is not None else [one.value for one in leaf.values.values()]
    for value in values:
        # A value that has no name, or no hash, is left to the converter, which says so.
        with suppress(Exception):
            names[id(value) if by_id else value] = leaf.coerce_output_value(value)
    return names, by_id
