"""The worker as a process of its own, which kills itself at one moment of one step of one application: before it, with all written and not yet committed, or
after the commit and before the queue is told. Without a moment it works until it is killed."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.jobs import JOBS, Job
from domains.kernel.transactions import Tx
from domains.loans.queries import applications
from domains.loans.queries.applications import Application
from gateway.wiring import register_domains
from gateway.worker import WorkerOptions, run_worker
from tests.conftest import wired_ports

QUICK = WorkerOptions(job_poll_seconds=0.1, heartbeat_seconds=0.2, stalled_after_seconds=1.0, rescue_every_seconds=0.2, prune_every_seconds=60.0)
BEFORE, WITHIN, AFTER = "before", "within", "after"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying(job: Job, moment: str, application_id: UUID) -> Job:
    """The job, which dies at that moment of that application."""

    async def run(database: Database, payload: dict[str, Any]) -> None:
        mine = payload["application_id"] == str(application_id)
        if mine and moment == BEFORE:
            die()
        if mine and moment == WITHIN:
            applications.write_step = after(applications.write_step, application_id)
        await job.run(database, payload)
        if mine and moment == AFTER:
            die()

    return replace(job, run=run)


def after(write: Callable[[Tx, Application], Awaitable[Application]], application_id: UUID) -> Callable[[Tx, Application], Awaitable[Application]]:
    """It writes, and dies before anybody can commit."""

    async def write_and_die(tx: Tx, one: Application) -> Application:
        written = await write(tx, one)
        await tx.write_now()
        if one.id == application_id:
            die()
        return written

    return write_and_die


async def work(dsn: str, at: datetime, name: str, moment: str, application_id: UUID) -> None:
    register_domains()
    jobs = {one: job for one, job in JOBS.items() if one.startswith("loans.")}
    if name in jobs:
        jobs[name] = dying(jobs[name], moment, application_id)
    clock = Clock()
    clock.freeze(at)
    database = await Database.open(dsn, clock, ports=wired_ports(), write_connections=2, read_connections=2)
    await run_worker(database, dsn, asyncio.Event(), QUICK, listeners={}, jobs=jobs, periodic_jobs={})


def run(dsn: str, at: datetime, name: str, moment: str, application_id: UUID) -> None:
    """Work until it is killed, by itself or by others."""
    asyncio.run(work(dsn, at, name, moment, application_id))
