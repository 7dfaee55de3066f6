"""How the commands that wait are shared out among the lanes of a batched verb."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from domains.kernel.commands import Command, Verb
from domains.kernel.committer import LANES, SHARED_LEAST, Committer
from tests.patience import patience


async def unused(_tx: Any, _commands: list[Command]) -> Sequence[str]:
    raise AssertionError("the transaction below answers")


VERB: Verb[Command, str] = Verb("test.none", unused, str, batched=True, group_max=40)


async def sizes_of(count: int, rounds: int = 1) -> list[int]:
    """The groups of so many callers who ask at once, and again when they are answered."""
    sizes: list[int] = []

    async def transact(_verb: Verb[Any, Any], commands: Sequence[Any]) -> list[object]:
        sizes.append(len(commands))
        await asyncio.sleep(0.001 * len(sizes))
        return ["done"] * len(commands)

    committer = Committer(VERB, transact)

    async def call() -> None:
        for _ in range(rounds):
            assert await committer.submit(Command(request_id=uuid4(), owner_id=uuid4())) == "done"

    await asyncio.gather(*(call() for _ in range(count)))
    await committer.drained()
    return sizes


async def test_many_that_wait_are_shared_among_the_lanes_that_stand_still() -> None:
    assert await sizes_of(64) == [64 // LANES] * LANES


async def test_those_who_come_back_together_stay_apart_from_the_others() -> None:
    assert max(await sizes_of(64, rounds=3)) == 64 // LANES


async def test_a_few_that_wait_are_one_group() -> None:
    assert await sizes_of(SHARED_LEAST - 1) == [SHARED_LEAST - 1]
    assert await sizes_of(1) == [1]


async def test_no_group_is_larger_than_its_verb_allows() -> None:
    assert await sizes_of(100) == [40, 40, 20]


async def test_whoever_comes_back_as_the_last_lane_ends_is_served() -> None:
    async def transact(_verb: Verb[Any, Any], commands: Sequence[Any]) -> list[object]:
        return ["done"] * len(commands)

    committer = Committer(VERB, transact)

    async def call() -> None:
        for _ in range(20):
            await committer.submit(Command(request_id=uuid4(), owner_id=uuid4()))

    async with patience():
        await asyncio.gather(*(call() for _ in range(64)))
        await committer.drained()


async def test_a_caller_that_is_cancelled_leaves_its_command_running() -> None:
    ran = asyncio.Event()
    begun = asyncio.Event()

    async def transact(_verb: Verb[Any, Any], commands: Sequence[Any]) -> list[object]:
        begun.set()
        await asyncio.sleep(0.01)
        ran.set()
        return ["done"] * len(commands)

    committer = Committer(VERB, transact)
    caller = asyncio.create_task(committer.submit(Command(request_id=uuid4(), owner_id=uuid4())))
    await begun.wait()
    caller.cancel()
    await committer.drained()
    assert ran.is_set()
    assert caller.cancelled()
