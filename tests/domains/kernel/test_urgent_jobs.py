"""Urgent jobs: a one-time code is queued with its fact, and taken before all that waits, however much that is."""

from typing import Any

import pytest

from domains.customers import jobs  # noqa: F401  (registers them)
from domains.kernel import relay_queries
from domains.kernel.database import Database
from domains.kernel.jobs import JOBS, Job
from domains.kernel.queries import JOB_QUEUE
from domains.kernel.relay import relay_until_idle
from tests.domains.customers.conftest import ask, new_phone
from tests.domains.kernel.relays import a_relay, publish, settle

WAITING = 5_000


async def count_coin(database: Database, payload: dict[str, Any]) -> None:
    return None


COINS = {"test.coin": Job("test.coin", frozenset({"CoinThrown"}), count_coin, 3, 1)}


async def taken_next(house: Database) -> str | None:
    """What a worker would take now."""
    async with house.transaction() as tx:
        row = await relay_queries.fetch_job(tx, JOB_QUEUE, await relay_queries.register_worker(tx))
    return None if row is None else str(row["task_name"])


async def queued(house: Database) -> dict[str, int]:
    async with house.reading() as read:
        rows = await read.fetch("SELECT task_name, count(*) FROM procrastinate_jobs GROUP BY task_name")
    return {row["task_name"]: row["count"] for row in rows}


async def test_a_code_does_not_wait_for_a_relay_that_is_far_behind(fresh_database: Database) -> None:
    await publish(fresh_database, *range(WAITING))
    await ask(fresh_database, new_phone())
    # Nobody has numbered a fact yet.
    assert await queued(fresh_database) == {"customers.send_code": 1}
    assert await taken_next(fresh_database) == "customers.send_code"


async def test_a_code_is_sent_before_five_thousand_jobs_that_were_there_first(fresh_database: Database) -> None:
    await publish(fresh_database, *range(WAITING))
    await settle(a_relay(fresh_database, jobs=COINS))
    await ask(fresh_database, new_phone())
    assert await taken_next(fresh_database) == "customers.send_code"
    assert await taken_next(fresh_database) == "test.coin"


async def test_the_relay_queues_it_no_second_time(fresh_database: Database) -> None:
    phone = new_phone()
    await ask(fresh_database, phone)
    await settle(a_relay(fresh_database, jobs=JOBS))
    assert await queued(fresh_database) == {"customers.send_code": 1}
    await relay_until_idle(fresh_database)
    async with fresh_database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM customers_challenge WHERE sent_at IS NOT NULL") == 1
    assert await queued(fresh_database) == {}


async def test_what_was_undone_queues_nothing(fresh_database: Database) -> None:
    with pytest.raises(Exception, match="PhoneMalformed"):
        await ask(fresh_database, "12")
    assert await queued(fresh_database) == {}
