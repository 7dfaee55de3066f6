"""Statements: opening, movements, closing, each leading to the next, and the same bytes whenever they are asked for."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from random import Random
from uuid import UUID, uuid4

import pytest

from domains import ledger
from domains.kernel.assets import asset_of
from domains.kernel.database import Database
from domains.kernel.errors import InvalidInput
from domains.ledger.jobs import fold_hot_accounts
from tests.domains.ledger.conftest import move, open_accounts, post
from tests.domains.ledger.test_hot import open_merchant, pay

FIRST, SECOND, THIRD = date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)
EVENING = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
"""Half past eleven at night in Shanghai."""


async def told(database: Database, account_id: UUID, first_day: date, last_day: date) -> str:
    statement = await make(database, account_id, first_day, last_day)
    return "".join([piece async for piece in ledger.statement_csv(statement, ledger.read_lines(database, statement))])


async def make(database: Database, account_id: UUID, first_day: date, last_day: date) -> ledger.Statement:
    async with database.reading() as read:
        return await ledger.make_statement(read, account_id, first_day, last_day)


async def held(database: Database, account_id: UUID, instant: datetime) -> int:
    async with database.reading() as read:
        return (await ledger.balances_at(read, [account_id], instant))[account_id].minor


def rows(text: str) -> list[tuple[str, str, str]]:
    return [(row["line"], row["amount"], row["balance"]) for row in csv.DictReader(StringIO(text))]


async def test_a_statement_leads_from_opening_to_closing_by_shanghais_days(fresh_database: Database) -> None:
    clock = fresh_database.clock
    clock.freeze(EVENING)
    ann, bo = await open_accounts(fresh_database, 10_000, 0)
    movement = move(ann, bo, 1_234)
    await post(fresh_database, movement)
    clock.advance(timedelta(hours=1))
    await post(fresh_database, move(ann, bo, 66))
    await post(fresh_database, move(bo, ann, 100))
    clock.advance(timedelta(days=3))
    text = await told(fresh_database, ann, FIRST, FIRST)
    assert rows(text) == [("opening", "", "0.00"), ("movement", "100.00", "100.00"), ("movement", "-12.34", "87.66"), ("closing", "", "87.66")]
    assert rows(await told(fresh_database, ann, SECOND, SECOND)) == [
        ("opening", "", "87.66"),
        ("movement", "-0.66", "87.00"),
        ("movement", "1.00", "88.00"),
        ("closing", "", "88.00"),
    ]
    assert rows(await told(fresh_database, ann, THIRD, THIRD)) == [("opening", "", "88.00"), ("closing", "", "88.00")]
    lines = text.split("\r\n")
    assert lines[0] == "line,booked_at,value_date,movement_id,journal_id,kind,other_account_id,other_account,amount,balance,currency"
    assert lines[3].startswith(f"movement,2026-03-01T23:30:00.000000+08:00,2026-03-01,{movement.id},")
    assert lines[3].endswith(",-12.34,87.66,CNY")


async def test_a_statement_has_the_same_bytes_whatever_is_posted_or_folded_later(fresh_database: Database) -> None:
    clock = fresh_database.clock
    clock.freeze(EVENING)
    merchant, (payer,) = await open_merchant(fresh_database), await open_accounts(fresh_database, 10_000)
    for minor in (5, 7, 11):
        await pay(fresh_database, payer, merchant, minor)
    clock.advance(timedelta(days=1))
    before = [await told(fresh_database, account, FIRST, FIRST) for account in (merchant, payer)]
    assert rows(before[0])[-1] == ("closing", "", "0.23")
    await pay(fresh_database, payer, merchant, 400)
    await fold_hot_accounts(fresh_database)
    await post(fresh_database, move(merchant, payer, 100))
    assert [await told(fresh_database, account, FIRST, FIRST) for account in (merchant, payer)] == before


async def test_a_clock_that_was_set_back_leaves_statements_that_add_up(fresh_database: Database) -> None:
    clock = fresh_database.clock
    clock.freeze(EVENING)
    ann, bo = await open_accounts(fresh_database, 10_000, 0)
    clock.advance(timedelta(days=1))
    await post(fresh_database, move(ann, bo, 300))
    clock.advance(-timedelta(days=1))
    await post(fresh_database, move(ann, bo, 50))
    clock.advance(timedelta(days=5))
    assert rows(await told(fresh_database, ann, FIRST, FIRST))[-1] == ("closing", "", "99.50")
    assert rows(await told(fresh_database, ann, SECOND, SECOND)) == [("opening", "", "99.50"), ("movement", "-3.00", "96.50"), ("closing", "", "96.50")]


async def test_a_balance_at_an_instant_is_what_was_booked_by_then_whatever_its_place(fresh_database: Database) -> None:
    clock = fresh_database.clock
    clock.freeze(EVENING)
    ann, bo = await open_accounts(fresh_database, 10_000, 0)
    clock.advance(timedelta(days=1))
    await post(fresh_database, move(ann, bo, 300))
    clock.advance(-timedelta(hours=12))
    await post(fresh_database, move(ann, bo, 50))
    for later in (timedelta(days=1), timedelta(days=900)):
        clock.freeze(EVENING + later)
        assert await held(fresh_database, ann, EVENING - timedelta(microseconds=1)) == 0
        assert await held(fresh_database, ann, EVENING) == 10_000
        assert await held(fresh_database, ann, EVENING + timedelta(hours=12) - timedelta(microseconds=1)) == 10_000
        assert await held(fresh_database, ann, EVENING + timedelta(hours=12)) == 9_950
        assert await held(fresh_database, ann, EVENING + timedelta(days=1)) == 9_650
        assert await held(fresh_database, bo, EVENING + timedelta(hours=23)) == 50


async def test_a_balance_at_an_instant_counts_credits_that_were_folded_late_when_they_were_booked(fresh_database: Database) -> None:
    clock = fresh_database.clock
    clock.freeze(EVENING)
    merchant, (payer,) = await open_merchant(fresh_database), await open_accounts(fresh_database, 10_000)
    await pay(fresh_database, payer, merchant, 500)
    clock.advance(timedelta(hours=1))
    await post(fresh_database, move(merchant, payer, 100))
    clock.advance(-timedelta(minutes=30))
    await pay(fresh_database, payer, merchant, 7)
    clock.freeze(EVENING + timedelta(hours=2))
    moments = [EVENING, EVENING + timedelta(minutes=30), EVENING + timedelta(hours=1)]
    before = [await held(fresh_database, merchant, moment) for moment in moments]
    await fold_hot_accounts(fresh_database)
    assert before == [await held(fresh_database, merchant, moment) for moment in moments] == [500, 507, 407]


async def test_a_balance_at_an_instant_is_where_a_statement_of_that_day_ends(fresh_database: Database) -> None:
    clock, chance = fresh_database.clock, Random(20260301)
    clock.freeze(EVENING)
    ann, bo = await open_accounts(fresh_database, 100_000, 100_000)
    for _ in range(60):
        clock.freeze(EVENING + timedelta(minutes=chance.randrange(5 * 24 * 60)))
        await post(fresh_database, move(*chance.sample([ann, bo], 2), chance.randint(1, 500)))
    clock.freeze(EVENING + timedelta(days=7))
    for day in range(7):
        statement = await make(fresh_database, ann, FIRST + timedelta(days=day), FIRST + timedelta(days=day))
        end = datetime(2026, 3, 1, 16, tzinfo=UTC) + timedelta(days=day)
        assert await held(fresh_database, ann, end - timedelta(microseconds=1)) == statement.closing.minor
        await told(fresh_database, ann, statement.first_day, statement.last_day)


async def test_lines_that_do_not_lead_from_opening_to_closing_are_never_told_as_a_whole(fresh_database: Database) -> None:
    clock = fresh_database.clock
    clock.freeze(EVENING)
    ann, bo = await open_accounts(fresh_database, 10_000, 0)
    await post(fresh_database, move(ann, bo, 300))
    clock.advance(timedelta(days=1))
    statement = await make(fresh_database, ann, FIRST, FIRST)
    one_more = ledger.Turnover(2, statement.debits.amount)
    for wrong in (statement._replace(debits=one_more), statement._replace(closing=statement.opening)):
        pieces = []
        with pytest.raises(RuntimeError, match="do not lead from opening to closing"):
            async for piece in ledger.statement_csv(wrong, ledger.read_lines(fresh_database, wrong)):
                pieces.append(piece)
        assert "closing" not in "".join(pieces)


async def test_a_long_statement_is_read_in_pages_and_says_the_same(fresh_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = fresh_database.clock
    clock.freeze(EVENING)
    merchant, (ann,) = await open_merchant(fresh_database), await open_accounts(fresh_database, 10_000)
    for minor in range(1, 8):
        await pay(fresh_database, ann, merchant, minor)
    await fold_hot_accounts(fresh_database)
    await pay(fresh_database, ann, merchant, 100)
    clock.advance(timedelta(days=1))
    whole = [await told(fresh_database, account, FIRST, FIRST) for account in (ann, merchant)]
    for size in (1, 2, 3, 8, 9):
        monkeypatch.setattr("domains.ledger.service.statement.PAGE", size)
        assert [await told(fresh_database, account, FIRST, FIRST) for account in (ann, merchant)] == whole
    assert [text.count("\r\n") for text in whole] == [12, 11]


async def test_a_day_that_is_not_over_and_a_period_the_wrong_way_round_are_refused(fresh_database: Database) -> None:
    fresh_database.clock.freeze(EVENING)
    (ann,) = await open_accounts(fresh_database, 100)
    for first_day, last_day in ((FIRST, FIRST), (FIRST, date(2026, 2, 28)), (date(2024, 1, 1), date(2026, 2, 1)), (date.min, date.min), (date.max, date.max)):
        with pytest.raises(InvalidInput):
            await told(fresh_database, ann, first_day, last_day)
    missing = uuid4()
    with pytest.raises(ledger.AccountNotFound) as refused:
        await told(fresh_database, missing, date(2026, 2, 1), date(2026, 2, 28))
    assert refused.value.account_id == missing


async def test_an_account_of_whole_units_is_told_in_them(fresh_database: Database) -> None:
    fresh_database.clock.freeze(EVENING)
    (ann,) = await open_accounts(fresh_database, 500, asset=asset_of("JPY"))
    fresh_database.clock.advance(timedelta(days=1))
    assert rows(await told(fresh_database, ann, FIRST, FIRST)) == [("opening", "", "0"), ("movement", "500", "500"), ("closing", "", "500")]
