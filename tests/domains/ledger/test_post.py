"""Posting on the real database: locks, repeats, and what the database itself refuses."""

import asyncio
import random
from uuid import uuid4

import asyncpg
import pytest

from domains import ledger
from domains.kernel.database import Database
from gateway.embedded import Instance
from tests.conftest import wired_ports
from tests.domains.ledger.conftest import OpenAccounts, balances, move, post


async def test_a_movement_changes_both_balances_and_writes_two_entries(database: Database, accounts: OpenAccounts) -> None:
    source, target = await accounts(1000, 0)
    answer = await post(database, move(source, target, 250))
    assert answer.balances_minor == [750, 250]
    assert await balances(database, source, target) == [750, 250]
    async with database.reading() as read:
        (page,) = await ledger.list_entries(read, [target], [2**62], 10)
    assert [(entry.side, entry.amount.minor, entry.balance_after.minor, entry.sequence, entry.other_account_id) for entry in page] == [
        ("credit", 250, 250, 1, source)
    ]


async def test_eight_repeats_that_spend_everything_get_eight_equal_answers(database: Database, accounts: OpenAccounts) -> None:
    source, target = await accounts(1000, 0)
    request_id, movement = uuid4(), move(source, target, 1000)
    answers = await asyncio.gather(*(post(database, movement, request_id=request_id) for _ in range(8)))
    assert [answer.balances_minor for answer in answers] == [[0, 1000]] * 8
    assert await balances(database, source, target) == [0, 1000]


async def test_a_refused_movement_stays_refused_under_its_id(database: Database, accounts: OpenAccounts) -> None:
    poor, rich = await accounts(10, 1000)
    request_id, movement = uuid4(), move(poor, rich, 50)
    with pytest.raises(ledger.InsufficientFunds):
        await post(database, movement, request_id=request_id)
    await post(database, move(rich, poor, 500))
    with pytest.raises(ledger.InsufficientFunds) as refused:
        await post(database, movement, request_id=request_id)
    assert refused.value.available.minor == 10
    assert (await post(database, movement)).balances_minor == [460, 550]


async def test_two_hundred_opposite_transfers_do_not_deadlock(database: Database, accounts: OpenAccounts) -> None:
    ids = await accounts(*[10_000] * 6)
    chance = random.Random(7)
    gate = asyncio.Semaphore(32)

    async def one() -> None:
        source, target = chance.sample(ids, 2)
        async with gate:
            try:
                await post(database, move(source, target, chance.randint(1, 4000)))
            except ledger.InsufficientFunds:
                return

    await asyncio.gather(*(one() for _ in range(200)))
    assert sum(await balances(database, *ids)) == 60_000
    assert min(await balances(database, *ids)) >= 0


async def test_two_houses_on_one_database_do_not_deadlock_or_overdraw(database: Database, migrated: Instance, accounts: OpenAccounts) -> None:
    ids = await accounts(*[500] * 4)
    other = await Database.open(migrated.app_dsn, database.clock, ports=wired_ports())
    chance = random.Random(11)

    async def one(house: Database) -> int:
        source, target = chance.sample(ids, 2)
        try:
            await post(house, move(source, target, chance.randint(1, 400)))
        except ledger.InsufficientFunds:
            return 0
        return 1

    try:
        posted = await asyncio.gather(*(one(house) for house in (database, other) * 100))
    finally:
        await other.close()
    assert sum(posted) > 0
    final = await balances(database, *ids)
    assert (sum(final), min(final) >= 0) == (2000, True)


async def test_a_reversal_is_posted_once(database: Database, accounts: OpenAccounts) -> None:
    source, target = await accounts(100, 0)
    movement = move(source, target, 60)
    await post(database, movement)

    async def reverse() -> object:
        command = ledger.ReverseCommand(request_id=uuid4(), owner_id=uuid4(), movement_id=movement.id)
        return await database.write(ledger.reverse, command)

    answers = await asyncio.gather(*(reverse() for _ in range(5)), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyReversed"] * 4 + ["Reversed"]
    assert await balances(database, source, target) == [100, 0]
    reversal = next(answer for answer in answers if isinstance(answer, ledger.Reversed))
    with pytest.raises(ledger.AlreadyReversed):
        await database.write(ledger.reverse, ledger.ReverseCommand(request_id=uuid4(), owner_id=uuid4(), movement_id=reversal.reversal_id))


async def test_a_frozen_account_lets_money_in_and_none_out(database: Database, accounts: OpenAccounts) -> None:
    source, target = await accounts(100, 0)
    command = ledger.SetFrozenCommand(request_id=uuid4(), owner_id=uuid4(), account_id=source, frozen=True)
    assert (await database.write(ledger.set_frozen, command)).state == "frozen"
    with pytest.raises(ledger.AccountFrozen):
        await post(database, move(source, target, 1))
    await database.write(ledger.set_frozen, ledger.SetFrozenCommand(request_id=uuid4(), owner_id=uuid4(), account_id=source, frozen=False))
    assert (await post(database, move(source, target, 1))).balances_minor == [99, 1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_movement SET amount_minor = 1",
        "DELETE FROM ledger_movement",
        "UPDATE ledger_entry SET balance_after_minor = 1",
        "DELETE FROM ledger_entry",
        "UPDATE kernel_audit SET action = 'nothing'",
        "DELETE FROM kernel_audit",
        "TRUNCATE ledger_entry",
        "DROP TABLE ledger_entry",
        "ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_overdraft",
        "CREATE TABLE mine (id int)",
        "DELETE FROM ledger_account",
    ],
)
async def test_the_apps_role_cannot_change_history_or_schema(migrated: Instance, statement: str) -> None:
    connection = await asyncpg.connect(migrated.app_dsn)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()


async def test_the_database_itself_refuses_an_overdraft(migrated: Instance, database: Database, accounts: OpenAccounts) -> None:
    (source,) = await accounts(100)
    connection = await asyncpg.connect(migrated.app_dsn)
    try:
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute("UPDATE ledger_account SET debits_posted_minor = 101 WHERE id = $1", source)
    finally:
        await connection.close()


async def test_posting_takes_two_statements_with_requests_limits_and_facts(database: Database, accounts: OpenAccounts) -> None:
    source, target = await accounts(100, 0)
    with database.counting() as statements:
        await post(database, move(source, target, 5, limits=(ledger.Limit("day:2026-11-23", 50),)))
    assert [statement.split()[0] for statement in statements] == ["SELECT", "WITH"]
