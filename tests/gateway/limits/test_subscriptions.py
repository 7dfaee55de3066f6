"""What subscriptions cost: each event, so that nobody gets work for nothing by keeping a stream open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from gateway.graphql.ports import Answer
from gateway.limits import CostedExecutor, CostOptions
from tests.gateway.limits.test_gate import ALICE, CHEAP, SMALL, TWENTY, Asking, Time, made, operation


class Telling:
    """Runs a subscription that tells so many events."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.told = 0

    async def execute(self, *_: Any) -> Answer:
        raise RuntimeError

    async def subscribe(self, *_: Any) -> AsyncGenerator[bytes, None]:
        async def events() -> AsyncGenerator[bytes, None]:
            for _ in range(self.count):
                self.told += 1
                yield b'{"data":{"viewer":{"accounts":[{"id":"1"},{"id":"2"}]}}}'

        return events()


async def test_opening_a_subscription_pays_for_its_first_event_and_each_further_one_costs_what_it_used() -> None:
    gate, _ = made(Time())
    stream = await CostedExecutor(Telling(3), gate).subscribe(operation(TWENTY), None, Asking(ALICE))
    assert not isinstance(stream, Answer)
    assert [await anext(stream) for _ in range(3)]
    assert (await gate.admit(operation(CHEAP), None, ALICE)).left == 100 - 3 * 3 - 1
    await stream.aclose()


async def test_events_wait_for_allowance_and_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    now, waits = Time(), []

    async def passing(seconds: float) -> None:
        waits.append(seconds)
        now.at += seconds

    gate, _ = made(now)
    told = Telling(60)
    stream = await CostedExecutor(told, gate).subscribe(operation(TWENTY), None, Asking(ALICE))
    assert not isinstance(stream, Answer)
    monkeypatch.setattr(asyncio, "sleep", passing)
    seen = 0
    async for _ in stream:
        seen += 1
        assert told.told == seen
    assert seen == 60
    assert gate.delayed == len(waits) > 0
    assert 60 * 3 - 100 <= sum(waits) * SMALL.refill_per_second <= 60 * 3


async def test_an_allowance_that_is_not_enforced_lets_all_pass() -> None:
    gate, _ = made(Time(), CostOptions(operation_max=100, capacity=100, refill_per_second=10, chunk=20, enforced=False))
    for _ in range(20):
        assert (await gate.admit(operation(TWENTY), None, ALICE)).requested == 20
    assert gate.refused == 0
