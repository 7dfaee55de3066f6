"""A statement of 100,000 movements: written in little memory, complete, and valid by the schema."""

import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from domains import ledger
from domains.kernel.database import Database
from tests.domains.ledger.conftest import open_accounts
from tests.domains.ledger.test_camt import texts, valid
from tests.domains.ledger.test_statement import make

COUNT = 100_000
FIRST_DAY, LAST_DAY = date(2026, 1, 1), date(2026, 3, 31)

MANY = """
WITH movement AS (
    INSERT INTO ledger_movement (id, journal_id, kind, debit_account_id, credit_account_id, asset, amount_minor, reverses_id, booked_at, effective_at)
    SELECT gen_random_uuid(), gen_random_uuid(), 'transfer', %(other)s, %(account)s, 'CNY', 1, NULL, at, at
    FROM generate_series(1, %(count)s) AS n, LATERAL (SELECT timestamptz '2026-01-01T00:00:00+08:00' + n * interval '1 minute') AS t (at)
    RETURNING id, booked_at
), entry AS (
    INSERT INTO ledger_entry (account_id, sequence, movement_id, side, amount_minor, balance_after_minor, booked_at)
    SELECT %(account)s, row_number() OVER (ORDER BY booked_at), id, 'credit', 1, row_number() OVER (ORDER BY booked_at), booked_at FROM movement
)
UPDATE ledger_account SET credits_posted_minor = %(count)s, last_sequence = %(count)s WHERE id = %(account)s
"""


@pytest.mark.prove
async def test_a_hundred_thousand_movements_in_little_memory(fresh_database: Database, fresh_dsn: Callable[[str], str]) -> None:
    fresh_database.clock.freeze(datetime(2026, 1, 1, tzinfo=UTC))
    account, other = await open_accounts(fresh_database, 0, 0)
    with psycopg.connect(fresh_dsn("scenebank_owner"), autocommit=True) as connection:
        connection.execute(MANY, {"account": account, "other": other, "count": COUNT})
        connection.execute("ANALYZE")
    fresh_database.clock.advance(timedelta(days=200))
    statement = await make(fresh_database, account, FIRST_DAY, LAST_DAY)
    assert (statement.movements, statement.closing.minor) == (COUNT, COUNT)
    for write in (ledger.statement_csv, ledger.camt_053):
        lines, began = 0, time.perf_counter()
        tracemalloc.start()
        async for piece in write(statement, ledger.read_lines(fresh_database, statement)):  # type: ignore[operator]
            lines += piece.count("\n")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(f"{write.__name__}: {lines} lines, {most / 1e6:.1f} MB, {time.perf_counter() - began:.1f} s")
        assert lines > COUNT
        assert most < 16 * 1024 * 1024
    body = "".join([piece async for piece in ledger.camt_053(statement, ledger.read_lines(fresh_database, statement))]).encode()
    assert len(set(texts(valid(body), "c:Stmt/c:Ntry/c:NtryRef"))) == COUNT
