"""What resolve functions give, made plain: awaitables awaited together, iterables and asynchronous iterables as lists, failures in their place."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from graphql.pyutils import gather_with_cancel, is_async_iterable, is_awaitable, is_iterable
from graphql.type import GraphQLResolveInfoHelpers

if TYPE_CHECKING:
    from gateway.engine.shapes import FieldPlan

_tracked: set[asyncio.Future[Any]] = set()


Awaited = set[tuple[int, int | None]]
"""Identities of lists with the places in them whose value had to be awaited."""


async def settle(columns: Sequence[tuple[FieldPlan, list[Any]]], seen: Awaited) -> None:
    """Make every value of the columns plain, in place. Adds to `seen` what was awaited."""
    waiting = [(column, index) for _, column in columns for index, value in enumerate(column) if is_awaitable(value)]
    await _fill(waiting, seen)
    deep = [(field, column) for field, column in columns if field.depth]
    for level in range(max((field.depth for field, _ in deep), default=0)):
        lists = [column for field, column in deep if field.depth > level]
        for _ in range(level):
            lists = [value for column in lists for value in column if type(value) is list]
        await _settle_lists(lists, seen)


async def awaited(values: Sequence[Any], seen: Awaited) -> list[Any]:
    """The values with the awaitables among them awaited together; what one raises stands in its place."""
    settled = list(values)
    await _fill([(settled, index) for index, value in enumerate(settled) if is_awaitable(value)], seen)
    return settled


def listed(value: Any, depth: int) -> Any:
    """A value that should be a list, as a list. What cannot be one stays as it is, and its error is found where the answer is written."""
    if depth == 0 or value is None or isinstance(value, Exception) or not is_iterable(value):
        return value
    items: list[Any] = []
    iterator = iter(value)
    try:
        items.extend(iterator)
    except Exception as error:  # noqa: BLE001 - the iterable failed: its error stands in its place
        with suppress(Exception):
            items.extend(iterator)
        _abandon(items)
        return error
    return [listed(item, depth - 1) for item in items] if depth > 1 else items


async def _settle_lists(columns: list[list[Any]], seen: Awaited) -> None:
    """Turn each value of the columns into a list whose items are not awaitable."""
    sources = [(column, index) for column in columns for index, value in enumerate(column) if is_async_iterable(value)]
    for column, index in sources:
        column[index] = _exhausted(column[index])
    await _fill(sources, seen)
    items = []
    for column in columns:
        for index, value in enumerate(column):
            if isinstance(value, Exception) or not is_iterable(value):
                continue
            plain = column[index] = listed(value, 1)
            if type(plain) is list:
                items += [(plain, place) for place, item in enumerate(plain) if is_awaitable(item)]
    await _fill(items, seen)


async def _exhausted(source: Any) -> list[Any]:
    return [item async for item in source]


async def _fill(places: list[tuple[list[Any], int]], seen: Awaited) -> None:
    """Await what stands in these places."""
    seen.update((id(values), index) for values, index in places)
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


def _abandon(values: Sequence[Any]) -> None:
    """Let what is awaitable among values that nobody waits for come to its end; without a loop it never began."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        for value in values:
            if asyncio.iscoroutine(value):
                value.close()
    else:
        _track(values)


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
