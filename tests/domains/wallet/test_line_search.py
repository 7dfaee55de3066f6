"""The statement searched by who is on the other side, and lines made up for movements that are older than the index."""

from typing import Any
from uuid import uuid4

import pytest

from domains import customers, wallet
from domains.kernel.database import Database
from domains.wallet import Category, Search
from domains.wallet.jobs import insight as jobs
from domains.wallet.service import backfill_lines
from tests.domains.wallet.people import Person, person, transfer
from tests.domains.wallet.test_insight import NOON, found, heard, put


@pytest.fixture
def house(fresh_database: Database) -> Database:
    fresh_database.clock.freeze(NOON)
    return fresh_database


async def call(house: Database, owner: Person, target: Person, alias: str) -> None:
    command = wallet.SavePayeeCommand(request_id=uuid4(), owner_id=owner.id, session_id=owner.session_id, target_id=target.id, alias=alias)
    await house.write(wallet.save_payee, command)


async def lines(house: Database) -> list[tuple[Any, ...]]:
    async with house.reading() as read:
        return [tuple(row) for row in await read.fetch("SELECT * FROM wallet_line ORDER BY customer_id, movement_id")]


async def test_a_counterparty_is_found_by_an_own_name_and_by_what_is_seen_of_them(house: Database) -> None:
    ann, bo, cy = [await person(house, 10_000) for _ in range(3)]
    await transfer(house, ann, bo, 100, note="饭")
    await transfer(house, ann, cy, 200, note="饭")
    await transfer(house, bo, ann, 7)
    await heard(house)
    await call(house, ann, bo, "老王 ＡＢ")
    assert sorted(await found(house, ann, counterparty="老王")) == [-100, 7]
    assert sorted(await found(house, ann, counterparty="王 ab")) == [-100, 7]
    assert await found(house, ann, counterparty="老王", words="饭") == [-100]
    assert await found(house, ann, counterparty="老王", most_minor=50) == [7]
    async with house.reading() as read:
        (seen,) = await customers.list_parties(read, [cy.id])
    assert seen is not None and seen.masked_phone is not None
    assert await found(house, ann, counterparty=seen.masked_phone[-4:]) == [-200]
    assert await found(house, ann, counterparty="nobody") == []
    # What one calls another is nobody else's to search by.
    assert await found(house, cy, counterparty="老王") == []
    async with house.reading() as read:
        with house.counting() as statements:
            await wallet.search_lines(read, [ann.id], Search(counterparty="老王"), 50, None)
    assert len(statements) == 5


async def test_those_who_search_together_find_by_their_own_names_alone(house: Database) -> None:
    ann, bo, cy = [await person(house, 10_000) for _ in range(3)]
    await transfer(house, ann, bo, 100)
    await transfer(house, cy, bo, 200)
    await heard(house)
    await call(house, ann, bo, "老王")
    async with house.reading() as read:
        pages = await wallet.search_lines(read, [ann.id, cy.id, ann.id], Search(counterparty="老王"), 50, None)
    assert [[line.amount.minor for line in page.items] for page in pages] == [[-100], [], [-100]]


async def test_lines_are_made_up_as_the_listener_would_have_written_them_and_once(house: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfill_lines, "PAGE", 3)
    ann, bo = [await person(house, 10_000) for _ in range(2)]
    for minor in range(1, 9):
        await transfer(house, ann, bo, minor, note=f"第{minor}笔")
    await heard(house)
    wanted = await lines(house)
    async with house.transaction() as tx:
        await tx.execute("DELETE FROM wallet_line")
    await jobs.make_up_lines(house)
    assert await lines(house) == wanted
    assert await found(house, bo, words="第5笔") == [5]
    async with house.transaction() as tx:
        await tx.execute("DELETE FROM wallet_line")
    await jobs.make_up_lines(house)
    assert await lines(house) == []


async def test_a_category_that_was_chosen_stays_and_an_older_line_learns_who_it_was(house: Database) -> None:
    ann, bo = [await person(house, 10_000) for _ in range(2)]
    paid = await transfer(house, ann, bo, 100)
    await heard(house)
    await put(house, ann, paid.movement_id, Category.FOOD)
    async with house.transaction() as tx:
        await tx.execute("UPDATE wallet_line SET counterparty_id = NULL")
    await jobs.make_up_lines(house)
    async with house.reading() as read:
        row = await read.fetchrow("SELECT category, counterparty_id FROM wallet_line WHERE customer_id = $1 AND movement_id = $2", ann.id, paid.movement_id)
    assert row is not None and (row["category"], row["counterparty_id"]) == ("food", bo.id)
