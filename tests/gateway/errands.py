"""A small house of errands for the worker's tests: facts, a listener, jobs and an idempotent verb. Also run as a second process, to be killed."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from domains.kernel.clock import Clock
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.events import Event, Listener, PublishedEvent
from domains.kernel.ids import derived_id, new_id
from domains.kernel.jobs import Job
from domains.kernel.transactions import Tx
from gateway.worker import WorkerOptions, run_worker

KEYS = Keyring({"test": bytes(range(32))}, "test")

QUICK = WorkerOptions(
    job_poll_seconds=0.1, heartbeat_seconds=0.2, stalled_after_seconds=1.0, rescue_every_seconds=0.2, reconnect_seconds=0.2, grace_seconds=5.0
)


@dataclass(frozen=True, slots=True)
class ErrandGiven(Event):
    errand_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishErrand(Command):
    errand_id: UUID


@dataclass(frozen=True, slots=True)
class ErrandFinished:
    errand_id: UUID


@composite_verb(ErrandFinished)
async def finish_errand(tx: Tx, command: FinishErrand) -> ErrandFinished:
    await note(tx, "finished", command.errand_id)
    return ErrandFinished(command.errand_id)


async def note(tx: Tx, action: str, errand_id: UUID) -> None:
    await tx.execute(
        "INSERT INTO kernel_audit (id, at, actor_id, action, subject_id, detail) VALUES ($1, $2, $3, $4, $5, '{}')",
        new_id(tx.clock), tx.now, HOUSE_ID, action, errand_id,
    )  # fmt: skip


async def noted(database: Database, action: str) -> list[UUID]:
    """Errands with that note, in the order of the notes."""
    async with database.reading() as read:
        return [row["subject_id"] for row in await read.fetch("SELECT subject_id FROM kernel_audit WHERE action = $1 ORDER BY at, id", action)]


async def give(database: Database, count: int = 1) -> list[UUID]:
    """Publish so many facts, each in a commit of its own."""
    ids = [uuid4() for _ in range(count)]
    for id_ in ids:
        async with database.transaction() as tx:
            tx.publish(ErrandGiven(uuid4(), None, id_))
    return ids


async def write_down(tx: Tx, events: list[PublishedEvent]) -> None:
    for event in events:
        await note(tx, "heard", UUID(event.payload["errand_id"]))


def an_errand(pause_before: float = 0, pause_after: float = 0) -> Callable[[Database, dict[str, Any]], Awaitable[None]]:
    """A job of one step that can be killed before or after its verb."""

    async def run(database: Database, payload: dict[str, Any]) -> None:
        errand_id = UUID(payload["errand_id"])
        async with database.transaction() as tx:
            await note(tx, "started", errand_id)
        await asyncio.sleep(pause_before)
        await database.write(finish_errand, FinishErrand(request_id=derived_id(errand_id, "finish"), owner_id=HOUSE_ID, errand_id=errand_id))
        await asyncio.sleep(pause_after)

    return run


def listeners() -> dict[str, Listener]:
    return {"test.write_down": Listener("test.write_down", frozenset({"ErrandGiven"}), write_down)}


def jobs(run: Callable[[Database, dict[str, Any]], Awaitable[None]], attempts_max: int = 12, retry_after_seconds: int = 0) -> dict[str, Job]:
    return {"test.errand": Job("test.errand", frozenset({"ErrandGiven"}), run, attempts_max, retry_after_seconds)}


async def main(dsn: str, pause_before: float, pause_after: float) -> None:
    database = await Database.open(dsn, Clock(), ports={Keyring: KEYS}, write_connections=8, read_connections=4)
    await run_worker(database, dsn, asyncio.Event(), QUICK, listeners=listeners(), jobs=jobs(an_errand(pause_before, pause_after)), periodic_jobs={})


if __name__ == "__main__":
    asyncio.run(main(os.environ["ERRANDS_DSN"], float(sys.argv[1]), float(sys.argv[2])))
