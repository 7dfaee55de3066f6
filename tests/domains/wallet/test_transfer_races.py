"""Transfers that race: repeats of one, opposite ones, and ids used twice. Over two processes' worth of committers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from itertools import permutations
from random import Random
from uuid import uuid4

import pytest
import pytest_asyncio

from domains import ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.errors import IdReused
from domains.kernel.money import Amount
from tests.conftest import wired_ports
from tests.domains.wallet.people import Person, balance, count_movements, everything, fund, make_known, person, transfer_to


@pytest_asyncio.fixture
async def pair(fresh_dsn: Callable[[str], str]) -> AsyncIterator[tuple[Database, Database]]:
    """The house opened twice, as two gateways do."""
    opened = [await Database.open(fresh_dsn("scenebank_app"), Clock(), ports=wired_ports(), write_connections=8, read_connections=2) for _ in range(2)]
    yield opened[0], opened[1]
    for database in opened:
        await database.close()


async def total(database: Database) -> int:
    """All that all accounts hold, debits against credits."""
    async with database.reading() as read:
        return int(await read.fetchval("SELECT sum(credits_posted_minor - debits_posted_minor) FROM ledger_account"))


async def deadlocks(database: Database) -> int:
    async with database.reading() as read:
        return int(await read.fetchval("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))


async def test_eight_concurrent_repeats_of_a_transfer_of_everything_are_one_movement_and_eight_equal_answers(pair: tuple[Database, Database]) -> None:
    sender, target = await person(pair[0], 10_000), await person(pair[0])
    before = await count_movements(pair[0], sender)
    command = transfer_to(sender, target, 10_000)
    answers = await asyncio.gather(*(pair[number % 2].write(wallet.transfer, command) for number in range(8)))
    assert answers == [answers[0]] * 8
    assert answers[0].balance_after == Amount(0, CNY)
    assert (await balance(pair[0], sender), await balance(pair[0], target)) == (0, 10_000)
    assert await count_movements(pair[0], sender) - before == 1
    assert await pair[1].write(wallet.transfer, command) == answers[0]


async def test_a_transfer_refused_for_want_of_money_stays_refused_under_its_id_and_goes_through_under_a_new_one(database: Database) -> None:
    sender, target = await person(database, 4_000), await person(database)
    command = transfer_to(sender, target, 5_000)
    with pytest.raises(ledger.InsufficientFunds) as first:
        await database.write(wallet.transfer, command)
    await fund(database, sender, 6_000)
    with pytest.raises(ledger.InsufficientFunds) as again:
        await database.write(wallet.transfer, command)
    assert str(again.value) == str(first.value) == str(ledger.InsufficientFunds(sender.account_id, Amount(4_000, CNY)))
    assert await balance(database, sender) == 10_000
    posted = await database.write(wallet.transfer, replace(command, request_id=uuid4()))
    assert posted.balance_after == Amount(5_000, CNY)
    assert (await balance(database, sender), await balance(database, target)) == (5_000, 5_000)


async def test_200_random_opposite_transfers_at_32_in_flight_meet_no_deadlock_and_keep_the_sum(pair: tuple[Database, Database]) -> None:
    random = Random(20261123)
    people = [await person(pair[0], 50_000) for _ in range(6)]
    for one, other in permutations(people, 2):
        await make_known(pair[0], one, other)
    before, gate = await total(pair[0]), asyncio.Semaphore(32)

    async def move(number: int) -> wallet.Transferred | ledger.InsufficientFunds:
        sender, target = random.sample(people, 2)
        async with gate:
            try:
                return await pair[number % 2].write(wallet.transfer, transfer_to(sender, target, random.randint(1, 20_000)))
            except ledger.InsufficientFunds as refusal:
                return refusal

    outcomes = await asyncio.gather(*(move(number) for number in range(200)))
    posted = [outcome for outcome in outcomes if isinstance(outcome, wallet.Transferred)]
    assert len(posted) >= 100
    assert await total(pair[0]) == before == 0
    assert sum([await balance(pair[0], one) for one in people]) == 6 * 50_000
    assert sum([await count_movements(pair[0], one) for one in people]) == 6 + 2 * len(posted)
    assert await deadlocks(pair[0]) == 0
    async with pair[0].reading() as read:
        gaps = await read.fetchval(
            "SELECT count(*) FROM ledger_account AS a WHERE a.last_sequence <> (SELECT count(*) FROM ledger_entry AS e WHERE e.account_id = a.id)"
        )
    assert gaps == 0


async def test_two_customers_who_pay_each_other_everything_at_once_end_where_one_order_leads(pair: tuple[Database, Database]) -> None:
    left, right = await person(pair[0], 10_000), await person(pair[0], 10_000)
    await asyncio.gather(
        *(pair[number % 2].write(wallet.transfer, transfer_to(*((left, right) if number % 2 else (right, left)), 10_000)) for number in range(2))
    )
    assert (await balance(pair[0], left), await balance(pair[0], right)) == (10_000, 10_000)


async def test_the_same_id_with_another_input_is_refused_and_tells_nothing(database: Database) -> None:
    sender, target, other = [await person(database, 10_000) for _ in range(3)]
    command = transfer_to(sender, target, 100, note="一")
    await database.write(wallet.transfer, command)
    before = await everything(database)
    changed: list[dict[str, object]] = [
        {"amount": Amount(101, CNY)},
        {"target_id": other.id},
        {"note": "二"},
        {"target_id": None, "target_phone": target.phone},
    ]
    for change in changed:
        with pytest.raises(IdReused) as told:
            await database.write(wallet.transfer, replace(command, **change))  # type: ignore[arg-type]
        assert told.value.id == command.request_id
    assert await everything(database) == before


async def test_another_customers_id_is_refused_and_tells_nothing(database: Database) -> None:
    sender, target, thief = [await person(database, 10_000) for _ in range(3)]
    command = transfer_to(sender, target, 100)
    await database.write(wallet.transfer, command)
    before = await everything(database)
    with pytest.raises(IdReused):
        await database.write(wallet.transfer, replace(command, owner_id=thief.id, session_id=thief.session_id))
    assert await everything(database) == before


async def test_one_id_claimed_by_two_customers_at_once_is_one_customers(pair: tuple[Database, Database]) -> None:
    first, second, target = [await person(pair[0], 10_000) for _ in range(3)]
    request_id = uuid4()

    async def claim(database: Database, sender: Person) -> bool:
        try:
            await database.write(wallet.transfer, transfer_to(sender, target, 100, request_id=request_id))
        except IdReused:
            return False
        return True

    assert sorted(await asyncio.gather(claim(pair[0], first), claim(pair[1], second))) == [False, True]
    assert await balance(pair[0], target) == 10_100
