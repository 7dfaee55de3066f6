"""Steps that run later, in the worker: after a fact, or by the clock. One job is one idempotent step; the business row carries the state."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from domains.kernel.commands import domain_of
from domains.kernel.database import Database
from domains.kernel.events import URGENT_JOBS, Event

RunAfter = Callable[[Database, dict[str, Any]], Awaitable[None]]
RunPeriodically = Callable[[Database], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """`run(database, payload)` with the payload of the fact that called for it. It may be run twice, or again after half of it: it must not matter."""

    name: str
    events: frozenset[str]
    run: RunAfter
    attempts_max: int
    retry_after_seconds: int
    urgent: bool = False
    """Queued by the transaction of its fact, before all that is not urgent: it waits neither for the relay nor behind what waits for it."""


@dataclass(frozen=True, slots=True)
class PeriodicJob:
    """`run(database)` by the clock, in one worker at a time. `cron` has five fields, or six with seconds last."""

    name: str
    cron: str
    run: RunPeriodically


JOBS: dict[str, Job] = {}
PERIODIC_JOBS: dict[str, PeriodicJob] = {}
"""Filled as the domains' jobs.py are imported."""


@contextmanager
def told_together(what: str) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Acts of which one that fails does not keep the others: `with told_together("bills not paid") as attempt:`, then each `with attempt():`.

    Raises an ExceptionGroup of that name at the end, where there were failures."""
    failures: list[Exception] = []

    @contextmanager
    def attempt() -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001  told together
            failures.append(error)

    yield attempt
    if failures:
        raise ExceptionGroup(what, failures)


def job(*events: type[Event], attempts_max: int = 12, retry_after_seconds: int = 1, urgent: bool = False) -> Callable[[RunAfter], RunAfter]:
    """Register a job that the relay enqueues after each of those facts. An exception means: again, after `retry_after_seconds`, doubling each time.

    `urgent`: somebody waits in front of a screen, and the fact is worth nothing minutes later."""

    def register(run: RunAfter) -> RunAfter:
        name = f"{domain_of(run)}.{run.__name__}"
        JOBS[name] = Job(name, frozenset(event.__name__ for event in events), run, attempts_max, retry_after_seconds, urgent)
        if urgent:
            for event in events:
                URGENT_JOBS[event.__name__] = (*URGENT_JOBS.get(event.__name__, ()), name)
        return run

    return register


def periodic(cron: str) -> Callable[[RunPeriodically], RunPeriodically]:
    """Register a job that runs by the clock."""

    def register(run: RunPeriodically) -> RunPeriodically:
        name = f"{domain_of(run)}.{run.__name__}"
        PERIODIC_JOBS[name] = PeriodicJob(name, cron, run)
        return run

    return register
