"""What resolve functions give, made plain: awaitables awaited together, iterables and asynchronous iterables as lists, failures in their place."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING, Any

from graphql.pyutils import gather_with_cancel, is_async_iterable, is_awaitable, is_iterable
from graphql.type import GraphQLResolveInfoHelpers

if TYPE_CHECKING:
    from gateway.engine.shapes import FieldPlan

_tracked: set[asyncio.Future[Any]] = set()


async def settle(columns: Sequence[tuple[FieldPlan, list[Any]]]) -> None:
    """Make every value of the columns plain, in place."""
    waiting = [(column, index) for _, column in columns for index, value in enumerate(column) if is_awaitable(value)]
    await _fill(waiting)
    deep = [(field, column) for field, column in columns if field.depth]
    for level in range(max((field.depth for field, _ in deep), default=0)):
        lists = [column for field, column in deep if field.depth > level]
        for _ in range(level):
            lists = [value for column in lists for value in column if type(value) is list]
        await _settle_lists(lists)


async def awaited(values: Sequence[Any]) -> list[Any]:
    """The values with the awaitables among them awaited together; what one raises stands in its place."""
    settled = list(values)
    await _fill([(settled, index) for index, value in enumerate(settled) if is_awaitable(value)])
    return settled


def listed(value: Any, depth: int) -> Any:
    """A value that should be a list, as a list. What cannot be one stays as it is, and its error is found where the answer is written."""
    if depth == 0 or value is None or isinstance(value, Exception) or not is_iterable(value):
        return value
    try:
        return [listed(item, depth - 1) for item in value]
    except Exception as error:  # noqa: BLE001 - the iterable failed: its error stands in its place
        return error


async def _settle_lists(columns: list[list[Any]]) -> None:
    """Turn each value of the columns into a list whose items are not awaitable."""
    sources = [(column, index) for column in columns for index, value in enumerate(column) if is_async_iterable(value)]
    for column, index in sources:
        column[index] = _exhausted(column[index])
    await _fill(sources)
    items = []
    for column in columns:
        for index, value in enumerate(column):
            if isinstance(value, Exception) or not is_iterable(value):
                continue
            plain = column[index] = listed(value, 1)
            if type(plain) is list:
                items += [(plain, place) for place, item in enumerate(plain) if is_awaitable(item)]
    await _fill(items)


async def _exhausted(source: Any) -> list[Any]:
    return [item async for item in source]


async def _fill(places: list[tuple[list[Any], int]]) -> None:
    """Await what stands in these places."""
    if len(places) == 1:
        values, index = places[0]
        values[index] = await _outcome(values[index])
    elif places:
        outcomes = await asyncio.gather(*(_outcome(values[index]) for values, index in places))
        for (values, index), outcome in zip(places, outcomes, strict=True):
            values[index] = outcome


async def _outcome(awaitable: Awaitable[Any]) -> Any:
    try:
        return await awaitable
    except Exception as error:  # noqa: BLE001 - it is the field's value: raised where the answer is written
        return error


def _track(values: Sequence[Any]) -> None:
    for value in values:
        if is_awaitable(value):
            future = asyncio.ensure_future(_outcome(value))
            _tracked.add(future)
            future.add_done_callback(_tracked.discard)


def _gather(values: Sequence[Awaitable[Any]]) -> Awaitable[list[Any]]:
    return gather_with_cancel(*values)


HELPERS = GraphQLResolveInfoHelpers(gather=_gather, track=_track)
"""What `info.async_helpers` is."""
