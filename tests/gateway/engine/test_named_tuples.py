"""Rows that are named tuples are read in one step, and only where that is the same as to ask for each attribute."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
import strawberry
from graphql import ExecutionResult, execute, parse

from domains.kernel.transactions import Read
from gateway.engine import Plan, compile_operation
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import field, type_of
from tests.gateway.engine.worlds import OneRequest


class Point(NamedTuple):
    x: str
    y: int
    z: str | None = None


class Doubled(Point):
    """One below, whose attribute is not its item."""

    @property
    def y(self) -> int:  # type: ignore[override]
        return self[1] * 2


class Lazy(Point):
    """One below that raises where it is asked."""

    @property
    def x(self) -> str:  # type: ignore[override]
        raise ValueError("asked")


class Overridden(NamedTuple("Overridden", [("x", str), ("y", int)])):
    """A row class that is itself more than its items."""

    __slots__ = ()

    @property
    def x(self) -> str:
        return f"<{self[0]}>"


ROWS: list[Any] = []


@type_of(Point, "A point.")
class PointType:
    x: str = field("x")
    y: int = field("y")
    z: str | None = field("z")


@type_of(Overridden, "Another.")
class OverriddenType:
    x: str = field("x")
    y: int = field("y")


@batched(list[PointType | None], "Points.")
async def points(read: Read, roots: list[None], viewers: list[Viewer]) -> list[Any]:
    return [list(ROWS) for _ in roots]


@batched(OverriddenType, "One.")
async def overridden(read: Read, roots: list[None], viewers: list[Viewer]) -> list[Any]:
    return [Overridden("a", 1) for _ in roots]


@strawberry.type
class Query:
    points = points
    overridden = overridden


schema = strawberry.Schema(Query)._schema


async def both(text: str) -> tuple[Any, ExecutionResult, str]:
    """What the engine and what graphql-core answer, and the plan's source."""
    document = parse(text)
    plan = compile_operation(schema, document)
    assert isinstance(plan, Plan)
    core: Any = execute(schema, document, None, OneRequest())
    return await plan.execute(None, OneRequest()), await core, plan.segments[0].source


@pytest.mark.parametrize("text", ["{ points { x y z } }", "{ points { z x } }", "{ points { a: x b: x y } }", "{ points { y __typename } }"])
async def test_rows_of_the_class_and_of_one_below_are_answered_alike(text: str) -> None:
    ROWS[:] = [Point("a", 1), None, Doubled("b", 2, "c"), Point("d", 3, "e")]
    ours, core, _ = await both(text)
    assert ours.data == core.data
    assert ours.errors is core.errors is None


async def test_a_wrong_item_is_an_error_at_its_place() -> None:
    ROWS[:] = [Point("a", 1), Point("b", "no number"), Lazy("c", 3), Point(None, 4)]  # type: ignore[arg-type]
    ours, core, _ = await both("{ points { x y } }")
    assert ours.data == core.data == {"points": [{"x": "a", "y": 1}, None, None, None]}
    assert sorted(str(one) for one in ours.errors) == sorted(str(one) for one in core.errors or ())


async def test_what_is_no_row_is_an_error_too() -> None:
    ROWS[:] = [("a", 1, None), Point("a", 1)]
    ours, core, _ = await both("{ points { x y z } }")
    assert ours.data == core.data == {"points": [None, {"x": "a", "y": 1, "z": None}]}


async def test_only_a_row_that_is_its_items_is_unpacked_and_only_where_most_are_wanted() -> None:
    ROWS[:] = []
    assert ",) = " in (await both("{ points { x y } }"))[2]
    assert ",) = " not in (await both("{ points { x } }"))[2]
    ours, core, source = await both("{ overridden { x y } }")
    assert ours.data == core.data == {"overridden": {"x": "<a>", "y": 1}}
    assert ",) = " not in source
