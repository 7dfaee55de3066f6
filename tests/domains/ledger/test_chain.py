"""The chain: sealed in the order of commits, closed by days, and whoever changes a row by hand is found out."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from domains import ledger
from domains.kernel.clock import business_date
from domains.kernel.database import Database
from domains.ledger import jobs
from tests.domains.ledger.conftest import move, open_accounts, post, seal
from tests.domains.ledger.set_poster import leg, open_house, open_others, post_set

Tamper = Callable[..., Awaitable[None]]


@pytest_asyncio.fixture
async def books(fresh_database: Database) -> list[UUID]:
    """Movements in several blocks, all sealed."""
    first, second = await open_accounts(fresh_database, 1000, 1000)
    moved: list[UUID] = []
    for _ in range(3):
        movements = [move(first, second, minor) for minor in (1, 2, 3)]
        await asyncio.gather(*(post(fresh_database, movement) for movement in movements))
        moved += [movement.id for movement in movements]
        await seal(fresh_database)
    return moved


@pytest.fixture
def tamper(fresh_dsn: Callable[[str], str]) -> Tamper:
    async def change(statement: str, *arguments: object) -> None:
        connection = await asyncpg.connect(fresh_dsn("scenebank_owner"))
        try:
            assert (await connection.execute(statement, *arguments)).endswith(" 1")
        finally:
            await connection.close()

    return change


async def found(database: Database) -> list[tuple[str, UUID | None]]:
    return [(one.what, one.movement_id) for one in (await ledger.verify(database)).findings]


async def test_every_movement_is_sealed_once_in_a_chain_that_holds(fresh_database: Database, books: list[UUID]) -> None:
    report = await ledger.verify(fresh_database)
    assert (report.is_equal, report.blocks, report.sealed, report.movements) == (True, 3, 11, 11)


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'other'",
        "effective_at = effective_at - interval '1 day'",
        "journal_id = gen_random_uuid()",
        "limit_periods = NULL, reverses_id = gen_random_uuid()",
    ],
)
async def test_a_changed_movement_is_named_with_its_block(fresh_database: Database, books: list[UUID], tamper: Tamper, change: str) -> None:
    await tamper(f"UPDATE ledger_movement SET {change} WHERE id = $1", books[4])
    assert await found(fresh_database) == [("a movement differs from what block 2 sealed", books[4])]


async def test_a_removed_movement_is_named(fresh_database: Database, books: list[UUID], tamper: Tamper) -> None:
    await tamper("DELETE FROM ledger_movement WHERE id = $1", books[8])
    assert ("a movement of block 3 is missing", books[8]) in await found(fresh_database)


async def test_a_changed_block_is_named_even_when_its_leaves_were_made_to_fit(fresh_database: Database, books: list[UUID], tamper: Tamper) -> None:
    await tamper("UPDATE ledger_block SET leaves = set_byte(leaves, 0, 255 - get_byte(leaves, 0)) WHERE number = 2")
    assert "block 2 is not what was sealed" in [what for what, _ in await found(fresh_database)]


async def test_a_removed_block_is_a_gap_and_its_movements_are_not_sealed(fresh_database: Database, books: list[UUID], tamper: Tamper) -> None:
    await tamper("DELETE FROM ledger_block WHERE number = 2")
    told = await found(fresh_database)
    assert told[0] == ("a gap in the chain of blocks", None)
    assert {movement_id for what, movement_id in told if what == "a movement is not sealed"} == set(books[3:6])


async def test_a_movement_that_waits_for_the_sealer_is_named_after_ten_seconds(fresh_database: Database, books: list[UUID]) -> None:
    source, target = await open_accounts(fresh_database, 5, 0)
    await seal(fresh_database)
    movement = move(source, target, 5)
    await post(fresh_database, movement)
    assert await found(fresh_database) == []
    fresh_database.clock.advance(timedelta(seconds=11))
    assert await found(fresh_database) == [("a movement is not sealed", movement.id)]
    await seal(fresh_database)
    assert await found(fresh_database) == []


async def test_a_movement_put_in_by_hand_is_not_sealed(fresh_database: Database, books: list[UUID], tamper: Tamper) -> None:
    forged = uuid4()
    await tamper(
        "INSERT INTO ledger_movement SELECT ($1::uuid), journal_id, kind, debit_account_id, credit_account_id, asset, amount_minor, reverses_id, hold_id,"
        " limit_periods, booked_at, effective_at FROM ledger_movement WHERE id = $2",
        forged,
        books[0],
    )
    assert ("a movement is not sealed", forged) in await found(fresh_database)


async def test_a_movement_of_a_set_that_was_changed_before_it_was_sealed_is_named(fresh_database: Database, tamper: Tamper) -> None:
    house, holders = await open_house(fresh_database), await open_others(fresh_database, 3)
    given = leg([house] * 3, holders, [1, 2, 3])
    await post_set(fresh_database, given)
    await tamper("UPDATE ledger_movement SET kind = 'other' WHERE id = $1", given.ids[1])
    await seal(fresh_database)
    assert await found(fresh_database) == [("a movement differs from what block 1 sealed", given.ids[1])]


async def test_a_set_of_which_a_movement_is_gone_is_not_sealed(fresh_database: Database, tamper: Tamper) -> None:
    house, holders = await open_house(fresh_database), await open_others(fresh_database, 3)
    given = leg([house] * 3, holders, [1, 2, 3])
    await post_set(fresh_database, given)
    await tamper("DELETE FROM ledger_movement WHERE id = $1", given.ids[1])
    with pytest.raises(ExceptionGroup) as raised:
        await seal(fresh_database)
    assert "LookupError" in str(raised.value.exceptions[0])
    async with fresh_database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM ledger_block") == 0


async def test_a_day_is_closed_once_and_its_root_vouches_for_its_blocks(fresh_database: Database, books: list[UUID], tamper: Tamper) -> None:
    await jobs.close_yesterday(fresh_database)
    async with fresh_database.reading() as read:
        assert await read.fetch("SELECT * FROM ledger_root") == []
    day = business_date(fresh_database.clock.now())
    fresh_database.clock.advance(timedelta(days=1))
    for _ in range(2):
        await jobs.close_yesterday(fresh_database)
    async with fresh_database.reading() as read:
        (root,) = await read.fetch("SELECT day, first_block, last_block FROM ledger_root")
    assert tuple(root) == (day, 1, 3)
    assert await found(fresh_database) == []
    await tamper("UPDATE ledger_root SET root = sha256(root)")
    assert [what for what, _ in await found(fresh_database)] == [f"the root of {day} is not that of its blocks"]
