"""Workers that are killed, or lose the database, lose and repeat nothing."""

import asyncio
import random
from uuid import UUID

import asyncpg
import pytest

from domains.kernel.database import Database
from domains.kernel.jobs import PeriodicJob
from tests.gateway.errands import an_errand, give, jobs, note, noted
from tests.gateway.workers import Dsn, a_process, a_worker, all_noted, is_empty, queued, until


@pytest.mark.parametrize("pauses", [(60.0, 0.0), (0.0, 60.0)], ids=["before its verb", "after its verb"])
async def test_a_job_whose_worker_was_killed_runs_again_and_finishes_once(fresh_dsn: Dsn, fresh_database: Database, pauses: tuple[float, float]) -> None:
    ids = await give(fresh_database)
    async with a_process(fresh_dsn, *pauses) as process:
        await until(all_noted(fresh_database, "finished" if pauses[1] else "started", ids))
        process.kill()
    assert await queued(fresh_database) == [("doing", 0)]
    async with a_process(fresh_dsn):
        await until(is_empty(fresh_database))
    assert await noted(fresh_database, "started") == ids * 2
    assert await noted(fresh_database, "finished") == ids
    assert await noted(fresh_database, "heard") == ids


async def test_workers_killed_again_and_again_lose_and_repeat_nothing(fresh_dsn: Dsn, fresh_database: Database) -> None:
    chance, ids = random.Random(7), []
    for _ in range(3):
        async with a_process(fresh_dsn, 0.01) as process:
            before = len(await noted(fresh_database, "started"))
            ids += await give(fresh_database, 60)

            async def has_begun(before: int = before) -> bool:
                return len(await noted(fresh_database, "started")) > before

            await until(has_begun)
            await asyncio.sleep(chance.uniform(0, 0.15))
            process.kill()
    async with a_process(fresh_dsn):
        await until(all_noted(fresh_database, "finished", ids))
        await until(is_empty(fresh_database))
    assert await noted(fresh_database, "heard") == ids
    assert sorted(await noted(fresh_database, "finished")) == sorted(ids)


async def test_after_every_connection_was_terminated_the_worker_goes_on(fresh_dsn: Dsn, fresh_database: Database) -> None:
    async with a_worker(fresh_database, fresh_dsn, jobs(an_errand())):
        ids = await give(fresh_database)
        await until(all_noted(fresh_database, "finished", ids))
        superuser = await asyncpg.connect(fresh_dsn("postgres"))
        others = "datname = current_database() AND usename = 'scenebank_app'"
        assert len(await superuser.fetch(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")) >= 4
        async with superuser.transaction():
            ids.append(UUID(int=7))
            await superuser.execute(
                "INSERT INTO kernel_outbox (name, subject_id, payload, created_at) VALUES ('ErrandGiven', $1, $2::text::jsonb, now())",
                ids[-1],
                f'{{"errand_id": "{ids[-1]}"}}',
            )
        finished = "SELECT count(*) FROM kernel_audit WHERE action = 'finished' AND subject_id = $1"
        await until(lambda: superuser.fetchval(finished, ids[-1]))
        await superuser.close()


async def test_a_run_of_a_schedule_whose_worker_died_does_not_block_the_next(fresh_dsn: Dsn, fresh_database: Database) -> None:
    runs = 0

    async def tick(database: Database) -> None:
        nonlocal runs
        runs += 1
        async with database.transaction() as tx:
            await note(tx, "ticked", UUID(int=runs))

    async with fresh_database.transaction() as tx:
        worker = await tx.fetchval("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id")
        for status, holder in (("doing", worker), ("todo", None)):
            await tx.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status, worker_id)"
                " VALUES ('clock', 'test.tick', 'test.tick', 'test.tick', '{\"timestamp\": 1}', $1::text::procrastinate_job_status, $2)",
                status,
                holder,
            )
    async with a_worker(fresh_database, fresh_dsn, {}, {"test.tick": PeriodicJob("test.tick", "* * * * * *", tick)}):
        await until(lambda: asyncio.sleep(0, runs >= 2))
