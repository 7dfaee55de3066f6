"""Admission by cost: per operation and per customer, told in the answer, refunded where less was used."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from gateway.graphql import Documents, GraphQLCoreExecutor, Masker, RequestRefused
from gateway.graphql.documents import OperationRequest, PreparedOperation
from gateway.graphql.ports import Answer
from gateway.limits import BucketsAway, CostedExecutor, CostGate, CostOptions, LocalBuckets, Taken
from resolvers.context import NOBODY, Viewer
from tests.gateway.limits.world import called, schema

core = schema._schema
documents = Documents(core)
SMALL = CostOptions(operation_max=100, capacity=100, refill_per_second=10, chunk=20)


@dataclass
class Asking:
    viewer: Viewer


@dataclass
class Time:
    at: float = 0.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Counted:
    """Buckets that count how often they are asked, and can go away."""

    inner: LocalBuckets
    asked: int = 0
    away: bool = False
    gate: asyncio.Event | None = None
    given: list[Taken] = field(default_factory=list)

    async def take(self, key: UUID, least: int, most: int) -> Taken:
        self.asked += 1
        if self.gate is not None:
            await self.gate.wait()
        if self.away:
            raise BucketsAway
        self.given.append(await self.inner.take(key, least, most))
        return self.given[-1]


def operation(text: str) -> PreparedOperation:
    return documents.prepare(OperationRequest(text), introspection=True)


def made(now: Time, options: CostOptions = SMALL) -> tuple[CostGate, Counted]:
    buckets = Counted(LocalBuckets(options.capacity, options.refill_per_second, now=now))
    return CostGate(core, options, buckets, now=now), buckets


def friends(levels: int) -> str:
    return "{ viewer { " + "friend { " * (levels - 1) + "id" + " }" * (levels + 1)


ALICE = Viewer(id=uuid4())
TWENTY = "{ viewer { accounts(first: 19) { id } } }"
CHEAP = "{ viewer { id } }"


async def test_an_operation_over_the_maximum_is_refused_and_takes_nothing() -> None:
    gate, buckets = made(Time())
    dear = operation("query ($n: Int!) { viewer { accounts(first: $n) { balance { amount } } } }")
    with pytest.raises(RequestRefused) as refused:
        await gate.admit(dear, {"n": 50}, ALICE)
    assert refused.value.errors[0]["extensions"] == {"code": "TOO_COMPLEX", "what": "cost", "maximum": 100, "requested": 101}
    assert refused.value.well_formed
    assert buckets.asked == 0
    assert (await gate.admit(dear, {"n": 49}, ALICE)).requested == 99


async def test_a_customer_who_has_spent_all_waits_as_long_as_told() -> None:
    now = Time()
    gate, _ = made(now)
    for turn in range(5):
        assert (await gate.admit(operation(TWENTY), None, ALICE)).left == 80 - 20 * turn
    with pytest.raises(RequestRefused) as refused:
        await gate.admit(operation(TWENTY), None, ALICE)
    assert refused.value.code == "RATE_LIMITED"
    assert refused.value.status == 429
    assert refused.value.errors[0]["extensions"] == {"code": "RATE_LIMITED", "retryAfterSeconds": 2}
    assert refused.value.headers == ((b"retry-after", b"2"),)
    assert gate.refused == 1
    now.at = 2.0
    assert (await gate.admit(operation(TWENTY), None, ALICE)).left == 0


async def test_one_customer_spends_nothing_of_anothers() -> None:
    gate, _ = made(Time())
    for _ in range(5):
        await gate.admit(operation(TWENTY), None, ALICE)
    assert (await gate.admit(operation(TWENTY), None, Viewer(id=uuid4()))).left == 80


async def test_before_sign_in_an_address_is_the_caller() -> None:
    gate, _ = made(Time())
    for _ in range(5):
        await gate.admit(operation(TWENTY), None, Viewer(NOBODY, address="192.0.2.1"))
    assert (await gate.admit(operation(TWENTY), None, Viewer(NOBODY, address="192.0.2.2"))).left == 80
    with pytest.raises(RequestRefused):
        await gate.admit(operation(TWENTY), None, Viewer(NOBODY, address="192.0.2.1"))


async def test_requests_share_a_chunk_instead_of_asking_each() -> None:
    gate, buckets = made(Time())
    for _ in range(20):
        await gate.admit(operation(CHEAP), None, ALICE)
    assert buckets.asked == 1
    await gate.admit(operation(CHEAP), None, ALICE)
    assert buckets.asked == 2


async def test_requests_at_once_wait_for_one_chunk() -> None:
    gate, buckets = made(Time())
    buckets.gate = asyncio.Event()
    waiting = [asyncio.create_task(gate.admit(operation(CHEAP), None, ALICE)) for _ in range(10)]
    await asyncio.sleep(0)
    buckets.gate.set()
    assert sum(reservation.requested for reservation in await asyncio.gather(*waiting)) == 10
    assert buckets.asked == 1


async def test_what_was_not_used_comes_back() -> None:
    gate, _ = made(Time())
    reservation = await gate.admit(operation(TWENTY), None, ALICE)
    assert (reservation.requested, reservation.left) == (20, 80)
    reservation.settle(b'{"data":{"viewer":{"accounts":[{"id":"1"},{"id":"2"}]}}}')
    assert (reservation.used, reservation.left) == (3, 97)


async def test_no_answer_costs_more_than_was_asked_for() -> None:
    gate, _ = made(Time())
    reservation = await gate.admit(operation(CHEAP), None, ALICE)
    reservation.settle(b'{"data":{"viewer":{"id":"{{{{{{"}}}')
    assert (reservation.used, reservation.left) == (1, 99)


async def test_a_chunk_that_lay_too_long_is_void() -> None:
    now = Time()
    gate, buckets = made(now)
    await gate.admit(operation(CHEAP), None, ALICE)
    now.at = 61.0
    assert (await gate.admit(operation(CHEAP), None, ALICE)).left == 99
    assert buckets.asked == 2


async def test_while_the_shared_buckets_are_away_each_process_limits_by_itself() -> None:
    gate, buckets = made(Time())
    buckets.away = True
    for _ in range(5):
        await gate.admit(operation(TWENTY), None, ALICE)
    with pytest.raises(RequestRefused) as refused:
        await gate.admit(operation(TWENTY), None, ALICE)
    assert refused.value.code == "RATE_LIMITED"
    assert gate.away == 6
    buckets.away = False
    assert (await gate.admit(operation(TWENTY), None, ALICE)).left == 80


async def test_only_so_many_callers_are_remembered() -> None:
    options = CostOptions(viewers_max=10)
    gate = CostGate(core, options)
    for _ in range(50):
        await gate.admit(operation(CHEAP), None, Viewer(id=uuid4()))
    assert len(gate._pockets) == 10


async def test_a_list_in_the_variables_is_bounded() -> None:
    gate, _ = made(Time())
    with pytest.raises(RequestRefused) as refused:
        await gate.admit(operation(CHEAP), {"ids": ["1"] * 101}, ALICE)
    assert refused.value.errors[0]["extensions"]["what"] == "list_items"


def costed(gate: CostGate) -> CostedExecutor:
    return CostedExecutor(GraphQLCoreExecutor(schema, Masker()), gate)


async def answer(executor: CostedExecutor, text: str, variables: dict[str, Any] | None = None) -> tuple[Answer, Any]:
    given = await executor.execute(operation(text), variables, Asking(ALICE))
    return given, orjson.loads(given.body)


async def test_the_answer_tells_what_it_cost() -> None:
    gate, _ = made(Time())
    _, told = await answer(costed(gate), TWENTY)
    assert told == {
        "data": {"viewer": {"accounts": [{"id": "1"}]}},
        "extensions": {"cost": {"requested": 20, "used": 2, "maximum": 100, "left": 98}},
    }


async def test_an_operation_that_did_not_begin_costs_nothing() -> None:
    gate, _ = made(Time())
    given, told = await answer(costed(gate), "query ($n: Int!) { viewer { accounts(first: $n) { id } } }", {"n": "no"})
    assert given.refused
    assert list(told) == ["errors"]
    assert (await gate.admit(operation(CHEAP), None, ALICE)).left == 99


async def test_an_executor_that_fails_costs_nothing() -> None:
    class Failing:
        async def execute(self, *_: Any) -> Answer:
            raise RuntimeError

        async def subscribe(self, *_: Any) -> Answer:
            return Answer(b"{}", refused=True)

    gate, _ = made(Time())
    executor = CostedExecutor(Failing(), gate)
    with pytest.raises(RuntimeError):
        await executor.execute(operation(TWENTY), None, Asking(ALICE))
    assert isinstance(await executor.subscribe(operation(TWENTY), None, Asking(ALICE)), Answer)
    assert (await gate.admit(operation(CHEAP), None, ALICE)).left == 99


async def test_a_refused_operation_calls_no_resolver() -> None:
    gate, _ = made(Time())
    executor = costed(gate)
    called.clear()
    with pytest.raises(RequestRefused):
        await executor.execute(operation("{ viewer { accounts(first: 50) { balance { amount } } } }"), None, Asking(ALICE))
    assert called == []


def test_the_options_must_let_the_dearest_operation_in() -> None:
    with pytest.raises(ValueError, match="never be admitted"):
        CostGate(core, CostOptions(operation_max=11, capacity=10))
