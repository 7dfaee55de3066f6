"""The relay: numbers the outbox in the order of commits, tells listeners, and enqueues jobs; one process at a time."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

import asyncpg
import orjson
import structlog

from domains.kernel import queries, relay_queries
from domains.kernel.committer import BROKEN_OFF, is_lost
from domains.kernel.database import Database
from domains.kernel.errors import reason_of
from domains.kernel.events import LISTENERS, Listener, PublishedEvent
from domains.kernel.jobs import JOBS, Job
from domains.kernel.listening import OUTBOX_CHANNEL, Connection, sleep_until, sole_connection
from domains.kernel.queries import JOB_QUEUE
from domains.kernel.transactions import Tx

NUMBERED_MAX = 1000
"""Outbox rows that are numbered in one transaction."""

TOLD_MAX = 1000
"""Facts that a listener is told in one transaction."""

PRUNED_MAX = 1000
"""Facts that are deleted in one transaction."""

PRUNE_PAUSE_SECONDS = 0.05

POLL_SECONDS_LEAST, POLL_SECONDS_MOST = 0.01, 0.1
"""Between two looks at the outbox: while facts arrive, and after a quiet while."""

STEP_SECONDS = 0.05
"""From one step to the next while there is less to do than a step can take: a fact in a full batch costs half of what it costs in a small one, and the
commits of verbs wait for fewer of ours."""

RETRY_SECONDS = 1.0

RELAY = "relay"
"""The row of kernel_listener that holds the last position given; locked while rows are numbered."""

JOB_CURSOR = "jobs"
"""The cursor of the enqueuing of jobs."""

_log = structlog.get_logger("kernel.relay")


class Relay:
    """Moves facts from the outbox to those who wait for them. Urgent jobs are queued without it, by their facts' own transactions.

    Any number may step at once: rows and cursors are locked; one leads to spare work."""

    def __init__(self, database: Database, *, listeners: Mapping[str, Listener] = LISTENERS, jobs: Mapping[str, Job] = JOBS) -> None:
        self._database = database
        self._jobs = jobs
        self._listeners = dict(listeners)
        self._listeners[JOB_CURSOR] = Listener(JOB_CURSOR, frozenset().union(*(job.events for job in jobs.values() if not job.urgent)), self._enqueue)
        self._waiting_until: dict[str, float] = {}
        self._started = False
        self._is_full = False
        self.parked: list[tuple[str, int, str]] = []
        """Listener, position and reason of what this relay set aside."""
        self.leading = False

    @property
    def cursors(self) -> list[str]:
        """Names of the cursors that this relay moves."""
        return list(self._listeners)

    @property
    def is_waiting(self) -> bool:
        """Whether a listener is to be tried again in a moment."""
        return any(self._is_waiting(name) for name in self._listeners)

    async def run(self, dsn: str, stop: asyncio.Event) -> None:
        """Lead whenever no other process does, until `stop`; then finish the step in hand and give up the lead."""
        while not stop.is_set():
            try:
                async with sole_connection(dsn, RELAY, stop) as connection:
                    if connection is not None:
                        await self._lead(connection, stop)
            except Exception as error:  # noqa: BLE001  whatever ends a step, the relay goes on
                _log.warning("relay interrupted", reason=reason_of(error))
                await sleep_until(stop, RETRY_SECONDS)

    async def step(self) -> bool:
        """Number what waits and tell everyone one batch. Whether there was anything to do. Raises when the database is away."""
        if not self._started:
            await self._start()
        numbered = await self._number()
        told = await self._tell_all()
        return numbered or told

    async def prune(self, before: datetime) -> int:
        """Delete facts written before that instant that every listener has passed, in small transactions. How many there were. The newest is kept."""
        pruned = 0
        while True:
            async with self._database.transaction() as tx:
                cursors = await relay_queries.list_cursors(tx, self.cursors)
                passed = min((cursors.get(name, 0) for name in self.cursors), default=0)
                count = await relay_queries.prune_outbox(tx, min(passed, await queries.latest_position(tx) - 1), before, PRUNED_MAX)
            pruned += count
            if count < PRUNED_MAX:
                return pruned
            await asyncio.sleep(PRUNE_PAUSE_SECONDS)

    async def _lead(self, connection: Connection, stop: asyncio.Event) -> None:
        self.leading = True
        _log.info("relay leads")
        try:
            await self._step_on(connection, stop)
        finally:
            self.leading = False

    async def _step_on(self, connection: Connection, stop: asyncio.Event) -> None:
        await self.step()
        pause = POLL_SECONDS_LEAST
        while not stop.is_set():
            # Asked on the connection that holds the lead, so that losing it is noticed before the next step.
            due = [name for name in self._listeners if not self._is_waiting(name)]
            if await connection.fetchval(relay_queries.HAS_WORK, due, RELAY):
                began = asyncio.get_running_loop().time()
                if await self.step():
                    pause = POLL_SECONDS_LEAST
                    if not self._is_full:
                        await sleep_until(stop, began + STEP_SECONDS - asyncio.get_running_loop().time())
                    continue
            await sleep_until(stop, pause)
            pause = min(pause * 2, POLL_SECONDS_MOST)

    async def _start(self) -> None:
        async with self._database.transaction() as tx:
            await relay_queries.insert_cursors(tx, self.cursors, 0)
            await relay_queries.insert_cursors(tx, [RELAY], await queries.latest_position(tx))
        self._started = True

    async def _number(self) -> bool:
        async with self._database.transaction() as tx:
            last = await relay_queries.lock_cursor(tx, RELAY)
            count = await relay_queries.number_rows(tx, last, NUMBERED_MAX)
            if count:
                await relay_queries.move_cursor(tx, RELAY, last + count)
                await relay_queries.notify(tx, OUTBOX_CHANNEL, str(last + count))
        self._is_full = count == NUMBERED_MAX
        return count > 0

    async def _tell_all(self) -> bool:
        """One batch to each listener that is behind; those at the same place share one look at the outbox."""
        due = [name for name in self._listeners if not self._is_waiting(name)]
        async with self._database.reading(single=True) as read:
            cursors = await relay_queries.list_cursors(read, due)
        told = False
        for after, names in groupby(sorted(cursors, key=cursors.__getitem__), key=cursors.__getitem__):
            async with self._database.reading(single=True) as read:
                events = [PublishedEvent(*row) for row in await queries.list_events(read, after, TOLD_MAX)]
            if events:
                told = True
                self._is_full = self._is_full or len(events) == TOLD_MAX
                await self._tell_group(list(names), after, events)
        return told

    async def _tell_group(self, names: list[str], after: int, events: list[PublishedEvent]) -> None:
        unconcerned = []
        for name in names:
            wanted = [event for event in events if event.name in self._listeners[name].events]
            if not wanted:
                unconcerned.append(name)
                continue
            try:
                await self._tell(name, after, wanted, events[-1].position)
            except Exception as error:  # noqa: BLE001  one listener's trouble is not the others'
                _log.warning("listener interrupted", listener=name, after=after, reason=reason_of(error))
                self._waiting_until[name] = asyncio.get_running_loop().time() + RETRY_SECONDS
        if unconcerned:
            async with self._database.transaction() as tx:
                await relay_queries.pass_over(tx, unconcerned, after, events[-1].position)

    async def _tell(self, name: str, after: int, wanted: Sequence[PublishedEvent], upto: int) -> None:
        """Tell a listener and move its cursor from `after` to `upto` with what it wrote. Halves what fails, and parks a culprit that stands alone."""
        try:
            async with self._database.transaction() as tx:
                if await relay_queries.lock_cursor(tx, name) != after:
                    return
                await self._listeners[name].listen(tx, list(wanted))
                await relay_queries.move_cursor(tx, name, upto)
        except Exception as error:
            if _is_circumstance(error) and not (isinstance(error, asyncpg.QueryCanceledError) and len(wanted) > 1):
                raise
            if len(wanted) == 1:
                await self._park(name, after, wanted[0], upto, reason_of(error))
                return
            half = len(wanted) // 2
            middle = wanted[half - 1].position
            await self._tell(name, after, wanted[:half], middle)
            await self._tell(name, middle, wanted[half:], upto)

    async def _park(self, name: str, after: int, event: PublishedEvent, upto: int, reason: str) -> None:
        async with self._database.transaction() as tx:
            if await relay_queries.lock_cursor(tx, name) != after:
                return
            await relay_queries.insert_parked_event(tx, name, event.position, reason)
            await relay_queries.move_cursor(tx, name, upto)
        self.parked.append((name, event.position, reason))
        _log.error("event parked", listener=name, position=event.position, event_name=event.name, reason=reason)

    async def _enqueue(self, tx: Tx, events: list[PublishedEvent]) -> None:
        due = [(job.name, event) for event in events for job in self._jobs.values() if event.name in job.events and not job.urgent]
        arguments = [orjson.dumps({"payload": event.payload, "position": event.position}).decode() for _, event in due]
        await queries.enqueue_jobs(tx, [name for name, _ in due], arguments)

    def _is_waiting(self, name: str) -> bool:
        return self._waiting_until.get(name, 0.0) > asyncio.get_running_loop().time()


async def relay_until_idle(database: Database, *, listeners: Mapping[str, Listener] = LISTENERS, jobs: Mapping[str, Job] = JOBS) -> None:
    """Without a worker: number, tell listeners and run jobs here, until nothing is left to do. For tests and the development command line.

    Raises ExceptionGroup of what jobs raised and what listeners could not take, after all else was done; a job that raised is due again at the next call."""
    relay = Relay(database, listeners=listeners, jobs=jobs)
    failures: list[Exception] = []
    requeued: list[int] = []
    async with database.transaction() as tx:
        worker_id = await relay_queries.register_worker(tx)
    try:
        while True:
            # Looked at before the step, which leaves out whoever waits.
            is_waiting = relay.is_waiting
            if await relay.step() or await _run_next_job(database, jobs, worker_id, failures, requeued):
                continue
            if not is_waiting:
                break
            await asyncio.sleep(RETRY_SECONDS)
    finally:
        async with database.transaction() as tx:
            for id_ in requeued:
                await relay_queries.retry_job(tx, id_, tx.now)
            await relay_queries.unregister_worker(tx, worker_id)
    failures.extend(RuntimeError(f"{listener} could not take the event at {position}: {reason}") for listener, position, reason in relay.parked)
    if failures:
        raise ExceptionGroup("the relay is idle, but not all went well", failures)


async def _run_next_job(database: Database, jobs: Mapping[str, Job], worker_id: int, failures: list[Exception], requeued: list[int]) -> bool:
    async with database.transaction() as tx:
        row = await relay_queries.fetch_job(tx, JOB_QUEUE, worker_id)
    if row is None:
        return False
    try:
        await jobs[row["task_name"]].run(database, row["args"]["payload"])
    except Exception as error:  # noqa: BLE001  told to the caller at the end
        failures.append(error)
        requeued.append(row["id"])
        return True
    async with database.transaction() as tx:
        await relay_queries.finish_job(tx, row["id"])
    return True


def _is_circumstance(error: Exception) -> bool:
    """Whether a failure comes from the state of the database and not from the facts: to be tried again, never parked."""
    return isinstance(error, BROKEN_OFF) or is_lost(error)
