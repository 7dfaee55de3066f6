"""The verification agrees with books that are right, and names what was changed by hand."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from domains import ledger
from domains.kernel.database import Database
from domains.ledger.queries import verification
from tests.domains.ledger.conftest import move, open_accounts, post

Tamper = Callable[..., Awaitable[None]]


@pytest_asyncio.fixture
async def books(fresh_database: Database) -> list[UUID]:
    """Three accounts of 1,000 after sixty movements among them, half of them counted in a window."""
    ids = await open_accounts(fresh_database, 1000, 1000, 1000)
    chance = random.Random(3)

    async def one(number: int) -> None:
        source, target = chance.sample(ids, 2)
        limits = (ledger.Limit("day:2026-11-23", 10_000), ledger.Limit("month:2026-11", 10_000)) if number % 2 else ()
        await post(fresh_database, move(source, target, chance.randint(1, 20), limits=limits))

    await asyncio.gather(*(one(number) for number in range(60)))
    return ids


@pytest.fixture
def tamper(fresh_dsn: Callable[[str], str]) -> Tamper:
    """Change the books as only the owner of the schema could."""

    async def change(statement: str, *arguments: object) -> None:
        connection = await asyncpg.connect(fresh_dsn("scenebank_owner"))
        try:
            assert await connection.execute(statement, *arguments) in ("UPDATE 1", "DELETE 1", "INSERT 0 1")
        finally:
            await connection.close()

    return change


async def found(database: Database) -> list[tuple[str, UUID | None, int | None]]:
    return [(one.what, one.account_id, one.sequence) for one in (await ledger.verify(database)).findings]


async def test_books_that_are_right_are_equal(fresh_database: Database, books: list[UUID]) -> None:
    report = await ledger.verify(fresh_database)
    assert (report.accounts, report.movements, report.entries, report.findings) == (4, 63, 126, [])
    assert report.is_equal
    assert report.lines() == ["4 accounts, 63 movements, 126 entries, 0 holds, 0 blocks: equal"]


async def test_empty_books_are_equal(fresh_database: Database) -> None:
    assert (await ledger.verify(fresh_database)).is_equal


async def test_pages_meet_without_a_seam(fresh_database: Database, books: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAGE_OF_ACCOUNTS", "PAGE_OF_ENTRIES", "PAGE_OF_MOVEMENTS", "PAGE_OF_UNENTERED", "PAGE_OF_HOLDS", "PAGE_OF_UNFOLDED"):
        monkeypatch.setattr(verification, name, getattr(verification, name).replace(str(verification.PAGE_ROWS), "3"))
    report = await ledger.verify(fresh_database)
    assert (report.accounts, report.movements, report.entries, report.findings) == (4, 63, 126, [])


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE ledger_account SET credits_posted_minor = credits_posted_minor + 1 WHERE id = $1", "credits posted"),
        ("UPDATE ledger_account SET last_sequence = last_sequence + 1 WHERE id = $1", "the last sequence"),
        ("UPDATE ledger_account SET limits_used = replace(limits_used, 'day:2026-11-23=', 'day:2026-11-23=1') WHERE id = $1", "the use of day:2026-11-23"),
        ("UPDATE ledger_account SET limits_used = split_part(limits_used, ' ', 1) WHERE id = $1", "the use of month:2026-11"),
    ],
)
async def test_a_changed_account_or_window_is_named(fresh_database: Database, books: list[UUID], tamper: Tamper, statement: str, what: str) -> None:
    await tamper(statement, books[1])
    assert (what, books[1], None) in await found(fresh_database)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("balance_after_minor = balance_after_minor + 1", "the balance after an entry"),
        ("amount_minor = amount_minor + 1", "an entry differs from its movement: its movement has another amount"),
        ("movement_id = gen_random_uuid()", "an entry differs from its movement: its movement is missing"),
        ("side = CASE side WHEN 'debit' THEN 'credit' ELSE 'debit' END", "an entry differs from its movement: its movement names another account"),
        ("booked_at = booked_at + interval '1 s'", "an entry differs from its movement: its movement was booked at another time"),
    ],
)
async def test_a_changed_entry_is_named_first(fresh_database: Database, books: list[UUID], tamper: Tamper, change: str, what: str) -> None:
    await tamper(f"UPDATE ledger_entry SET {change} WHERE account_id = $1 AND sequence = 7", books[2])
    assert (await found(fresh_database))[0] == (what, books[2], 7)


async def test_a_changed_movement_is_named(fresh_database: Database, books: list[UUID], tamper: Tamper) -> None:
    (entry, *_), *_ = await _entries(fresh_database, books[0])
    await tamper("UPDATE ledger_movement SET amount_minor = amount_minor + 5 WHERE id = $1", entry.movement_id)
    report = await ledger.verify(fresh_database)
    assert {one.movement_id for one in report.findings} == {entry.movement_id}
    assert {one.what for one in report.findings} == {"an entry differs from its movement: its movement has another amount"}


async def test_a_removed_entry_leaves_a_gap_and_a_movement_with_one_side(fresh_database: Database, books: list[UUID], tamper: Tamper) -> None:
    (entry, *_), *_ = await _entries(fresh_database, books[0])
    await tamper("DELETE FROM ledger_entry WHERE account_id = $1 AND sequence = $2", books[0], entry.sequence)
    report = await ledger.verify(fresh_database)
    assert ("the last sequence", entry.sequence - 1, entry.sequence) in [(one.what, one.recomputed, one.stored) for one in report.findings]
    assert [(one.movement_id, one.recomputed, one.stored) for one in report.findings if one.what.endswith("entries of a movement")] == [
        (entry.movement_id, 1, 0)
    ]


async def test_a_movement_without_entries_is_named(fresh_database: Database, books: list[UUID], tamper: Tamper) -> None:
    forged = uuid4()
    await tamper(
        "INSERT INTO ledger_movement (id, journal_id, kind, debit_account_id, credit_account_id, asset, amount_minor, booked_at, effective_at)"
        " VALUES ($1, $1, 'forged', $2, $3, 'CNY', 5, now(), now())",
        forged,
        books[0],
        books[1],
    )
    report = await ledger.verify(fresh_database)
    assert [(one.what, one.movement_id, one.stored) for one in report.findings] == [
        ("debit entries of a movement", forged, 0),
        ("credit entries of a movement", forged, 0),
        ("a movement is not sealed", forged, None),
    ]


@pytest.mark.parametrize("nobody", [UUID(int=1), UUID(int=2**128 - 2)], ids=["first", "last"])
async def test_an_entry_of_nobody_is_named(fresh_database: Database, books: list[UUID], tamper: Tamper, nobody: UUID) -> None:
    await tamper(
        "INSERT INTO ledger_entry SELECT $1, 1, movement_id, side, amount_minor, balance_after_minor, booked_at"
        " FROM ledger_entry WHERE account_id = $2 AND sequence = 1",
        nobody,
        books[0],
    )
    assert ("an entry without its account", nobody, 1) in await found(fresh_database)


async def _entries(database: Database, account_id: UUID) -> list[list[ledger.Entry]]:
    async with database.reading() as read:
        return await ledger.list_entries(read, [account_id], [2**62], 1)
