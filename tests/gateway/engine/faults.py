"""Faulty values for random worlds."""

from __future__ import annotations

from random import Random
from typing import Any

from graphql import get_named_type, is_leaf_type, is_list_type, is_non_null_type

from tests.gateway.engine.worlds import Failure, Raise, Row, World


def inject_faults(world: World, random: Random, count: int, *, one_error: bool = False) -> None:
    """Put faulty values into some places: nulls, raised errors, exceptions as values, wrong types, values that are no lists.

    With `one_error` no fault is an object of a wrong type, whose fields could fail one by one."""
    for _ in range(count):
        row, name, type_ = random.choice(world.slots)
        choices: list[Any] = [None, Failure(f"stored in {name}"), Raise(Failure(f"raised in {name}"))]
        is_list = is_list_type(type_.of_type if is_non_null_type(type_) else type_)
        if not one_error or is_leaf_type(get_named_type(type_)):
            choices += [_Stranger(), {"a": 1}, "text", 2**40, float("nan"), [None], [Failure("item"), "x"]]
        elif is_list:
            choices += ["text", {"a": 1}, [None], [Failure("item")]]
        value = random.choice(choices)
        if is_list and random.random() < 0.5 and not (one_error and isinstance(value, str | dict)):
            current = vars(row).get(name)
            value = [*current, value] if isinstance(current, list) else [value]
        setattr(row, name, value)


class _Stranger(Row):
    type_name = "Stranger"

    def __repr__(self) -> str:
        return "<stranger>"
