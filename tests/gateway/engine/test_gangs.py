"""How gangs form: who joins, who runs alone, when the snapshot is taken, and what befalls a gang whose database is away."""

from __future__ import annotations

import asyncio
import gc
import weakref
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import orjson
import pytest
from graphql import GraphQLArgument, GraphQLField, GraphQLInt, GraphQLObjectType, GraphQLSchema, GraphQLString, parse

from gateway.engine import Gangs, Plan, PlanCache, RequestInvalid, Unsupported, compile_operation
from resolvers.batch import BATCHED_EXTENSION, BatchedField
from resolvers.context import NOBODY, Viewer


class House:
    """One query field, its loads, and a gate before each load."""

    def __init__(self) -> None:
        self.loads: list[list[int]] = []
        self.events: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.failing: dict[int, Exception] = {}
        self.now = 0.0
        self.batched = BatchedField("mine", self.load)
        field = GraphQLField(GraphQLString, {"x": GraphQLArgument(GraphQLInt)}, extensions={BATCHED_EXTENSION: self.batched})
        self.schema = GraphQLSchema(GraphQLObjectType("Query", {"mine": field}))
        self.plan = self.compiled("query Q($x: Int) { mine(x: $x) }")
        self.gangs = Gangs(self.open_read, clock=lambda: self.now)

    def compiled(self, text: str) -> Plan:
        plan = compile_operation(self.schema, parse(text))
        assert isinstance(plan, Plan)
        return plan

    def open_read(self, *, single: bool = False) -> Any:
        assert single
        self.events.append("open")
        return SimpleNamespace(close=self.close)

    async def close(self) -> None:
        self.events.append("close")

    async def load(self, read: Any, parents: list[Any], viewers: list[Viewer], x: int | None = None) -> list[Any]:
        numbers = [viewer.id.int for viewer in viewers]
        self.loads.append(numbers)
        self.events.append(f"load {len(numbers)}")
        await self.gate.wait()
        for number in numbers:
            if number in self.failing:
                raise self.failing[number]
        return [f"of {number}" for number in numbers]

    def ask(self, number: int, variables: dict[str, Any] | None = None, address: str = "") -> asyncio.Task[bytes]:
        context = SimpleNamespace(viewer=Viewer(id=UUID(int=number), address=address), read=None)

        async def body() -> bytes:
            return (await self.gangs.execute(self.plan, context, variables)).body

        return asyncio.create_task(body())

    async def held(self, *numbers: int) -> list[asyncio.Task[bytes]]:
        """Requests in flight behind the gate, all lanes taken."""
        self.gate.clear()
        tasks = [self.ask(number) for number in numbers]
        await asyncio.sleep(0.01)
        return tasks


def mine(body: bytes) -> Any:
    return orjson.loads(body)["data"]["mine"]


async def test_a_request_runs_at_once_while_a_lane_is_free() -> None:
    house = House()
    assert mine(await house.ask(7)) == "of 7"
    assert house.loads == [[7]]
    assert house.events == ["open", "load 1", "close"]


async def test_requests_that_arrive_while_both_lanes_are_taken_run_as_one() -> None:
    house = House()
    first = await house.held(1, 2)
    later = [house.ask(number) for number in (3, 4, 5)]
    await asyncio.sleep(0.01)
    house.gate.set()
    assert [mine(body) for body in await asyncio.gather(*first, *later)] == [f"of {number}" for number in (1, 2, 3, 4, 5)]
    assert house.loads == [[1], [2], [3, 4, 5]]
    assert (house.gangs.gangs, house.gangs.ganged) == (1, 3)


async def test_the_snapshot_is_opened_after_the_last_member_joined_and_closed_after_the_answers() -> None:
    house = House()
    first = await house.held(1, 2)
    later = [house.ask(number) for number in (3, 4)]
    await asyncio.sleep(0.01)
    assert house.events == ["open", "load 1"] * 2
    house.gate.set()
    await asyncio.gather(*first, *later)
    assert house.events[-5:] == ["close", "close", "open", "load 2", "close"]


async def test_a_gang_has_at_most_64_members() -> None:
    house = House()
    first = await house.held(1, 2)
    later = [house.ask(number) for number in range(100, 200)]
    await asyncio.sleep(0.01)
    house.gate.set()
    bodies = await asyncio.gather(*later)
    await asyncio.gather(*first)
    assert [mine(body) for body in bodies] == [f"of {number}" for number in range(100, 200)]
    assert sorted(len(load) for load in house.loads) == [1, 1, 36, 64]


async def test_requests_with_other_variables_never_share_a_gang() -> None:
    house = House()
    house.gate.clear()
    tasks = [house.ask(number, {"x": number % 2}) for number in range(8)]
    await asyncio.sleep(0.01)
    house.gate.set()
    await asyncio.gather(*tasks)
    assert all(len({number % 2 for number in load}) == 1 for load in house.loads)
    assert max(len(load) for load in house.loads) == 2


