"""The worker: jobs run and are repeated, schedules run once, stops are graceful, and kill -9 loses nothing."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domains.kernel.database import Database
from domains.kernel.errors import Unavailable
from domains.kernel.jobs import PeriodicJob
from domains.kernel.relay import Relay
from tests.gateway.errands import QUICK, an_errand, give, jobs, listeners, noted
from tests.gateway.workers import Dsn, a_worker, all_noted, is_empty, queued, until


async def test_a_fact_is_told_to_listeners_and_its_job_runs_and_leaves_the_queue(fresh_dsn: Dsn, fresh_database: Database) -> None:
    async with a_worker(fresh_database, fresh_dsn, jobs(an_errand())):
        ids = await give(fresh_database, 20)
        await until(all_noted(fresh_database, "finished", ids))
        await until(is_empty(fresh_database))
    assert await noted(fresh_database, "heard") == ids
    assert sorted(await noted(fresh_database, "finished")) == sorted(ids)


async def test_a_job_that_raises_is_run_again_until_it_succeeds(fresh_dsn: Dsn, fresh_database: Database) -> None:
    attempts = 0

    async def run(database: Database, payload: dict[str, Any]) -> None:
        nonlocal attempts
        attempts += 1
        if attempts < 3:
            raise Unavailable("the partner is away")

    async with a_worker(fresh_database, fresh_dsn, jobs(run)):
        await give(fresh_database)
        await until(lambda: asyncio.sleep(0, attempts == 3))
        await until(is_empty(fresh_database))


async def test_retries_wait_twice_as_long_each_time(fresh_dsn: Dsn, fresh_database: Database) -> None:
    moments: list[float] = []

    async def run(database: Database, payload: dict[str, Any]) -> None:
        moments.append(asyncio.get_running_loop().time())
        if len(moments) < 3:
            raise Unavailable

    async with a_worker(fresh_database, fresh_dsn, jobs(run, retry_after_seconds=1)):
        await give(fresh_database)
        await until(lambda: asyncio.sleep(0, len(moments) == 3))
    first, second = moments[1] - moments[0], moments[2] - moments[1]
    assert 1 <= first < 1.8
    assert 2 <= second < 2.8


async def test_a_job_that_ran_out_stays_visible_and_is_logged_without_its_words(
    fresh_dsn: Dsn, fresh_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    async def run(database: Database, payload: dict[str, Any]) -> None:
        raise ValueError("Zhang San 13800138000")

    async def has_failed() -> bool:
        return await queued(fresh_database) == [("failed", 3)]

    async with a_worker(fresh_database, fresh_dsn, jobs(run, attempts_max=3)):
        await give(fresh_database)
        await until(has_failed)
    told = capsys.readouterr()
    assert "job ran out" in told.out
    assert "ValueError at tests/gateway/test_worker.py:" in told.out
    assert "13800138000" not in told.out + told.err


async def test_a_schedule_runs_once_each_second_whatever_the_number_of_workers(fresh_dsn: Dsn, fresh_database: Database) -> None:
    runs: list[float] = []
    now, most = 0, 0

    async def tick(database: Database) -> None:
        nonlocal now, most
        runs.append(asyncio.get_running_loop().time())
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.05)
        now -= 1

    periodic_jobs = {"test.tick": PeriodicJob("test.tick", "* * * * * *", tick)}
    async with a_worker(fresh_database, fresh_dsn, {}, periodic_jobs), a_worker(fresh_database, fresh_dsn, {}, periodic_jobs):
        await until(lambda: asyncio.sleep(0, len(runs) >= 4))
    assert most == 1
    assert runs[3] - runs[0] > 1.7, "the first may be for the second before"


async def test_a_run_longer_than_its_schedule_overlaps_no_other_and_piles_nothing_up(fresh_dsn: Dsn, fresh_database: Database) -> None:
    now, most, ended = 0, 0, 0

    async def tick(database: Database) -> None:
        nonlocal now, most, ended
        now += 1
        most = max(most, now)
        await asyncio.sleep(4.2)
        now -= 1
        ended += 1

    periodic_jobs = {"test.tick": PeriodicJob("test.tick", "* * * * * *", tick)}
    async with a_worker(fresh_database, fresh_dsn, {}, periodic_jobs, replace(QUICK, grace_seconds=0.1)):
        await until(lambda: asyncio.sleep(0, ended == 1))
        assert len(await queued(fresh_database)) <= 2
    assert most == 1


async def test_a_schedule_that_raises_runs_again_at_its_next_time(fresh_dsn: Dsn, fresh_database: Database) -> None:
    runs = 0

    async def tick(database: Database) -> None:
        nonlocal runs
        runs += 1
        raise ZeroDivisionError

    async with a_worker(fresh_database, fresh_dsn, {}, {"test.tick": PeriodicJob("test.tick", "* * * * * *", tick)}):
        await until(lambda: asyncio.sleep(0, runs >= 2))


async def test_a_stop_lets_the_job_in_hand_finish_and_gives_everything_up(fresh_dsn: Dsn, fresh_database: Database) -> None:
    async with a_worker(fresh_database, fresh_dsn, jobs(an_errand(pause_before=0.5))) as stop:
        ids = await give(fresh_database)
        await until(all_noted(fresh_database, "started", ids))
        stop.set()
    assert await noted(fresh_database, "finished") == ids
    assert await queued(fresh_database) == []
    async with fresh_database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM procrastinate_workers") == 0
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        assert await read.fetchval(held) == 0


async def test_a_job_longer_than_the_grace_is_cut_short_and_queued_again(fresh_dsn: Dsn, fresh_database: Database) -> None:
    async with a_worker(fresh_database, fresh_dsn, jobs(an_errand(pause_before=30)), options=replace(QUICK, grace_seconds=0.1)) as stop:
        ids = await give(fresh_database)
        await until(all_noted(fresh_database, "started", ids))
        stop.set()
    assert await queued(fresh_database) == [("todo", 1)]
    assert await noted(fresh_database, "finished") == []


async def test_facts_that_all_have_passed_are_pruned_after_a_week_and_the_newest_is_kept(fresh_dsn: Dsn, fresh_database: Database) -> None:
    relay = Relay(fresh_database, listeners=listeners(), jobs={})

    async def positions() -> list[int | None]:
        async with fresh_database.reading() as read:
            return [row["position"] for row in await read.fetch("SELECT position FROM kernel_outbox ORDER BY id")]

    await give(fresh_database, 5)
    while await relay.step():
        pass
    fresh_database.clock.advance(timedelta(days=6))
    await give(fresh_database, 2)
    while await relay.step():
        pass
    before = fresh_database.clock.now() + timedelta(days=1, minutes=1) - timedelta(days=7)
    assert await relay.prune(before - timedelta(hours=1)) == 0
    async with fresh_database.transaction() as tx:
        await tx.execute("UPDATE kernel_listener SET position = 3 WHERE name = 'test.write_down'")
    assert await relay.prune(before) == 3
    assert await positions() == [4, 5, 6, 7]
    while await relay.step():
        pass
    assert await relay.prune(before) == 2
    fresh_database.clock.advance(timedelta(days=30))
    assert await relay.prune(fresh_database.clock.now()) == 1
    assert await positions() == [7]
    await give(fresh_database)
    await relay.step()
    assert await positions() == [7, 8]
