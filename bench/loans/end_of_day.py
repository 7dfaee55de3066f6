"""The day of many loans, through the ledger with entries and outbox on: interest, penalty and lateness.

`python -m bench.loans.end_of_day` lends to so many (--loans), lets a first day warm up, and tells the seconds of the second one for a million, beside a floor:
the same change of every row by one statement, without the ledger. One loan in thirty falls due that day, one in thirty is overdue. A table, a line of JSON."""

import argparse
import random
import resource
import tempfile
import time
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import orjson
import uvloop

import migrations
from domains import customers, ledger, loans
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.ids import derived_id, derived_ids, new_id
from domains.loans import LoanProductTerms, LoanTerms, Part, PeriodUnit, Price, ServicingTerms
from domains.loans.jobs.daily_run import bring_loans_to_today
from gateway.embedded import find_binaries, start

MILLION, GROUP = 1_000_000, 5_000
TODAY = date(2026, 9, 21)
MINOR = 1_200_000
TERMS = LoanProductTerms(
    least_minor=1, most_minor=10**9, counts=(12,), prices=(Price("A", Decimal("0.12"), 10**9),), servicing=ServicingTerms(penalty_rate=Decimal("0.18"))
)
ENTER_LOANS = """
INSERT INTO loans_loan (customer_id, id, product_code, product_version, terms, asset, state, opened_on, opened_at, line_held_minor, next_due_on, days_past_due,
    bucket, class5, principal_minor, interest_minor, fee_minor, penalty_minor, folded_through, due_minor)
SELECT told.customer_id, told.id, 'bench', 1, told.terms::jsonb, 'CNY', 'active', told.opened_on, $6, 0, told.next_due_on, 0, 'M0', 1, $7, 0, 0, 0,
    told.opened_on, 0
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::date[]) AS told (customer_id, id, terms, opened_on, next_due_on)
"""
ENTER_FACTS = """
INSERT INTO loans_fact (customer_id, loan_id, sequence, kind, effective_on, booked_at, amount_minor, act_id, details)
SELECT told.customer_id, told.id, 1, 'disbursed', told.opened_on, $4, $5, told.id, '{}'
FROM unnest($1::uuid[], $2::uuid[], $3::date[]) AS told (customer_id, id, opened_on)
"""
FLOOR = "UPDATE floor_loan SET interest_minor = interest_minor + 394, folded_through = folded_through + 1"


def main() -> None:
    parser = argparse.ArgumentParser(description="The day of many loans.")
    parser.add_argument("--loans", type=int, default=100_000)
    parser.add_argument("--full", action="store_true", help="a million loans")
    options = parser.parse_args()
    size = MILLION if options.full else options.loans
    with tempfile.TemporaryDirectory(prefix="scenebank-bench-") as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=find_binaries()) as instance:
            migrations.upgrade(instance.owner_dsn)
            uvloop.run(measure(instance.app_dsn, instance.owner_dsn, size))


async def measure(dsn: str, owner_dsn: str, size: int) -> None:
    """Lend, bring all to a first day, then to the next one."""
    clock = Clock()
    clock.freeze(datetime(2026, 9, 21, 0, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
    database = await Database.open(dsn, clock, ports={Keyring: Keyring({"bench": bytes(32)}, "bench")})
    await sell(database)
    for first in range(0, size, GROUP):
        await lend(database, first, min(GROUP, size - first))
    await bring_loans_to_today(database)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clock.advance(timedelta(days=1))
    begun, processor = time.perf_counter(), time.process_time()
    await bring_loans_to_today(database)
    seconds, own = time.perf_counter() - begun, time.process_time() - processor
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak
    async with database.reading() as read:
        run = await read.fetchrow("SELECT loans, interest_minor, penalty_minor FROM loans_day WHERE day = $1", clock.today())
    await database.close()
    show(size, seconds, own, await floor(owner_dsn), grown, dict(run or {}))


async def sell(database: Database) -> None:
    operator_id = await customers.create_operator(database, "bench", ["operator:loans"])
    await customers.make_operator_token(database, operator_id)
    async with database.reading() as read:
        session_id = await read.fetchval("SELECT id FROM customers_session WHERE owner_id = $1", operator_id)
    named: dict[str, Any] = {"owner_id": operator_id, "session_id": session_id, "code": "bench", "kind": loans.LoanKind.CASH, "asset": "CNY", "terms": TERMS}
    command = loans.PublishLoanProductCommand(request_id=new_id(database.clock), name_zh="贷", name_en="Loan", **named)
    await database.write(loans.publish_loan_product, command)


async def lend(database: Database, first: int, count: int) -> None:
    """A group of loans with their accounts, of customers who need no row, each paid out on a day of the month before yesterday, or of the one before that."""
    chance = random.Random(first)
    ids, owners = [new_id(database.clock) for _ in range(count)], [new_id(database.clock) for _ in range(count)]
    opened = [TODAY - timedelta(days=chance.randrange(31, 61) if chance.randrange(30) == 0 else chance.randrange(1, 31)) for _ in ids]
    terms = [LoanTerms(principal_minor=MINOR, annual_rate=Decimal("0.12"), count=12, every=1, unit=PeriodUnit.MONTHS, start=day) for day in opened]
    due = [loans.due_dates(one.start, 1, 1, PeriodUnit.MONTHS)[0] for one in terms]
    texts = [orjson.dumps(one, default=str).decode() for one in terms]
    async with database.transaction() as tx:
        accounts = [ledger.NewAccount(loans.owed_id(id_, part), id_, f"loan_{part}", CNY, ledger.DEBIT) for id_ in ids for part in Part]
        await ledger.open_accounts(tx, accounts)
        journals = derived_ids(ids, "journal")
        columns = (journals, derived_ids(ids, "lent"), [loans.owed_id(id_, Part.PRINCIPAL) for id_ in ids], [loans.funding_id(CNY)] * count, [MINOR] * count)
        posting = await ledger.post_set(tx, derived_id(UUID(int=1), f"lent {first}"), [ledger.PlannedLeg("loan_lent", CNY, *columns)])
        assert not posting.refused
        await tx.execute(ENTER_LOANS, owners, ids, texts, opened, due, tx.now, MINOR)
        await tx.execute(ENTER_FACTS, owners, ids, opened, tx.now, MINOR)


async def floor(owner_dsn: str) -> float:
    connection = await asyncpg.connect(owner_dsn)
    await connection.execute("CREATE TABLE floor_loan AS SELECT customer_id, id, interest_minor, folded_through FROM loans_loan")
    begun = time.perf_counter()
    await connection.execute(FLOOR)
    seconds = time.perf_counter() - begun
    await connection.close()
    return seconds


def show(size: int, seconds: float, own: float, floor_seconds: float, grown_kib: int, run: dict[str, int]) -> None:
    million = MILLION / size
    print(f"{'loans':<40}{size:>12,}  (interest {run.get('interest_minor', 0):,}, penalty {run.get('penalty_minor', 0):,})")
    print(f"{'a day, seconds for a million':<40}{seconds * million:>12.1f}  (of this process {own * million:.1f})")
    print(f"{'one UPDATE of a million rows, seconds':<40}{floor_seconds * million:>12.1f}")
    print(f"{'memory that the day added, MiB':<40}{grown_kib / 1024:>12.1f}")
    figures = {"end_of_day_1m_seconds": round(seconds * million, 1), "end_of_day_memory_mib": round(grown_kib / 1024, 1)}
    print(orjson.dumps({"bench": "loans.end_of_day", "ratios": {"day_vs_update": round(seconds / floor_seconds, 1)}, "figures": figures}).decode())


if __name__ == "__main__":
    main()
