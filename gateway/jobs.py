"""The job queue: the domains' jobs and schedules as tasks of procrastinate, their retries, and the rescue of those whose worker died."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job as QueuedJob
from procrastinate.jobs import Status

from domains.kernel.database import Database
from domains.kernel.errors import reason_of
from domains.kernel.jobs import Job, PeriodicJob
from domains.kernel.queries import JOB_QUEUE

CLOCK_QUEUE = "clock"

RETRY_SECONDS_MOST = 3600

FAILED_KEPT_HOURS = 90 * 24
"""How long a job that ran out stays in procrastinate_jobs for somebody to look at. One that went well is deleted at once: its business row tells of it."""

_log = structlog.get_logger("gateway.jobs")


class JobFailed(Exception):
    """A job raised. Carries what and where, never the text of what it raised."""


def build_queue(dsn: str, database: Database, jobs: Mapping[str, Job], periodic_jobs: Mapping[str, PeriodicJob]) -> App:
    """The queue over that database with a task for each job. Not open yet."""
    # The queue's own log repeats payloads; this module logs what may be told.
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
    connector = PsycopgConnector(conninfo=dsn, min_size=1, max_size=4, timeout=10, kwargs={"application_name": "scenebank jobs", "connect_timeout": 5})
    app = App(connector=connector)
    for job in jobs.values():
        _add_job(app, database, job)
    for periodic_job in periodic_jobs.values():
        _add_periodic_job(app, database, periodic_job)
    return app


async def rescue_stalled_jobs(app: App, stalled_after_seconds: float) -> int:
    """Queue again what a worker had in hand that gave no sign of life for that long, or that gave up its jobs. How many there were.

    A job that took its worker with it as often as it may try is given up like one that raised."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=stalled_after_seconds))
    for job in stalled:
        retry = app.tasks[job.task_name].retry_strategy if job.task_name in app.tasks else None
        ran_out = isinstance(retry, Doubling) and retry.ran_out(job)
        try:
            if ran_out:
                await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
            else:
                await app.job_manager.retry_job(job)
        except UniqueViolation:
            # A later run of the same schedule waits already.
            await app.job_manager.finish_job(job, Status.ABORTED, delete_job=True)
        except ConnectorException as error:
            _log.warning("stalled job left alone", job=job.task_name, id=job.id, reason=reason_of(error))
            continue
        _log.warning("job ran out" if ran_out else "stalled job rescued", job=job.task_name, id=job.id, attempts=job.attempts + 1)
    return len(stalled)


async def prune_jobs(app: App) -> None:
    """Delete jobs that ran out, were cancelled or aborted long ago."""
    await app.job_manager.delete_old_jobs(nb_hours=FAILED_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True)


class Doubling(BaseRetryStrategy):
    """Again after a job's `retry_after_seconds`, doubling each time up to an hour, `attempts_max` times in all."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def ran_out(self, queued: QueuedJob) -> bool:
        """Whether the attempt in hand is the last."""
        return queued.attempts + 1 >= self._job.attempts_max

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision | None:
        """When to try again; None when the job ran out: then it stays in the queue's table as failed."""
        if isinstance(exception, asyncio.CancelledError):
            # Cut short because the worker stops: not the job's fault, however often it tried.
            return RetryDecision(retry_in={"seconds": 0})
        if self.ran_out(job):
            _log.error("job ran out", job=self._job.name, id=job.id, position=job.task_kwargs.get("position"), attempts=job.attempts + 1, reason=str(exception))
            return None
        seconds = min(self._job.retry_after_seconds * 2**job.attempts, RETRY_SECONDS_MOST)
        _log.warning("job failed", job=self._job.name, id=job.id, attempts=job.attempts + 1, retry_after_seconds=seconds, reason=str(exception))
        return RetryDecision(retry_in={"seconds": seconds})


class WhenCutShort(BaseRetryStrategy):
    """Again only when the run was cut short because the worker stops."""

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision | None:
        return RetryDecision(retry_in={"seconds": 0}) if isinstance(exception, asyncio.CancelledError) else None


def _add_job(app: App, database: Database, job: Job) -> None:
    async def run(payload: dict[str, Any], position: int) -> None:
        try:
            await job.run(database, payload)
        except Exception as error:  # noqa: BLE001  told without its text
            raise JobFailed(reason_of(error)) from None

    app.task(name=job.name, queue=JOB_QUEUE, retry=Doubling(job))(run)


def _add_periodic_job(app: App, database: Database, job: PeriodicJob) -> None:
    """At most one run waits and at most one runs. A run that raises is not repeated: the next one comes by the clock."""

    async def run(timestamp: int) -> None:
        try:
            await job.run(database)
        except Exception as error:  # noqa: BLE001  told without its text
            _log.error("periodic job failed", job=job.name, due=datetime.fromtimestamp(timestamp, UTC).isoformat(), reason=reason_of(error))
            raise JobFailed(reason_of(error)) from None

    task = app.task(name=job.name, queue=CLOCK_QUEUE, lock=job.name, queueing_lock=job.name, retry=WhenCutShort())(run)
    app.periodic(cron=job.cron)(task)
