"""The daily run as a worker does it, with the relay and the sealer beside it in the same process: price orders, pay income, confirm, and pay out."""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from bench.ledger.cpu import asker_seconds, server_seconds
from bench.wealth.crowd import enter_holders
from bench.wealth.orders import enter_orders
from domains import ledger, wealth
from domains.kernel import relay_queries
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.events import LISTENERS
from domains.kernel.relay import RELAY, Relay
from domains.wealth.jobs.daily_run import advance_due_orders, pay_days
from domains.wealth.queries import runs

HERE = ZoneInfo("Asia/Shanghai")
TRADE_DATE, WARM_DAY, PAID_DAY = date(2026, 9, 28), date(2026, 9, 27), date(2026, 9, 28)
ENTERED = date(2026, 9, 21)
REDEEMED_PART = 5
"""Every fifth order is a redemption."""

KEPT_SECONDS = 2.0


class Phase(NamedTuple):
    """What a part of the run took: seconds by the clock, and processor time of ours and of the database's."""

    name: str
    seconds: float
    own_cpu: float
    server_cpu: float


@dataclass
class Day:
    """A daily run that was measured. Memory in megabytes: of this process, before and after."""

    positions: int
    orders: int
    phases: list[Phase] = field(default_factory=list)
    memory_before: float = 0
    memory_after: float = 0
    findings: int = 0
    movements: int = 0

    @property
    def seconds(self) -> float:
        return sum(one.seconds for one in self.phases)


class DailyRun:
    """A furnished house, and the instant that it has come to."""

    def __init__(self, database: Database, dsn: str, postmaster: int, change: wealth.Fund, equity: wealth.Fund) -> None:
        self.database, self._dsn, self._postmaster, self._change, self._equity = database, dsn, postmaster, change, equity

    async def furnish(self, positions: int, orders: int) -> list[UUID]:
        """Holders of the money-market product, and orders of the fund by some of them."""
        self._at(TRADE_DATE, 14)
        holders = await enter_holders(self.database, self._change, [1_000_000 + place for place in range(positions)], ENTERED)
        redeemers = holders[: orders // REDEEMED_PART]
        subscribers = holders[orders // REDEEMED_PART : orders]
        cut_off_at = datetime(TRADE_DATE.year, TRADE_DATE.month, TRADE_DATE.day, 15, tzinfo=HERE)
        await enter_orders(self.database, self._equity, subscribers, redeemers, TRADE_DATE, cut_off_at)
        return holders

    async def measure(self, positions: int, orders: int) -> Day:
        """Run the day's parts one after the other, and let the relay and the sealer come to their end. A day of income before it warms up."""
        day, stop = Day(positions, orders), asyncio.Event()
        relay = asyncio.create_task(Relay(self.database, listeners=LISTENERS, jobs={}).run(self._dsn, stop))
        self._at(TRADE_DATE, 20)
        await self._tell(self._change, WARM_DAY, 10_000, 6_000)
        await pay_days(self.database, self._change.id)
        await self._sealed()
        day.memory_before = memory()
        await self._tell(self._equity, TRADE_DATE, 12_345, None)
        day.phases.append(await self._phase("price", advance_due_orders(self.database)))
        await self._tell(self._change, PAID_DAY, 10_000, 6_001)
        shown = asyncio.create_task(self._show())
        day.phases.append(await self._phase("income", pay_days(self.database, self._change.id)))
        shown.cancel()
        self._at(TRADE_DATE + timedelta(days=1), 10)
        day.phases.append(await self._phase("confirm", advance_due_orders(self.database)))
        self._at(TRADE_DATE + timedelta(days=2), 10)
        day.phases.append(await self._phase("pay out", advance_due_orders(self.database)))
        day.phases.append(await self._phase("seal", self._sealed()))
        day.memory_after = memory()
        stop.set()
        await relay
        report = await ledger.verify(self.database)
        day.findings, day.movements = report.findings_total, report.movements
        for line in report.lines():
            print(line)
        return day

    async def _phase(self, name: str, work: Awaitable[None]) -> Phase:
        begun, own, server = time.perf_counter(), asker_seconds(), server_seconds(self._postmaster)
        await work
        phase = Phase(name, time.perf_counter() - begun, asker_seconds() - own, server_seconds(self._postmaster) - server)
        print(f"{name}: {phase.seconds:.1f} s ({phase.own_cpu:.1f} s of ours, {phase.server_cpu:.1f} s of the database's)", flush=True)
        return phase

    async def _sealed(self) -> None:
        """Return when every listener has heard everything."""
        while True:
            async with self.database.reading(single=True) as read:
                unnumbered = await read.fetchval("SELECT id FROM kernel_outbox WHERE position IS NULL ORDER BY id LIMIT 1")
                cursors = await relay_queries.list_cursors(read, [RELAY, *LISTENERS])
            if unnumbered is None and len(cursors) == len(LISTENERS) + 1 and min(cursors.values()) >= cursors[RELAY]:
                return
            await asyncio.sleep(0.1)

    async def _show(self) -> None:
        while True:
            await asyncio.sleep(KEPT_SECONDS)
            async with self.database.reading(single=True) as read:
                days = await runs.list_runs(read, self._change.id, PAID_DAY)
            print(f"  {sum(one.positions for one in days):,} positions", flush=True)

    async def _tell(self, fund: wealth.Fund, day: date, nav_e4: int, income_e4: int | None) -> None:
        command = wealth.PublishNavCommand(request_id=None, owner_id=HOUSE_ID, code=fund.code, day=day, nav_e4=nav_e4, income_e4=income_e4)
        await self.database.write(wealth.publish_nav, command)

    def _at(self, day: date, hour: int) -> None:
        self.database.clock.freeze(datetime(day.year, day.month, day.day, hour, tzinfo=HERE))


def memory() -> float:
    """Megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20
