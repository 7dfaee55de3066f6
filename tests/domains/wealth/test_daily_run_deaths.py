"""The daily run, killed at 20 random points and begun again each time, ends where an undisturbed one ends."""

import asyncio
import multiprocessing
import random
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from multiprocessing.connection import Connection

import psycopg
import pytest

from bench.wealth.crowd import enter_holders
from domains import wealth
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.wealth import OrderState
from gateway.embedded import Instance
from tests.conftest import wired_ports
from tests.domains.wallet.people import Person
from tests.domains.wealth import daily_worker
from tests.domains.wealth.wealth_house import HERE, WealthHouse
from tests.staff import staff_member

KILLS, HOLDERS, INVESTORS = 20, 3_000, 60
AT = datetime(2026, 9, 28, 10, tzinfo=HERE)
TABLES = {
    "wealth_position": "*",
    "wealth_lot": "*",
    "wealth_order": "*",
    "wealth_order_lot": "*",
    "wealth_change": "*",
    "wealth_run": "*",
    "ledger_account": "id, credits_posted_minor, debits_posted_minor, credits_pending_minor, debits_pending_minor, last_sequence",
    "ledger_entry": "account_id, movement_id, side, amount_minor",
    "kernel_outbox": "name, subject_id",
}
"""What must be equal, all but the moments and the ids that the house draws by chance."""

Dsn = Callable[[str], str]


async def digests(database: Database) -> dict[str, str]:
    async with database.reading() as read:
        return {
            table: await read.fetchval(f"SELECT count(*) || ' ' || md5(string_agg(t::text, ',' ORDER BY t::text)) FROM (SELECT {columns} FROM {table}) AS t")
            for table, columns in TABLES.items()
        }


async def a_busy_day(database: Database) -> WealthHouse:
    """3,000 holders of a money-market product, and 300 orders of it and of an equity fund that wait; the values of six more days stand."""
    house, chance = await WealthHouse.open(database), random.Random(5)
    equity, change = await house.fund(), await house.change_fund()
    investors = [await house.investor(2_000_000) for _ in range(INVESTORS)]
    for one in investors:
        await house.subscribe(one, equity, chance.randrange(100_000, 500_000))
    house.at("2026-09-21T16:00")
    await house.run()
    await house.nav(equity, "2026-09-21", 10_000)
    await house.nav(change, "2026-09-21", 10_000, 0)
    house.at("2026-09-22T10:00")
    await house.run()
    await enter_holders(database, change, [chance.randrange(1, 50_000_000) for _ in range(HOLDERS)], date(2026, 9, 22))
    for one in investors:
        await five_orders(house, one, equity, change, chance)
    house.at("2026-09-28T09:00")
    await house.nav(equity, "2026-09-22", 10_731)
    for day, income_e4 in (("22", 6_123), ("23", 5_871), ("24", 7_007), ("25", 1), ("26", 12_345), ("27", 0)):
        await house.nav(change, f"2026-09-{day}", 10_000, income_e4)
    return house


async def five_orders(house: WealthHouse, one: Person, equity: wealth.Fund, change: wealth.Fund, chance: random.Random) -> None:
    for _ in range(2):
        await house.subscribe(one, equity, chance.randrange(10_000, 200_000))
        await house.redeem(one, equity, chance.randrange(1_000, 40_000))
    await house.subscribe(one, change, chance.randrange(100, 100_000))


@asynccontextmanager
async def opened(dsn: Dsn) -> AsyncIterator[Database]:
    database = await Database.open(dsn("scenebank_app"), Clock(), ports=wired_ports(), write_connections=4, read_connections=2)
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture
def twin_dsn(migrated: Instance, fresh_dsn: Dsn) -> Iterator[Callable[[], Dsn]]:
    """Makes a copy of the fresh database; nobody may be connected to it."""
    with psycopg.connect(fresh_dsn("postgres")) as connection:
        (name,) = connection.execute("SELECT current_database()").fetchone() or ("",)
    twin = f"{name}_twin"

    def copy() -> Dsn:
        with psycopg.connect(migrated.dsn(database="postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {twin} TEMPLATE {name} OWNER scenebank_owner")
            connection.execute(f"GRANT CONNECT ON DATABASE {twin} TO scenebank_app")
        return lambda role: migrated.dsn(user=role, database=twin)

    yield copy
    with psycopg.connect(migrated.dsn(database="postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {twin} WITH (FORCE)")


class Workers:
    """Real processes that do the daily run, one after the other."""

    def __init__(self) -> None:
        self.processes = multiprocessing.get_context("forkserver")
        self.processes.set_forkserver_preload(["tests.domains.wealth.daily_worker"])

    async def work(self, dsn: Dsn, most: int, pause: float = 0) -> tuple[int, bool]:
        """Kill it a moment after so many transactions, if it has not ended. How many it told of, and whether it was killed."""
        reading, writing = self.processes.Pipe(duplex=False)
        worker = self.processes.Process(target=daily_worker.run, args=(dsn("scenebank_app"), AT, writing))
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


def count_told(reading: Connection, most: int) -> int:
    """How often something is told, until it ends or there were so many."""
    for number in range(most):
        try:
            reading.recv()
        except EOFError:
            return number
    return most


async def test_a_daily_run_that_is_killed_twenty_times_ends_where_an_undisturbed_one_ends(fresh_dsn: Dsn, twin_dsn: Callable[[], Dsn]) -> None:
    async with opened(fresh_dsn) as database:
        await a_busy_day(database)
    undisturbed, workers, chance = twin_dsn(), Workers(), random.Random(20)
    writes, _ = await workers.work(undisturbed, 10_000)
    for _ in range(KILLS):
        _, killed = await workers.work(fresh_dsn, chance.randrange(writes // KILLS), chance.uniform(0, 0.05))
        assert killed
    # What a dead worker's last statement still held may have been passed over: the clock's next turn takes it.
    for _ in range(2):
        await workers.work(fresh_dsn, 10_000)
    async with opened(fresh_dsn) as database, opened(undisturbed) as other:
        assert await digests(database) == await digests(other)
        for one in (database, other):
            async with one.reading() as read:
                states = await read.fetch("SELECT state, count(*) AS orders FROM wealth_order GROUP BY state")
                days = await read.fetchval("SELECT count(*) FROM wealth_run WHERE is_done AND positions >= $1", HOLDERS)
            assert [(row["state"], row["orders"]) for row in states] == [(OrderState.SETTLED.value, 6 * INVESTORS)]
            assert days == 7
        assert await WealthHouse(database, await staff_member(database, "operator:wealth")).is_consistent()
