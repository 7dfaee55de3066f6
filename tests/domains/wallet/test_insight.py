"""The statement's index: lines after movements, sums, searches, categories, budgets and their nudges."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from domains import wallet
from domains.kernel.assets import CNY, POINTS
from domains.kernel.database import Database
from domains.kernel.errors import AmountOutOfRange, InvalidInput, Refusal, UnknownAsset
from domains.kernel.events import LISTENERS
from domains.kernel.money import Amount
from domains.kernel.relay import relay_until_idle
from domains.wallet import Category, Search
from domains.wallet import listeners as _listeners  # noqa: F401  (registers them)
from domains.wallet.queries.insight import LIST_LINES, SEARCH_LINES
from domains.wallet.service.insight import note_lines
from tests.domains.wallet.people import Person, everything, person, transfer
from tests.domains.wallet.tills import pay, refunding, shop

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)


@pytest.fixture
def house(fresh_database: Database) -> Database:
    fresh_database.clock.freeze(NOON)
    return fresh_database


async def heard(house: Database) -> None:
    """Let the index hear what moved."""
    await relay_until_idle(house, listeners={"wallet.index_statement": LISTENERS["wallet.index_statement"]}, jobs={})


async def found(house: Database, someone: Person, **search: Any) -> list[int]:
    async with house.reading() as read:
        (page,) = await wallet.search_lines(read, [someone.id], Search(**search), 50, None)
    return [line.amount.minor for line in page.items]


async def put(house: Database, someone: Person, movement_id: UUID, category: Category) -> None:
    await house.write(wallet.set_category, wallet.SetCategoryCommand(request_id=uuid4(), owner_id=someone.id, movement_id=movement_id, category=category))


async def budget(house: Database, someone: Person, category: Category, yuan: int) -> None:
    command = wallet.SetBudgetCommand(request_id=uuid4(), owner_id=someone.id, category=category, most=Amount(yuan * 100, CNY))
    await house.write(wallet.set_budget, command)


async def nudges(house: Database, someone: Person) -> list[tuple[int, int]]:
    async with house.reading() as read:
        rows = await read.fetch("SELECT payload FROM kernel_outbox WHERE name = 'BudgetReached' AND subject_id = $1 ORDER BY id", someone.id)
    return [(row["payload"]["percent"], row["payload"]["spent_minor"]) for row in rows]


async def test_both_sides_of_a_movement_find_it_by_its_words_and_nobody_else_does(house: Database) -> None:
    sender, target, stranger = [await person(house, 10_000) for _ in range(3)]
    await transfer(house, sender, target, 100, note="请你吃午饭")
    await transfer(house, sender, target, 200, note="晚饭 Dinner")
    await transfer(house, stranger, target, 300, note="午饭")
    await heard(house)
    sought = {"午饭": [-100], "饭": [-200, -100], "DINNER": [-200], "午晚": [], "吃午": [-100], "  ": [-200, -100, 10_000]}
    assert {words: sorted(await found(house, sender, words=words)) for words in sought} == sought
    assert sorted(await found(house, target, words="午饭")) == [100, 300]
    assert await found(house, stranger, words="dinner") == []


async def test_amounts_and_days_narrow_a_search_and_pages_go_on(house: Database) -> None:
    sender, target = await person(house, 10_000), await person(house)
    for number in range(1, 6):
        house.clock.freeze(NOON + timedelta(days=number))
        await transfer(house, sender, target, number * 100, note="饭")
    await heard(house)
    assert await found(house, sender, least_minor=200, most_minor=400) == [-400, -300, -200]
    assert await found(house, sender, words="饭", since=NOON + timedelta(days=2), before=NOON + timedelta(days=4)) == [-300, -200]
    async with house.reading() as read:
        (first,) = await wallet.search_lines(read, [sender.id], Search(words="饭"), 3, None)
        (rest,) = await wallet.search_lines(read, [sender.id], Search(words="饭"), 3, first.cursors[-1])
        assert [[line.amount.minor for line in page.items] for page in (first, rest)] == [[-500, -400, -300], [-200, -100]]
        with pytest.raises(InvalidInput):
            await wallet.search_lines(read, [sender.id], Search(), 3, "azox")


async def test_being_told_twice_changes_nothing(house: Database) -> None:
    sender, target = await person(house, 10_000), await person(house)
    sent = await transfer(house, sender, target, 100)
    await heard(house)
    await put(house, sender, sent.movement_id, Category.FOOD)
    before = await everything(house, but=frozenset({"kernel_listener"}))
    async with house.transaction() as tx:
        await note_lines(tx, [(sent.movement_id, sender.id), (sent.movement_id, target.id)])
    assert await everything(house, but=frozenset({"kernel_listener"})) == before


async def test_a_month_is_summed_by_category_and_by_day(house: Database) -> None:
    sender, target = await person(house, 10_000), await person(house)
    first = await transfer(house, sender, target, 100)
    await transfer(house, sender, target, 200)
    house.clock.freeze(datetime(2026, 11, 25, 16, tzinfo=UTC))
    await transfer(house, target, sender, 50)
    await heard(house)
    await put(house, sender, first.movement_id, Category.FOOD)
    async with house.reading() as read:
        (months,) = await wallet.sum_by_category(read, [sender.id], CNY, date(2026, 11, 25))
        (days, others) = await wallet.sum_series(read, [sender.id, uuid4()], CNY, date(2026, 11, 24), date(2026, 11, 26), by_month=False)
        (by_month,) = await wallet.sum_series(read, [sender.id], CNY, date(2026, 10, 1), date(2026, 12, 31), by_month=True)
    assert [(one.category, one.income.minor, one.spending.minor, one.movements) for one in months] == [
        (Category.TRANSFERS, 50, 200, 2),
        (Category.FOOD, 0, 100, 1),
        (Category.OTHER, 10_000, 0, 1),
    ]
    assert [(one.start.day, one.income.minor, one.spending.minor) for one in days] == [(24, 0, 0), (25, 10_000, 300), (26, 50, 0)]
    assert [one.movements for one in others] == [0, 0, 0]
    assert [(one.start.month, one.income.minor, one.spending.minor) for one in by_month] == [(10, 0, 0), (11, 10_050, 300), (12, 0, 0)]


async def test_what_is_bought_stands_in_the_category_of_the_merchants_trade_and_has_a_chart_of_its_own(house: Database) -> None:
    noodles, eater, friend = await shop(house), await person(house, 10_000), await person(house)
    paid = await pay(house, eater, noodles, 1_500)
    await transfer(house, eater, friend, 700)
    await house.write(wallet.refund_payment, refunding(noodles, paid.payment_id, 500))
    await heard(house)
    day = date(2026, 11, 25)
    async with house.reading() as read:
        (months,) = await wallet.sum_by_category(read, [eater.id], CNY, day)
        charts = [(await wallet.sum_series(read, [eater.id], CNY, day, day, by_month=False, category=one))[0] for one in (Category.FOOD, Category.SHOPPING)]
    assert {one.category: (one.income.minor, one.spending.minor) for one in months} == {
        Category.FOOD: (0, 1_500),
        Category.TRANSFERS: (0, 700),
        Category.REFUNDS: (500, 0),
        Category.OTHER: (10_000, 0),
    }
    assert [[(one.category, one.spending.minor, one.movements) for one in chart] for chart in charts] == [
        [(Category.FOOD, 1_500, 1)],
        [(Category.SHOPPING, 0, 0)],
    ]


async def test_a_budgets_owner_is_nudged_at_80_and_100_per_cent_once_a_month(house: Database) -> None:
    sender, target = await person(house, 100_000), await person(house)
    await budget(house, sender, Category.TRANSFERS, 10)
    for minor in (799, 1, 100, 100, 500):
        await transfer(house, sender, target, minor)
        await heard(house)
    assert await nudges(house, sender) == [(80, 800), (100, 1_000)]
    house.clock.freeze(NOON + timedelta(days=10))
    await transfer(house, sender, target, 2_000)
    await heard(house)
    assert await nudges(house, sender) == [(80, 800), (100, 1_000), (100, 2_000)]
    async with house.reading() as read:
        assert await wallet.list_budgets(read, [sender.id, target.id], date(2026, 12, 5)) == [
            [wallet.Budget(sender.id, Category.TRANSFERS, Amount(1_000, CNY), Amount(2_000, CNY))],
            [],
        ]


async def test_a_budget_that_is_set_late_or_reached_by_another_category_is_told_at_once(house: Database) -> None:
    sender, target = await person(house, 100_000), await person(house)
    sent = await transfer(house, sender, target, 900)
    await heard(house)
    await budget(house, sender, Category.FOOD, 10)
    assert await nudges(house, sender) == []
    await put(house, sender, sent.movement_id, Category.FOOD)
    await budget(house, sender, Category.FOOD, 9)
    assert await nudges(house, sender) == [(80, 900), (100, 900)]
    await budget(house, sender, Category.FOOD, 0)
    async with house.reading() as read:
        assert await wallet.list_budgets(read, [sender.id], date(2026, 11, 25)) == [[]]


async def test_refusals_change_nothing(house: Database) -> None:
    sender, target = await person(house, 100_000), await person(house)
    sent = await transfer(house, sender, target, 900)
    await heard(house)
    before = await everything(house, but=frozenset({"kernel_request"}))
    stranger = await person(house)
    before = await everything(house, but=frozenset({"kernel_request"}))
    for movement_id in (sent.movement_id, uuid4()):
        with pytest.raises(wallet.LineNotFound):
            await put(house, stranger, movement_id, Category.FOOD)
    refused: dict[Amount, type[Refusal]] = {Amount(5, POINTS): UnknownAsset, Amount(-1, CNY): AmountOutOfRange, Amount(2**60, CNY): AmountOutOfRange}
    for most, refusal in refused.items():
        with pytest.raises(refusal):
            await house.write(wallet.set_budget, wallet.SetBudgetCommand(request_id=uuid4(), owner_id=sender.id, category=Category.FOOD, most=most))
    assert await everything(house, but=frozenset({"kernel_request"})) == before


async def test_a_search_goes_by_indexes(house: Database, fresh_dsn: Any) -> None:
    sender, target = await person(house, 10_000), await person(house)
    await transfer(house, sender, target, 100, note="午饭")
    await heard(house)
    with psycopg.connect(fresh_dsn("scenebank_owner"), autocommit=True) as owner:
        owner.execute(
            "INSERT INTO wallet_line SELECT customer_id, gen_random_uuid(), booked_at - n * interval '1 minute', day, asset, amount_minor, kind, category,"
            " words, ARRAY[right(customer_id::text, 8) || n] FROM wallet_line, generate_series(1, 20000) AS n WHERE words <> ''"
        )
        owner.execute("VACUUM ANALYZE wallet_line")
    async with house.reading() as read:
        for statement, index in ((SEARCH_LINES, "wallet_line_grams"), (LIST_LINES, "wallet_line_time")):
            arguments: list[Any] = [[sender.id], NOON - timedelta(days=9), NOON + timedelta(days=9), 0, 10**9, NOON + timedelta(days=9), uuid4(), 21, [None]]
            arguments += [["\x1f".join([sender.id.hex[-8:] + "午饭"])], "午饭"] if statement is SEARCH_LINES else []
            plan = "\n".join(row[0] for row in await read.fetch(f"EXPLAIN {statement}", *arguments))
            assert index in plan and "Seq Scan on wallet_line" not in plan, plan
