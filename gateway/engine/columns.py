"""Columns of values that hold objects: which objects stand in them, and whether the answer can be written without null propagation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphql import GraphQLOutputType, Undefined, is_list_type, is_non_null_type

from gateway.engine.shapes import ObjectPlan

Outcome = tuple[ObjectPlan, int] | Exception
"""What became of one object in a column: its plan and its place in the plan's list, or what is raised for it."""


def walk(value: Any, depth: int) -> Iterator[tuple[Any, tuple[int, ...]]]:
    """The objects in a value with their places in its lists, without nulls and exceptions."""
    if value is None or value is Undefined or isinstance(value, Exception):
        return
    if depth == 0:
        yield value, ()
    elif type(value) is list or type(value) is tuple:
        for key, item in enumerate(value):
            for inner, keys in walk(item, depth - 1):
                yield inner, (key, *keys)


def is_sound(type_: GraphQLOutputType, value: Any, outcomes: Iterator[Outcome]) -> bool:
    """Whether a value of listed objects can be written without null propagation. Takes the outcomes of all of its objects."""
    if is_non_null_type(type_):
        inner = is_sound(type_.of_type, value, outcomes)
        return inner and value is not None
    if value is None:
        return True
    if isinstance(value, Exception) or value is Undefined:
        return False
    if is_list_type(type_):
        if type(value) is not list and type(value) is not tuple:
            return False
        items = [is_sound(type_.of_type, item, outcomes) for item in value]
        return all(items)
    return not isinstance(next(outcomes), Exception)
