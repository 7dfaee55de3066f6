"""A seed plants the same customers and movements every time, once."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from gateway.seed import DEMO_CUSTOMERS, DEMO_PIN, SeedReport, seed
from gateway.seed.histories import history_of
from gateway.seed.people import person_of
from tests.conftest import wired_ports
from tests.gateway.seed.conftest import CUSTOMERS, NOON, Seeded, contents

MOVEMENTS = sum(len(history_of(1, number)) for number in range(CUSTOMERS))


def test_as_many_customers_stand_as_were_asked_for(seeded: Seeded) -> None:
    rows = contents(seeded.dsn)

    assert seeded.report == SeedReport(CUSTOMERS, MOVEMENTS)
    assert str(SeedReport(1000, 8813)) == "1,000 customers stand, with 8,813 movements."
    assert {row[0] for row in rows["customers"]} == {person_of(1, number).id for number in range(CUSTOMERS)}
    assert {row[2] for row in rows["customers"]} == {True}
    assert {row[1] for row in rows["customers"]} == {"basic", "verified"}
    assert len(rows["movements"]) == MOVEMENTS > 6 * CUSTOMERS


def test_every_balance_equals_its_movements_and_all_of_them_sum_to_zero(seeded: Seeded) -> None:
    with psycopg.connect(seeded.dsn) as connection:
        differing = connection.execute("""
            SELECT account.id FROM ledger_account AS account
            LEFT JOIN (SELECT debit_account_id AS id, sum(amount_minor) AS minor FROM ledger_movement GROUP BY 1) AS debits USING (id)
            LEFT JOIN (SELECT credit_account_id AS id, sum(amount_minor) AS minor FROM ledger_movement GROUP BY 1) AS credits USING (id)
            WHERE account.debits_posted_minor <> coalesce(debits.minor, 0) OR account.credits_posted_minor <> coalesce(credits.minor, 0)
               OR account.last_sequence <> (SELECT count(*) FROM ledger_entry WHERE account_id = account.id)""").fetchall()
        (difference,) = connection.execute("SELECT sum(debits_posted_minor) - sum(credits_posted_minor) FROM ledger_account").fetchone() or (None,)
        (least,) = connection.execute("SELECT min(balance_after_minor) FROM ledger_entry").fetchone() or (None,)

    assert differing == []
    assert difference == 0
    assert isinstance(least, int) and least >= 0


def test_money_comes_from_a_channel_companies_branches_and_friends(seeded: Seeded) -> None:
    with psycopg.connect(seeded.dsn) as connection:
        sources = connection.execute("""
            SELECT DISTINCT movement.kind, split_part(account.code, ':', 1) FROM ledger_movement AS movement
            JOIN ledger_account AS account ON account.id = movement.debit_account_id ORDER BY 1""").fetchall()

    assert sources == [("cash_deposit", "branch"), ("salary", "company"), ("top_up", "channel"), ("transfer", "wallet")]


def test_movements_are_booked_now_and_effective_over_the_past_months_in_order(seeded: Seeded) -> None:
    with psycopg.connect(seeded.dsn) as connection:
        booked = connection.execute("SELECT DISTINCT booked_at FROM ledger_movement").fetchall()
        earliest, latest = connection.execute("SELECT min(effective_at), max(effective_at) FROM ledger_movement").fetchone() or (None, None)
        disordered = connection.execute("""
            SELECT account_id, sequence FROM (
                SELECT entry.account_id, entry.sequence, effective_at - lag(effective_at) OVER (PARTITION BY entry.account_id ORDER BY entry.sequence) AS step
                FROM ledger_entry AS entry JOIN ledger_movement AS movement ON movement.id = entry.movement_id
                JOIN ledger_account AS account ON account.id = entry.account_id WHERE account.code = 'wallet'
            ) AS steps WHERE step < interval '0'""").fetchall()

    assert booked == [(NOON,)]
    assert earliest is not None and NOON - timedelta(days=96) < earliest < NOON - timedelta(days=90)
    assert latest is not None and NOON - timedelta(days=3) < latest < NOON
    assert disordered == []


async def test_the_ledgers_own_verification_finds_nothing(seeded: Seeded) -> None:
    report = await ledger.verify(seeded.database)

    assert report.is_equal
    assert list(report.findings) == []


async def test_a_second_run_changes_nothing(seeded: Seeded) -> None:
    before = contents(seeded.dsn)

    assert await seed(seeded.database, customers=CUSTOMERS) == seeded.report

    assert contents(seeded.dsn) == before


async def test_another_house_gets_the_same_ids_and_amounts(seeded: Seeded, fresh_dsn: Callable[[str], str]) -> None:
    later = await _opened(fresh_dsn, days=40)
    try:
        assert await seed(later, customers=CUSTOMERS) == seeded.report
    finally:
        await later.close()

    here, there = contents(seeded.dsn), contents(fresh_dsn("postgres"))
    assert _without_times(there["movements"]) == _without_times(here["movements"])
    assert [row[:5] for row in there["entries"]] == [row[:5] for row in here["entries"]]
    assert there["notes"] == here["notes"]
    assert [row[:3] for row in there["customers"]] == [row[:3] for row in here["customers"]]


async def test_an_interrupted_run_is_completed_by_the_next(seeded: Seeded, fresh_dsn: Callable[[str], str]) -> None:
    class Interrupted(Exception):
        pass

    def interrupt(done: int, total: int) -> None:
        raise Interrupted(done, total)

    database = await _opened(fresh_dsn)
    try:
        with pytest.raises(Interrupted, match=r"\(200, 230\)"):
            await seed(database, customers=CUSTOMERS, progress=interrupt)
        assert len(contents(fresh_dsn("postgres"))["customers"]) == 200
        assert await seed(database, customers=CUSTOMERS) == seeded.report
    finally:
        await database.close()

    here, there = contents(seeded.dsn), contents(fresh_dsn("postgres"))
    assert there["movements"] == here["movements"]
    assert there["entries"] == here["entries"]


async def test_a_larger_number_adds_the_rest_and_another_seed_stands_beside_it(fresh_dsn: Callable[[str], str]) -> None:
    database = await _opened(fresh_dsn)
    try:
        few = await seed(database, customers=35)
        standing = contents(fresh_dsn("postgres"))
        more = await seed(database, customers=63)
        grown = contents(fresh_dsn("postgres"))
        other = await seed(database, customers=63, seed=2)
        both = contents(fresh_dsn("postgres"))
    finally:
        await database.close()

    assert (few.customers, more.customers, other.customers) == (35, 63, 63)
    assert more.movements == len(grown["movements"]) == sum(len(history_of(1, number)) for number in range(63))
    assert set(standing["movements"]) < set(grown["movements"]) < set(both["movements"])
    # The demo's two are shared by all seeds, with their one story.
    assert len(both["customers"]) == 63 + 63 - len(DEMO_CUSTOMERS)


async def test_progress_tells_how_many_of_how_many_stand(seeded: Seeded) -> None:
    told: list[tuple[int, int]] = []

    await seed(seeded.database, customers=CUSTOMERS, progress=lambda done, total: told.append((done, total)))

    assert told == [(200, 230), (230, 230)]


async def test_the_demos_two_have_a_pin_and_a_story_of_their_own(seeded: Seeded) -> None:
    lin, chen = DEMO_CUSTOMERS
    async with seeded.database.reading() as read:
        found = await customers.find_by_phone(read, ["164 0000 0001", "164 0000 0002"])
        account_id = wallet.wallet_account_id(lin.id, CNY)
        (page,) = await ledger.list_pages(read, [account_id], 50, None)

    assert [found[phone].id for phone in ("164 0000 0001", "164 0000 0002")] == [lin.id, chen.id]
    assert [(one.masked_name, one.tier, one.has_pin) for one in found.values()] == [("林*", "verified", True), ("陈*", "verified", True)]
    assert {(one.kind, one.other_owner_id) for one in page.items if one.kind == "transfer"} == {("transfer", chen.id)}
    assert (await customers.prove_pin(seeded.database.write, lin.id, DEMO_PIN)).verdict is customers.PinVerdict.RIGHT


async def test_whoever_has_a_demo_phone_already_keeps_it(fresh_dsn: Callable[[str], str]) -> None:
    database = await _opened(fresh_dsn)
    try:
        there = await customers.make_development_customer(database, DEMO_CUSTOMERS[0].phone)
        report = await seed(database, customers=12)
        again = await seed(database, customers=14)
        rows = contents(fresh_dsn("postgres"))
    finally:
        await database.close()

    assert report.customers == 11
    assert again.customers == 13
    ids = {row[0] for row in rows["customers"]}
    assert there.customer_id in ids
    assert DEMO_CUSTOMERS[0].id not in ids
    assert _parties(rows) <= {row[0] for row in rows["accounts"]}


@pytest.mark.parametrize("asked", [{"customers": -1}, {"customers": 1_000_001}, {"seed": -1}, {"seed": 100}])
async def test_a_number_or_seed_out_of_range_is_refused(seeded: Seeded, asked: dict[str, int]) -> None:
    before = contents(seeded.dsn)

    with pytest.raises(ValueError, match=r"to 99|and 1000000"):
        await seed(seeded.database, **asked)

    assert contents(seeded.dsn) == before


async def test_no_customers_are_no_change(fresh_dsn: Callable[[str], str]) -> None:
    database = await _opened(fresh_dsn)
    try:
        assert await seed(database, customers=0) == SeedReport(0, 0)
    finally:
        await database.close()

    assert contents(fresh_dsn("postgres"))["customers"] == []


async def _opened(fresh_dsn: Callable[[str], str], days: int = 0) -> Database:
    clock = Clock()
    clock.freeze(NOON + timedelta(days=days))
    return await Database.open(fresh_dsn("scenebank_app"), clock, ports=wired_ports(), write_connections=2, read_connections=2)


def _without_times(movements: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return [row[:-2] for row in movements]


def _parties(rows: dict[str, list[tuple[object, ...]]]) -> set[UUID]:
    return {account_id for row in rows["movements"] for account_id in row[3:5] if isinstance(account_id, UUID)}
