"""The daily run of a million positions, through the ledger with entries, outbox and sealer on: `python -m bench.wealth`.

Every position earns a day's income; one in ten has an order of another fund, which is priced, confirmed and, where it redeems, paid out. The relay and the
sealer run beside it in the same process, and the day is over when all of it is sealed. Then the ledger is verified. The floor is one statement of SQL that
changes every position and writes a row for each, without the ledger. And how many statements a portfolio of 50 positions takes. A table, and a line of JSON."""

import argparse
import tempfile
import time
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import asyncpg
import orjson
import uvloop

import migrations
from bench.wealth.crowd import enter_holders
from bench.wealth.daily import DailyRun, Day, Phase
from domains import customers, wealth
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.wealth import FundTerms, ProductKind, QuickTerms, RedemptionTier, RiskRating, SubscriptionTier
from gateway.embedded import find_binaries, start
from gateway.memory import settle_memory
from gateway.wiring import register_domains

MILLION, HELD = 1_000_000, 50
FIRST_DAY = date(2026, 9, 21)
TERMS = FundTerms(RiskRating.R1, 1, 1, 10**10, (SubscriptionTier(0, 0),), (RedemptionTier(0, 0),), quick=QuickTerms(1_000_000, 100_000_000))

EQUITY = FundTerms(
    RiskRating.R4,
    1_000,
    1_000,
    10**10,
    (SubscriptionTier(0, 15_000), SubscriptionTier(1_000_000, 8_000)),
    (RedemptionTier(0, 15_000), RedemptionTier(7, 7_500), RedemptionTier(30, 5_000), RedemptionTier(365, 0)),
)

FLOOR = """
WITH paid AS (
    INSERT INTO floor_change SELECT customer_id, shares * 6 / 100000, now() FROM floor_position RETURNING customer_id, minor
)
UPDATE floor_position AS one SET shares = one.shares + paid.minor FROM paid WHERE one.customer_id = paid.customer_id
"""
FLOOR_TABLES = """
CREATE TABLE floor_position (customer_id uuid PRIMARY KEY, shares bigint NOT NULL);
CREATE TABLE floor_change (customer_id uuid NOT NULL, minor bigint NOT NULL, at timestamptz NOT NULL);
INSERT INTO floor_position SELECT customer_id, sum(shares_minor) FROM wealth_position GROUP BY customer_id
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="The daily run.")
    parser.add_argument("--positions", type=int, default=100_000)
    parser.add_argument("--orders-in-a-hundred", type=int, default=10, help="how many of a hundred positions have an order")
    parser.add_argument("--full", action="store_true", help="a million positions")
    options = parser.parse_args()
    size = MILLION if options.full else options.positions
    register_domains()
    with tempfile.TemporaryDirectory(prefix="scenebank-bench-") as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=find_binaries()) as instance:
            migrations.upgrade(instance.owner_dsn)
            postmaster = int(next(instance.data_folder.rglob("postmaster.pid")).read_text().split()[0])
            uvloop.run(measure(instance.app_dsn, instance.owner_dsn, postmaster, size, size * options.orders_in_a_hundred // 100))


async def measure(dsn: str, owner_dsn: str, postmaster: int, size: int, orders: int) -> None:
    """Furnish, run the day, count statements."""
    clock = Clock()
    clock.freeze(datetime(2026, 9, 21, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
    database = await Database.open(dsn, clock, ports={Keyring: Keyring({"bench": bytes(32)}, "bench")})
    funds = await sell(database)
    run = DailyRun(database, dsn, postmaster, funds[0], await sell_equity(database))
    begun = time.perf_counter()
    ids = await run.furnish(size, orders)
    print(f"{size:,} positions and {orders:,} orders entered in {time.perf_counter() - begun:.0f} s")
    await tidy(owner_dsn)
    settle_memory()
    day = await run.measure(size, orders)
    floors = await floor(owner_dsn)
    for fund in funds[1:]:
        await enter_holders(database, fund, [100_000], FIRST_DAY, ids[-1:])
    statements = await count_statements(database, ids[-1])
    await database.close()
    show(day, median(floors), statements)


async def tidy(owner_dsn: str) -> None:
    """What the clock's own vacuum does of a table that has just been filled."""
    connection = await asyncpg.connect(owner_dsn)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


