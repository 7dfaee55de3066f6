"""The second process: relays facts, runs jobs and schedules, rescues what died, prunes what is done."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from procrastinate import App

from domains.kernel import bucket_queries
from domains.kernel.database import Database
from domains.kernel.errors import reason_of
from domains.kernel.events import LISTENERS, Listener
from domains.kernel.jobs import JOBS, PERIODIC_JOBS, Job, PeriodicJob
from domains.kernel.listening import sleep_until
from domains.kernel.relay import Relay
from gateway.jobs import build_queue, prune_jobs, rescue_stalled_jobs

BUCKETS_KEPT = timedelta(minutes=10)
"""An allowance that nobody drew from for so long is full, and need not be remembered."""

_log = structlog.get_logger("gateway.worker")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """How one worker works. Times in seconds."""

    concurrency: int = 8
    """Jobs in hand at once."""
    job_poll_seconds: float = 1.0
    """Between two looks for jobs that are due again; new ones are notified."""
    heartbeat_seconds: float = 5.0
    stalled_after_seconds: float = 30.0
    """Silence after which a worker counts as dead and its jobs are queued again."""
    rescue_every_seconds: float = 5.0
    prune_every_seconds: float = 60.0
    prune_jobs_every_seconds: float = 3600.0
    facts_kept: timedelta = timedelta(days=7)
    grace_seconds: float = 20.0
    """How long a stop waits for jobs in hand; what is cut short then is queued again."""
    reconnect_seconds: float = 1.0


async def run_worker(
    database: Database,
    dsn: str,
    stop: asyncio.Event,
    options: WorkerOptions | None = None,
    *,
    listeners: Mapping[str, Listener] = LISTENERS,
    jobs: Mapping[str, Job] = JOBS,
    periodic_jobs: Mapping[str, PeriodicJob] = PERIODIC_JOBS,
    beside: Sequence[Callable[[asyncio.Event], Awaitable[None]]] = (),
) -> None:
    """Work until `stop`, then finish what is in hand, give up the lead and return. `dsn` is the app role's; `database` has every port wired.

    What runs `beside` is given `stop` too.

    Any number of workers may run: one of them relays, rescues and prunes, all of them run jobs. A lost database is waited for."""
    options = options or WorkerOptions()
    relay = Relay(database, listeners=listeners, jobs=jobs)

    def new_queue() -> App:
        return build_queue(dsn, database, jobs, periodic_jobs)

    async with asyncio.TaskGroup() as group:
        group.create_task(relay.run(dsn, stop), name="relay")
        group.create_task(_run_queue(new_queue, relay, stop, options), name="jobs")
        group.create_task(_prune_on(database, relay, stop, options), name="prune")
        for work in beside:
            group.create_task(_beside(work, stop), name="beside")


async def _beside(work: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event) -> None:
    await work(stop)


async def _run_queue(new_queue: Callable[[], App], relay: Relay, stop: asyncio.Event, options: WorkerOptions) -> None:
    while not stop.is_set():
        try:
            async with new_queue().open_async() as queue:
                await _run_until(stop, queue, relay, options)
        except Exception as error:  # noqa: BLE001  whatever ended the queue, it is opened again
            _log.warning("job queue interrupted", reason=reason_of(error))
        await sleep_until(stop, options.reconnect_seconds)


async def _run_until(stop: asyncio.Event, queue: App, relay: Relay, options: WorkerOptions) -> None:
    running = asyncio.create_task(
        queue.run_worker_async(
            concurrency=options.concurrency,
            fetch_job_polling_interval=options.job_poll_seconds,
            update_heartbeat_interval=options.heartbeat_seconds,
            stalled_worker_timeout=options.stalled_after_seconds,
            shutdown_graceful_timeout=options.grace_seconds,
            delete_jobs="successful",
            install_signal_handlers=False,
        ),
        name="job queue",
    )
    # Not jobs themselves: the rescue must not need rescue.
    beside = [asyncio.create_task(stop.wait()), asyncio.create_task(_rescue_on(queue, relay, options), name="rescue")]
    try:
        await asyncio.wait({running, *beside}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        # Cancelling asks the queue to stop: it finishes the jobs in hand before it returns.
        for task in (running, *beside):
            task.cancel()
        results = await asyncio.gather(running, *beside, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


async def _rescue_on(queue: App, relay: Relay, options: WorkerOptions) -> None:
    """The leading worker rescues the jobs of all."""
    loop = asyncio.get_running_loop()
    prune_at = loop.time() + options.prune_jobs_every_seconds
    while True:
        if relay.leading:
            await rescue_stalled_jobs(queue, options.stalled_after_seconds)
            if loop.time() >= prune_at:
                await prune_jobs(queue)
                prune_at = loop.time() + options.prune_jobs_every_seconds
        await asyncio.sleep(options.rescue_every_seconds)


async def _prune_on(database: Database, relay: Relay, stop: asyncio.Event, options: WorkerOptions) -> None:
    while not stop.is_set():
        await sleep_until(stop, options.prune_every_seconds)
        if stop.is_set() or not relay.leading:
            continue
        try:
            await relay.prune(database.clock.now() - options.facts_kept)
            async with database.transaction() as tx:
                await bucket_queries.prune(tx, tx.now - BUCKETS_KEPT)
        except Exception as error:  # noqa: BLE001  tried again
            _log.warning("pruning interrupted", reason=reason_of(error))
