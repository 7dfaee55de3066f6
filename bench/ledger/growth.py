"""What a transfer costs with many movements behind it: two databases of one cluster, one filled by set-based INSERTs, taking turns.

`fill` is the loader: every account pays its next neighbour, the one after, and so on, a round at a time, so that each has the same number of entries and the
balances can be told by arithmetic. Movements, entries and requests are there as posts would have left them, over the twelve months before; facts and
the chain are not."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import asyncpg

import migrations
from bench.ledger.cpu import asker_seconds, server_seconds
from bench.ledger.house import Caller, furnish, move, open_house
from domains.kernel.database import Database
from gateway.embedded import Instance
from migrations.partitions import make_between

SMALL = 10_000
MONTHS = 12

NUMBER_ACCOUNTS = """
CREATE UNLOGGED TABLE filled_account AS
SELECT id, owner_id, row_number() OVER (ORDER BY id) - 1 AS number FROM ledger_account WHERE code = 'wallet'
"""
INDEX_ACCOUNTS = "CREATE UNIQUE INDEX ON filled_account (number)"

# What an app may make: ids that order nothing (version 4), or that begin with the time (version 7).
REQUEST_IDS = {
    4: "md5('request ' || round || ' ' || number)::uuid",
    7: """(lpad(to_hex((extract(epoch FROM booked_at) * 1000)::bigint), 12, '0') || '7' || substr(md5('request ' || round || ' ' || number), 1, 3)
        || '8' || substr(md5('request ' || round || ' ' || number), 4, 15))::uuid""",
}

# $1: rounds from, $2: rounds up to; $3: accounts; $4: the first instant; $5: microseconds from one round to the next.
PAIRS = """
SELECT md5('movement ' || round || ' ' || debit.number)::uuid AS id, debit.number, round,
    debit.id AS debit_id, debit.owner_id, credit.id AS credit_id, $4::timestamptz + round * $5 * interval '1 microsecond' AS booked_at
FROM generate_series($1::bigint, $2::bigint - 1) AS round
CROSS JOIN filled_account AS debit
JOIN filled_account AS credit ON credit.number = (debit.number + round % ($3 - 1) + 1) % $3
"""

FILL = f"""
WITH pair AS MATERIALIZED (SELECT pair.*, {{request_id}} AS request_id FROM ({PAIRS}) AS pair), movement AS (
    INSERT INTO ledger_movement (id, journal_id, kind, debit_account_id, credit_account_id, asset, amount_minor, booked_at, effective_at, limit_periods)
    SELECT id, request_id, 'transfer', debit_id, credit_id, 'CNY', 1, booked_at, booked_at, 'day:2025-01-01 month:2025-01' FROM pair
), request AS (
    INSERT INTO kernel_request (id, owner_id, verb, input_hash, outcome, created_at)
    SELECT request_id, owner_id, 'ledger.move', sha256(uuid_send(request_id)), convert_to('["Moved",' || repeat(' ', 120) || ']', 'UTF8'), booked_at FROM pair
)
INSERT INTO ledger_entry (account_id, sequence, movement_id, side, amount_minor, balance_after_minor, booked_at)
SELECT debit_id, 2 + 2 * round, id, 'debit', 1, 99999999, booked_at FROM pair
UNION ALL
SELECT credit_id, 3 + 2 * round, id, 'credit', 1, 100000000, booked_at FROM pair
"""

ADD_UP = """
UPDATE ledger_account SET debits_posted_minor = debits_posted_minor + $1, credits_posted_minor = credits_posted_minor + $1,
    last_sequence = last_sequence + 2 * $1
WHERE code = 'wallet'
"""

TIDY = ("DROP TABLE filled_account", "VACUUM (ANALYZE)", "CHECKPOINT")


async def fill(instance: Instance, name: str, movements: int, accounts: int, version: int = 4) -> None:
    """Put so many movements behind the accounts of a furnished database (rounded up to whole rounds of all accounts), under ids of that version."""
    rounds = -(-movements // accounts)
    began = datetime.now(UTC) - timedelta(days=30 * MONTHS)
    make_between(instance.dsn("scenebank_owner", name), began.date(), datetime.now(UTC).date())
    connection = await asyncpg.connect(instance.dsn(database=name))
    try:
        await connection.execute("SET synchronous_commit = off")
        await connection.execute(NUMBER_ACCOUNTS)
        await connection.execute(INDEX_ACCOUNTS)
        await connection.execute("ANALYZE filled_account")
        step = int(timedelta(days=30 * MONTHS - 1) / timedelta(microseconds=1)) // rounds
        for first in range(rounds):
            await connection.execute(FILL.format(request_id=REQUEST_IDS[version]), first, first + 1, accounts, began, step)
        await connection.execute(ADD_UP, rounds)
        for statement in TIDY:
            await connection.execute(statement)
    finally:
        await connection.close()


async def measure_growth(instance: Instance, movements: int, seconds: float, rounds: int, version: int = 4) -> dict[str, dict[str, float]]:
    """Transfers over the same number of accounts, with that many movements behind them and with ten thousand; medians of the turns."""
    databases: dict[str, Database] = {}
    for count in (SMALL, movements):
        name = f"grown_{count}"
        instance.create_database(name)
        migrations.upgrade(instance.dsn("scenebank_owner", name))
        opened = await open_house(instance.dsn("scenebank_app", name))
        # A gift to each account makes the first ten thousand.
        await furnish(opened, SMALL)
        if count > SMALL:
            await fill(instance, name, count - SMALL, SMALL, version)
        databases[f"growth, {count:,} movements behind"] = opened
    postmaster = int((instance.data_folder / "cluster" / "postmaster.pid").read_text().split()[0])
    turns: dict[str, list[dict[str, float]]] = {name: [] for name in databases}
    for _ in range(rounds):
        for seed, (name, database) in enumerate(databases.items()):
            turns[name].append(await _turn(database, Caller(seed + time.time_ns(), SMALL, merchant=False, ordered=version == 7), seconds, postmaster))
    for database in databases.values():
        await database.close()
    return {name: {figure: sorted(one[figure] for one in told)[len(told) // 2] for figure in told[0]} for name, told in turns.items()}


async def _turn(database: Database, draw: Caller, seconds: float, postmaster: int) -> dict[str, float]:
    count = 0
    used, began = server_seconds(postmaster) + asker_seconds(), time.perf_counter()

    async def call() -> None:
        nonlocal count
        while time.perf_counter() < began + seconds:
            await database.write(move, draw.next())
            count += 1

    await asyncio.gather(*(call() for _ in range(64)))
    elapsed = time.perf_counter() - began
    return {"per_second": count / elapsed, "cpu_us": 1_000_000 * (server_seconds(postmaster) + asker_seconds() - used) / count}