async def sell(database: Database) -> list[wealth.Fund]:
    """Fifty money-market products."""
    named: dict[str, Any] = {"kind": ProductKind.MONEY_MARKET, "terms": TERMS, "name_zh": "零钱", "name_en": "Change"}
    staff = await enter_staff(database)
    return [await publish(database, staff, number, **named) for number in range(1, HELD + 1)]


async def sell_equity(database: Database) -> wealth.Fund:
    """A fund with fees by tier and lots."""
    named: dict[str, Any] = {"kind": ProductKind.EQUITY, "terms": EQUITY, "name_zh": "成长", "name_en": "Growth"}
    return await publish(database, await enter_staff(database), HELD + 1, **named)


async def enter_staff(database: Database) -> tuple[UUID, UUID]:
    operator_id = await customers.create_operator(database, "bench", ["operator:wealth"])
    await customers.make_operator_token(database, operator_id)
    async with database.reading() as read:
        return operator_id, await read.fetchval("SELECT id FROM customers_session WHERE owner_id = $1", operator_id)


async def publish(database: Database, staff: tuple[UUID, UUID], number: int, **named: Any) -> wealth.Fund:
    command = wealth.PublishFundCommand(request_id=uuid4(), owner_id=staff[0], session_id=staff[1], code=f"{number:06d}", asset="CNY", **named)
    return await database.write(wealth.publish_fund, command)


async def floor(owner_dsn: str) -> list[float]:
    """Seconds of the same change of every position by one statement."""
    connection = await asyncpg.connect(owner_dsn)
    await connection.execute(FLOOR_TABLES)
    seconds = []
    for _ in range(2):
        begun = time.perf_counter()
        await connection.execute(FLOOR)
        seconds.append(time.perf_counter() - begun)
    await connection.close()
    return seconds


async def count_statements(database: Database, customer_id: UUID) -> int:
    """What the portfolio of a customer with 50 positions takes."""
    read = database.read()
    with database.counting() as statements:
        (told,) = await wealth.find_portfolios(read, [customer_id], CNY)
    await read.close()
    assert len(told.holdings) == HELD, len(told.holdings)
    return len(statements)


def show(day: Day, floor_seconds: float, statements: int) -> None:
    scale = MILLION / day.positions
    print(f"The daily run of {day.positions:,} positions with {day.orders:,} orders, told for a million")
    print("| part | seconds | of ours | of the database's |\n| --- | ---: | ---: | ---: |")
    for one in (*day.phases, Phase("all", day.seconds, sum(one.own_cpu for one in day.phases), sum(one.server_cpu for one in day.phases))):
        print(f"| {one.name} | {one.seconds * scale:,.1f} | {one.own_cpu * scale:,.1f} | {one.server_cpu * scale:,.1f} |")
    print(f"| one statement, no ledger | {floor_seconds * scale:,.1f} | | |")
    print(f"Memory {day.memory_before:.0f} MB before, {day.memory_after:.0f} MB after. The ledger's differences: {day.findings}.")
    print(f"A portfolio of {HELD} positions takes {statements} statements.")
    figures = {
        "daily_run_1m_seconds": round(day.seconds * scale, 1),
        **{f"{one.name.replace(' ', '_')}_seconds": round(one.seconds * scale, 1) for one in day.phases},
        "cpu_seconds": round(sum(one.own_cpu + one.server_cpu for one in day.phases) * scale, 1),
        "memory_before_mb": round(day.memory_before),
        "memory_after_mb": round(day.memory_after),
        "differences": day.findings,
        "portfolio_statements": statements,
        "positions": day.positions,
        "orders": day.orders,
    }
    print(orjson.dumps({"bench": "wealth", "ratios": {"daily_run_vs_floor": round(day.seconds / floor_seconds, 2)}, "figures": figures}).decode())


if __name__ == "__main__":
    main()
