"""The day of loans, killed at random points and begun again each time, ends where an undisturbed one ends."""

import asyncio
import multiprocessing
import random
import signal
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from domains.kernel.database import Database
from domains.loans import ServicingTerms
from tests.domains.loans import day_worker
from tests.domains.loans.loan_house import HERE
from tests.domains.loans.servicing_house import ServicingHouse
from tests.domains.wealth.test_daily_run_deaths import Dsn, count_told, opened, twin_dsn
from tests.staff import staff_member

__all__ = ["twin_dsn"]

KILLS, LENT = 12, 50
AT = datetime(2026, 11, 21, 9, tzinfo=HERE)
TABLES = {
    "loans_loan": "*",
    "loans_fact": "customer_id, loan_id, sequence, kind, effective_on, amount_minor, act_id, details",
    "loans_collection": "*",
    "loans_day": "*",
    "ledger_account": "id, credits_posted_minor, debits_posted_minor, last_sequence",
    "ledger_entry": "account_id, movement_id, side, amount_minor",
}
"""What must be equal, all but the moments and the ids that the house draws by chance."""


async def digests(database: Database) -> dict[str, str]:
    async with database.reading() as read:
        return {
            table: await read.fetchval(f"SELECT count(*) || ' ' || md5(string_agg(t::text, ',' ORDER BY t::text)) FROM (SELECT {columns} FROM {table}) AS t")
            for table, columns in TABLES.items()
        }


async def lend(database: Database) -> None:
    """Loans of the two months before, of people who have much, little or nothing."""
    house, chance = await ServicingHouse.open(database), random.Random(3)
    for _ in range(LENT):
        house.at((date(2026, 9, 21) + timedelta(days=chance.randrange(60))).isoformat() + "T10:00")
        money = chance.choice((10_000_000, 0))
        someone, _ = await house.borrow(money=money, terms=ServicingTerms(penalty_rate=Decimal("0.18")))
        if not money:
            other = await house.customer()
            await house.give(someone, other, 1_200_000 - chance.choice((0, 1_000, 1_150_000)))
    house.at("2026-11-20T10:00")
    await house.close_day()


async def work(dsn: Dsn, most: int, pause: float = 0) -> tuple[int, bool]:
    """A process that is killed a moment after so many transactions, if it has not ended. How many it told of, and whether it was killed."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.domains.loans.day_worker"])
    reading, writing = processes.Pipe(duplex=False)
    worker = processes.Process(target=day_worker.run, args=(dsn("scenebank_app"), AT, writing))
    worker.start()
    writing.close()
    told = await asyncio.to_thread(count_told, reading, most)
    await asyncio.sleep(pause)
    killed = told == most and worker.is_alive()
    if killed:
        worker.kill()
    await asyncio.to_thread(worker.join)
    assert worker.exitcode == (-signal.SIGKILL if killed else 0)
    return told, killed


async def test_a_day_that_is_killed_a_dozen_times_ends_where_an_undisturbed_one_ends(fresh_dsn: Dsn, twin_dsn: Callable[[], Dsn]) -> None:
    async with opened(fresh_dsn) as database:
        await lend(database)
    undisturbed, chance = twin_dsn(), random.Random(9)
    writes, killed = await work(undisturbed, 10_000)
    assert not killed and writes > KILLS
    kills = 0
    for _ in range(KILLS):
        _, killed = await work(fresh_dsn, chance.randrange(1, max(2, writes // KILLS)), chance.uniform(0, 0.03))
        kills += killed
    assert kills >= KILLS // 2
    await work(fresh_dsn, 10_000)
    async with opened(fresh_dsn) as database, opened(undisturbed) as other:
        assert await digests(database) == await digests(other)
        async with database.reading() as read:
            done = await read.fetchval("SELECT count(*) FROM loans_day WHERE is_done")
            debited = await read.fetchval("SELECT count(*) FROM loans_fact WHERE kind = 'repaid'")
        assert done == 2 and debited >= 5
        house = ServicingHouse(database, await staff_member(database, "operator:loans"))
        assert await house.is_sound()
