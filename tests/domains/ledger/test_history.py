"""Concurrent clients, lost answers, repeats, reused ids, a crash: the ledger's history is honest, and the checker knows a dishonest one when it sees it."""

import asyncio
import random
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from domains.kernel.database import Database
from domains.kernel.errors import Unavailable
from gateway.torture.history import UNKNOWN, Answer, Call, History, Look, Payload, Wrong, check
from tests.domains.ledger.doors import FAULTS, OPENED, Door, RealDoor, Toy

NAMES = ["ann", "bo", "cy", "di"]
CLIENTS, ACTS = 8, 30


async def ask(door: Door, history: History, chance: random.Random, request_id: UUID, payload: Payload) -> None:
    """Ask until answered, always under the same id; now and then the answer is lost on its way."""
    while True:
        invoked = history.tick()
        try:
            answer = await door.transfer(request_id, payload)
        except Unavailable:
            answer = Answer(UNKNOWN)
            await asyncio.sleep(0.01)
        if chance.random() < 0.15:
            answer = Answer(UNKNOWN)
        history.calls.append(Call(request_id, payload, invoked, history.tick(), answer))
        if answer.verdict != UNKNOWN:
            return


async def client(door: Door, history: History, chance: random.Random) -> None:
    asked: list[tuple[UUID, Payload]] = []
    for _ in range(ACTS):
        draw = chance.random()
        if draw < 0.3:
            account, invoked = chance.choice(NAMES), history.tick()
            try:
                balance = await door.balance(account)
            except Unavailable:
                continue
            history.looks.append(Look(account, invoked, history.tick(), balance))
        elif draw < 0.45 and asked:
            await ask(door, history, chance, *chance.choice(asked))
        elif draw < 0.55 and asked:
            request_id, payload = chance.choice(asked)
            await ask(door, history, chance, request_id, payload._replace(minor=payload.minor + 1))
        else:
            source, target = chance.sample(NAMES, 2)
            act = uuid4(), Payload(source, target, chance.randint(1, 40))
            asked.append(act)
            await ask(door, history, chance, *act)


async def run(door: Door, seed: int) -> list[Wrong]:
    history = History(dict.fromkeys(NAMES, OPENED))

    async def crash() -> None:
        while len(history.calls) < CLIENTS * ACTS // 4:
            await asyncio.sleep(0)
        await door.crash()

    await asyncio.gather(crash(), *(client(door, history, random.Random(f"{seed} {number}")) for number in range(CLIENTS)))
    return check(history, await door.books())


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_ledgers_history_is_honest(fresh_database: Database, fresh_dsn: Callable[[str], str], seed: int) -> None:
    door = RealDoor(fresh_database, fresh_dsn("postgres"))
    await door.open(NAMES)
    assert await run(door, seed) == []


@pytest.mark.parametrize("seed", range(5))
async def test_an_honest_toy_is_believed(seed: int) -> None:
    assert await run(Toy(NAMES, random.Random(seed)), seed) == []


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("fault", FAULTS)
async def test_every_planted_fault_is_caught(fault: type[Toy], seed: int) -> None:
    assert await run(fault(NAMES, random.Random(seed)), seed) != []
