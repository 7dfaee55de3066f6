"""The day of many loans, through the ledger with entries, outbox and sealer on: interest, penalty and lateness of all of them, then what is due out of wallets.

`python -m bench.loans.end_of_day` lends to so many (--loans), lets a first day warm up, and tells the seconds of the second one for a million, beside a floor:
the same change of every row by one statement, without the ledger. One loan in thirty falls due that day: of a hundred customers 92 have it, four have a part of
it, four nothing. One loan in thirty is overdue, and is tried where the day is one of its retries. The relay and the sealer run beside it in the same process,
and the day is over when all is sealed. A table, a line of JSON."""

import argparse
import asyncio
import resource
import tempfile
import time
from collections.abc import Awaitable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import asyncpg
import orjson
import uvloop

import migrations
from bench.ledger.cpu import asker_seconds, server_seconds
from bench.loans.crowd import GROUP, lend, sell
from domains import ledger
from domains.kernel import relay_queries
from domains.kernel.clock import Clock
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.events import LISTENERS
from domains.kernel.relay import RELAY, Relay
from domains.loans.jobs.daily_run import bring_loans_to_today, debit_due_loans
from gateway.embedded import find_binaries, start
from gateway.memory import settle_memory
from gateway.wiring import register_domains

MILLION = 1_000_000
FLOOR = "UPDATE floor_loan SET interest_minor = interest_minor + 394, folded_through = folded_through + 1"
DEBITED = "SELECT count(*) AS paid, coalesce(sum(amount_minor), 0)::bigint AS minor FROM loans_fact WHERE kind = 'repaid' AND effective_on = $1"


class Phase(NamedTuple):
    """What a part of the day took: seconds by the clock, and processor time of ours and of the database's."""

    name: str
    seconds: float
    own: float
    server: float


def main() -> None:
    parser = argparse.ArgumentParser(description="The day of many loans.")
    parser.add_argument("--loans", type=int, default=100_000)
    parser.add_argument("--full", action="store_true", help="a million loans")
    options = parser.parse_args()
    size = MILLION if options.full else options.loans
    register_domains()
    with tempfile.TemporaryDirectory(prefix="scenebank-bench-") as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=find_binaries()) as instance:
            migrations.upgrade(instance.owner_dsn)
            postmaster = int(next(instance.data_folder.rglob("postmaster.pid")).read_text().split()[0])
            uvloop.run(measure(instance.app_dsn, instance.owner_dsn, postmaster, size))


async def measure(dsn: str, owner_dsn: str, postmaster: int, size: int) -> None:
    """Lend, bring all to a first day, then to the next one."""
    clock = Clock()
    clock.freeze(datetime(2026, 9, 21, 0, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
    database = await Database.open(dsn, clock, ports={Keyring: Keyring({"bench": bytes(32)}, "bench")})
    stop = asyncio.Event()
    relay = asyncio.create_task(Relay(database, listeners=LISTENERS, jobs={}).run(dsn, stop))
    await sell(database)
    for first in range(0, size, GROUP):
        await lend(database, first, min(GROUP, size - first), clock.today())
    await bring_loans_to_today(database)
    await debit_due_loans(database)
    await sealed(database)
    settle_memory()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clock.advance(timedelta(days=1))
    phases = [
        await phase("interest, penalty, lateness", bring_loans_to_today(database), postmaster),
        await phase("what is due, out of wallets", debit_due_loans(database), postmaster),
        await phase("what was left to seal", sealed(database), postmaster),
    ]
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak
    stop.set()
    await relay
    async with database.reading() as read:
        run = await read.fetchrow("SELECT loans, interest_minor, penalty_minor FROM loans_day WHERE day = $1", clock.today())
        debited = await read.fetchrow(DEBITED, clock.today())
    report = await ledger.verify(database)
    await database.close()
    show(size, phases, await floor(owner_dsn), grown, {**dict(run or {}), **dict(debited or {})}, report.findings_total)


async def phase(name: str, work: Awaitable[None], postmaster: int) -> Phase:
    begun, own, server = time.perf_counter(), asker_seconds(), server_seconds(postmaster)
    await work
    return Phase(name, time.perf_counter() - begun, asker_seconds() - own, server_seconds(postmaster) - server)


async def sealed(database: Database) -> None:
    """Return when every listener has heard everything."""
    while True:
        async with database.reading(single=True) as read:
            unnumbered = await read.fetchval("SELECT id FROM kernel_outbox WHERE position IS NULL ORDER BY id LIMIT 1")
            cursors = await relay_queries.list_cursors(read, [RELAY, *LISTENERS])
        if unnumbered is None and len(cursors) == len(LISTENERS) + 1 and min(cursors.values()) >= cursors[RELAY]:
            return
        await asyncio.sleep(0.1)


async def floor(owner_dsn: str) -> float:
    connection = await asyncpg.connect(owner_dsn)
    await connection.execute("CREATE TABLE floor_loan AS SELECT customer_id, id, interest_minor, folded_through FROM loans_loan")
    begun = time.perf_counter()
    await connection.execute(FLOOR)
    seconds = time.perf_counter() - begun
    await connection.close()
    return seconds


def show(size: int, phases: list[Phase], floor_seconds: float, grown_kib: int, run: dict[str, int], findings: int) -> None:
    million = MILLION / size
    all_ = Phase("a day", *(sum(one[place] for one in phases) for place in (1, 2, 3)))
    print(f"{size:,} loans (interest {run.get('interest_minor', 0):,}, penalty {run.get('penalty_minor', 0):,})")
    print(f"{run['paid']:,} debited ({run['minor']:,}); findings of the ledger's verification: {findings}")
    print(f"{'for a million':<40}{'seconds':>12}{'ours':>12}{'database':>12}")
    for one in (*phases, all_):
        print(f"{one.name:<40}{one.seconds * million:>12.1f}{one.own * million:>12.1f}{one.server * million:>12.1f}")
    print(f"{'one UPDATE of a million rows':<40}{floor_seconds * million:>12.1f}")
    print(f"{'memory that the day added, MiB':<40}{grown_kib / 1024:>12.1f}")
    seconds = all_.seconds
    figures = {"end_of_day_1m_seconds": round(seconds * million, 1), "end_of_day_memory_mib": round(grown_kib / 1024, 1)}
    print(orjson.dumps({"bench": "loans.end_of_day", "ratios": {"day_vs_update": round(seconds / floor_seconds, 1)}, "figures": figures}).decode())


if __name__ == "__main__":
    main()