async def test_a_member_that_breaks_a_gang_is_found_by_halving_and_gets_its_own_error() -> None:
    house = House()
    first = await house.held(1, 2)
    house.failing[5] = ValueError("bad data of 5")
    later = [house.ask(number) for number in (3, 4, 5, 6)]
    await asyncio.sleep(0.01)
    house.gate.set()
    bodies = await asyncio.gather(*later)
    await asyncio.gather(*first)
    assert [mine(body) for body in bodies] == ["of 3", "of 4", None, "of 6"]
    assert orjson.loads(bodies[2])["errors"][0]["message"] == "bad data of 5"
    assert house.loads[2:] == [[3, 4, 5, 6], [3, 4], [5, 6], [5], [6]]
    assert house.gangs.broken == 1


async def test_a_member_that_broke_a_gang_runs_alone_for_a_minute() -> None:
    house = House()
    first = await house.held(1, 2)
    house.failing[5] = ValueError("bad data of 5")
    later = [house.ask(number) for number in (4, 5)]
    await asyncio.sleep(0.01)
    house.gate.set()
    await asyncio.gather(*first, *later)
    for now, expected in ((59.0, [[1], [2], [5], [4]]), (60.5, [[1], [2], [4, 5]])):
        house.now, house.loads = now, []
        first = await house.held(1, 2)
        later = [house.ask(number) for number in (4, 5)]
        await asyncio.sleep(0.01)
        house.failing.clear()
        house.gate.set()
        await asyncio.gather(*first, *later)
        assert house.loads == expected


async def test_callers_without_a_name_are_told_apart_by_their_address() -> None:
    house = House()
    first = await house.held(1, 2)
    house.failing[NOBODY.int] = ValueError("bad")
    later = [house.ask(NOBODY.int, address="1.1.1.1"), house.ask(9)]
    await asyncio.sleep(0.01)
    house.gate.set()
    await asyncio.gather(*first, *later)
    assert house.gangs._runs_alone(Viewer(address="1.1.1.1"))
    assert not house.gangs._runs_alone(Viewer(address="2.2.2.2"))


async def test_a_gang_whose_connection_is_lost_is_not_tried_again() -> None:
    house = House()
    first = await house.held(1, 2)
    house.failing[3] = ConnectionResetError("gone")
    later = [house.ask(number) for number in (3, 4)]
    await asyncio.sleep(0.01)
    house.gate.set()
    bodies = await asyncio.gather(*later)
    await asyncio.gather(*first)
    assert [orjson.loads(body)["errors"][0]["message"] for body in bodies] == ["the database is away"] * 2
    assert house.loads[2:] == [[3, 4]]
    assert house.gangs.broken == 0


async def test_a_client_that_hangs_up_takes_nothing_from_the_others() -> None:
    house = House()
    first = await house.held(1, 2)
    later = [house.ask(number) for number in (3, 4)]
    await asyncio.sleep(0.01)
    later[0].cancel()
    first[0].cancel()
    await asyncio.sleep(0.01)
    house.gate.set()
    assert mine(await later[1]) == "of 4"
    assert mine(await first[1]) == "of 2"
    await asyncio.sleep(0.01)
    assert not house.gangs._queues


async def test_a_lane_is_given_back_when_variables_do_not_fit() -> None:
    house = House()
    for _ in range(3):
        with pytest.raises(RequestInvalid):
            await house.ask(1, {"x": "text"})
    assert mine(await house.ask(1, {"x": 1})) == "of 1"
    assert not house.gangs._queues


def test_plans_are_compiled_once_counted_and_bounded() -> None:
    house = House()
    evicted: list[Any] = []
    cache = PlanCache(house.schema, plans_max=2, on_evicted=evicted.append)
    document, deferred = parse("{ mine }"), parse("{ ... @defer { mine } }")
    first = cache.plan("a", document)
    assert cache.plan("a", document) is first
    assert isinstance(cache.plan("b", deferred), Unsupported)
    assert cache.plan("b", deferred) is cache.plan("b", deferred)
    cache.plan("c", document)
    assert (cache.compiled, cache.hits, cache.evicted, len(cache)) == (2, 3, 1, 2)
    assert evicted == ["a"]
    cache.note_fallback(Unsupported("@defer"))
    assert (cache.fallback, cache.reasons) == (1, {"@defer": 1})


class _Row(str):
    """A value that can be watched."""

    __slots__ = ("__weakref__",)


async def test_a_gang_leaves_nothing_for_the_garbage_collector() -> None:
    house, rows = House(), []
    load = house.load

    async def watched(read: Any, parents: list[Any], viewers: list[Viewer], x: int | None = None) -> list[Any]:
        found = [_Row(one) for one in await load(read, parents, viewers, x)]
        rows.extend(weakref.ref(one) for one in found)
        return found

    object.__setattr__(house.batched, "load", watched)
    gc.collect()
    gc.disable()
    try:
        first = await house.held(1, 2)
        later = [house.ask(number) for number in (3, 4, 5)]
        await asyncio.sleep(0.01)
        house.gate.set()
        await asyncio.gather(*first, *later)
        await asyncio.sleep(0.01)
        assert [row() for row in rows] == [None] * 5
    finally:
        gc.enable()
