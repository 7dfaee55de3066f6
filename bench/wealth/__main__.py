"""The daily run of a money-market product with many positions, through the ledger with entries and outbox on: `python -m bench.wealth`.

A day's income is paid twice, after a first day that warms up; the median is told for a million positions, beside a floor: the same rows written by one
statement of SQL, without the ledger. And how many statements a portfolio of 50 positions takes. A table, and a line of JSON."""

import argparse
import tempfile
import time
from datetime import date, datetime, timedelta
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
from domains import customers, wealth
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.commands import HOUSE_ID
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.wealth import FundTerms, ProductKind, QuickTerms, RedemptionTier, RiskRating, SubscriptionTier
from domains.wealth.jobs.daily_run import pay_days
from gateway.embedded import find_binaries, start

MILLION, HELD = 1_000_000, 50
FIRST_DAY = date(2026, 9, 21)
TERMS = FundTerms(RiskRating.R1, 1, 1, 10**10, (SubscriptionTier(0, 0),), (RedemptionTier(0, 0),), quick=QuickTerms(1_000_000, 100_000_000))

FLOOR = """
WITH paid AS (
    INSERT INTO floor_change SELECT customer_id, shares * 6 / 100000, now() FROM floor_position RETURNING customer_id, minor
)
UPDATE floor_position AS one SET shares = one.shares + paid.minor FROM paid WHERE one.customer_id = paid.customer_id
"""
FLOOR_TABLES = """
CREATE TABLE floor_position (customer_id uuid PRIMARY KEY, shares bigint NOT NULL);
CREATE TABLE floor_change (customer_id uuid NOT NULL, minor bigint NOT NULL, at timestamptz NOT NULL);
INSERT INTO floor_position SELECT customer_id, shares_minor FROM wealth_position
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="The daily run of a money-market product.")
    parser.add_argument("--positions", type=int, default=100_000)
    parser.add_argument("--full", action="store_true", help="a million positions")
    options = parser.parse_args()
    size = MILLION if options.full else options.positions
    with tempfile.TemporaryDirectory(prefix="scenebank-bench-") as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=find_binaries()) as instance:
            migrations.upgrade(instance.owner_dsn)
            uvloop.run(measure(instance.app_dsn, instance.owner_dsn, size))


async def measure(dsn: str, owner_dsn: str, size: int) -> None:
    """Furnish, pay three days, count statements."""
    clock = Clock()
    clock.freeze(datetime(2026, 9, 21, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
    database = await Database.open(dsn, clock, ports={Keyring: Keyring({"bench": bytes(32)}, "bench")})
    funds = await sell(database)
    clock.advance(timedelta(days=7))
    ids = await enter_holders(database, funds[0], [1_000_000 + place for place in range(size)], FIRST_DAY)
    seconds = [await a_day(database, funds[0], number) for number in range(3)][1:]
    floors = await floor(owner_dsn)
    for fund in funds[1:]:
        await enter_holders(database, fund, [100_000], FIRST_DAY, ids[:1])
    statements = await count_statements(database, ids[0])
    await database.close()
    show(size, median(seconds), median(floors), statements)


async def sell(database: Database) -> list[wealth.Fund]:
    """Fifty money-market products."""
    operator_id = await customers.create_operator(database, "bench", ["operator:wealth"])
    await customers.make_operator_token(database, operator_id)
    async with database.reading() as read:
        session_id = await read.fetchval("SELECT id FROM customers_session WHERE owner_id = $1", operator_id)
    named: dict[str, Any] = {"owner_id": operator_id, "session_id": session_id, "kind": ProductKind.MONEY_MARKET, "asset": "CNY", "terms": TERMS}

    async def publish(number: int) -> wealth.Fund:
        command = wealth.PublishFundCommand(request_id=uuid4(), code=f"{number:06d}", name_zh="零钱", name_en="Change", **named)
        return await database.write(wealth.publish_fund, command)

    return [await publish(number) for number in range(1, HELD + 1)]


async def a_day(database: Database, fund: wealth.Fund, number: int) -> float:
    """Seconds that a day's income takes."""
    day = FIRST_DAY + timedelta(days=number)
    told = {"code": fund.code, "day": day, "nav_e4": 10_000, "income_e4": 6_000 + number}
    await database.write(wealth.publish_nav, wealth.PublishNavCommand(request_id=None, owner_id=HOUSE_ID, **told))  # type: ignore[arg-type]
    begun = time.perf_counter()
    await pay_days(database, fund.id)
    return time.perf_counter() - begun


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


def show(size: int, seconds: float, floor_seconds: float, statements: int) -> None:
    scale = MILLION / size
    print(f"A day's income of {size:,} money-market positions, told for a million; the median of two days")
    print("| side | seconds for 1,000,000 | positions/s |\n| --- | ---: | ---: |")
    for name, value in (("scenebank, through the ledger", seconds), ("one statement, no ledger", floor_seconds)):
        print(f"| {name} | {value * scale:,.1f} | {size / value:,.0f} |")
    print(f"A portfolio of {HELD} positions takes {statements} statements.")
    figures = {"daily_run_1m_seconds": round(seconds * scale, 1), "portfolio_statements": statements, "positions": size}
    print(orjson.dumps({"bench": "wealth", "ratios": {"daily_run_vs_floor": round(seconds / floor_seconds, 2)}, "figures": figures}).decode())


if __name__ == "__main__":
    main()
