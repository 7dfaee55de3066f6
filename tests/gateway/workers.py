"""Workers for tests: in this process and in one of their own, and waiting for what they do."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from domains.kernel.database import Database
from domains.kernel.jobs import Job, PeriodicJob
from gateway.worker import WorkerOptions, run_worker
from tests.gateway.errands import QUICK, listeners, noted
from tests.patience import patience

Dsn = Callable[[str], str]

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def a_worker(
    database: Database, dsn: Dsn, jobs_: dict[str, Job] | None = None, periodic_jobs: dict[str, PeriodicJob] | None = None, options: WorkerOptions = QUICK
) -> AsyncIterator[asyncio.Event]:
    """A worker in this process, stopped at the end of the block at the latest."""
    stop = asyncio.Event()
    running = asyncio.create_task(
        run_worker(database, dsn("scenebank_app"), stop, options, listeners=listeners(), jobs=jobs_ or {}, periodic_jobs=periodic_jobs or {})
    )
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(running, 15)


@asynccontextmanager
async def a_process(dsn: Dsn, pause_before: float = 0, pause_after: float = 0) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker in a process of its own, killed at the end of the block at the latest."""
    environment = os.environ | {"ERRANDS_DSN": dsn("scenebank_app"), "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.gateway.errands", str(pause_before), str(pause_after), cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def until(found: Callable[[], Awaitable[object]]) -> None:
    async with patience():
        while not await found():
            await asyncio.sleep(0.02)


def all_noted(database: Database, action: str, ids: list[UUID]) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return set(await noted(database, action)) >= set(ids)

    return check


async def queued(database: Database) -> list[tuple[str, int]]:
    """Status and attempts of what the queue holds."""
    async with database.reading() as read:
        return [(row["status"], row["attempts"]) for row in await read.fetch("SELECT status::text, attempts FROM procrastinate_jobs ORDER BY id")]


def is_empty(database: Database) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return not await queued(database)

    return check
