"""A house seeded once for every test that only looks, and what its whole contents are."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import NamedTuple

import psycopg
import pytest_asyncio

from domains.kernel.clock import Clock
from domains.kernel.database import Database
from gateway.embedded import Instance
from gateway.seed import SeedReport, seed
from tests.conftest import wired_ports

CUSTOMERS = 230
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)

CONTENTS = {
    "customers": "SELECT id, tier, synthetic, registered_at FROM customers_customer ORDER BY id",
    "accounts": "SELECT * FROM ledger_account ORDER BY id",
    "movements": "SELECT * FROM ledger_movement ORDER BY id",
    "entries": "SELECT * FROM ledger_entry ORDER BY account_id, sequence",
    "notes": "SELECT * FROM wallet_note ORDER BY movement_id",
    "pins": "SELECT customer_id, version, hash_sealed FROM customers_pin ORDER BY customer_id",
    "outbox": "SELECT count(*) FROM kernel_outbox",
}


class Seeded(NamedTuple):
    dsn: str
    database: Database
    report: SeedReport


@pytest_asyncio.fixture(scope="session")
async def seeded(migrated: Instance) -> AsyncIterator[Seeded]:
    """A database of its own with 230 customers of seed 1, planted at noon of a known day."""
    with psycopg.connect(migrated.dsn(database="postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE seeded TEMPLATE pristine OWNER scenebank_owner")
        connection.execute("GRANT CONNECT ON DATABASE seeded TO scenebank_app")
    clock = Clock()
    clock.freeze(NOON)
    database = await Database.open(migrated.dsn("scenebank_app", "seeded"), clock, ports=wired_ports(), write_connections=2, read_connections=2)
    report = await seed(database, customers=CUSTOMERS)
    yield Seeded(migrated.dsn(database="seeded"), database, report)
    await database.close()


def contents(dsn: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row that a seed writes, in a fixed order."""
    with psycopg.connect(dsn) as connection:
        return {name: connection.execute(statement).fetchall() for name, statement in CONTENTS.items()}
