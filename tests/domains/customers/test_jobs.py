"""The worker's steps: codes sent, old ones forgotten."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from domains import customers
from domains.customers import jobs
from domains.kernel.database import Database
from domains.kernel.jobs import JOBS, PERIODIC_JOBS
from gateway.worker import WorkerOptions, run_worker
from tests.domains.customers.conftest import ask, new_phone, nothing_written
from tests.patience import patience


def test_a_code_that_was_asked_for_calls_for_its_job() -> None:
    assert JOBS["customers.send_code"].events == {"CodeRequested"}
    assert "customers.forget_old_codes" in PERIODIC_JOBS


def test_a_failing_messenger_is_tried_while_the_code_lives() -> None:
    job = JOBS["customers.send_code"]
    waits = sum(job.retry_after_seconds * 2**attempt for attempt in range(job.attempts_max - 1))
    assert 180 <= waits < 300


async def test_the_worker_sends_a_code(fresh_database: Database, fresh_dsn: Callable[[str], str]) -> None:
    stop = asyncio.Event()
    worker = asyncio.create_task(run_worker(fresh_database, fresh_dsn("scenebank_app"), stop, WorkerOptions(job_poll_seconds=0.1)))
    phone = new_phone()
    await ask(fresh_database, phone)
    messenger = fresh_database.ports.get(customers.Messenger)
    async with patience():
        while messenger.latest_code(phone) is None:  # type: ignore[attr-defined]
            await asyncio.sleep(0.05)
    stop.set()
    await worker


async def test_a_messenger_that_fails_leaves_the_code_to_be_sent_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await ask(database, new_phone())
    payload = {"subject_id": str(await last_challenge(database))}

    class Away:
        async def send_code(self, message_id: object, phone: str, code: str, language: str) -> None:
            raise OSError("away")

    with monkeypatch.context() as patch:
        patch.setitem(database.ports._wired, customers.Messenger, Away())
        async with nothing_written(database):
            with pytest.raises(OSError, match="away"):
                await jobs.send_code(database, payload)
    await jobs.send_code(database, payload)
    async with database.reading() as read:
        assert await read.fetchval("SELECT sent_at FROM customers_challenge WHERE id = $1", UUID(payload["subject_id"])) is not None
    async with nothing_written(database):
        await jobs.send_code(database, payload)
        await jobs.send_code(database, {"subject_id": str(uuid4())})


async def test_codes_are_forgotten_once_no_limit_counts_them(fresh_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "FORGOTTEN_AT_ONCE", 2)
    clock = fresh_database.clock
    clock.freeze(datetime(2026, 11, 24, tzinfo=UTC))
    for _ in range(5):
        await ask(fresh_database, new_phone())
    clock.advance(timedelta(days=1))
    kept = new_phone()
    await ask(fresh_database, kept)
    async with nothing_written(fresh_database):
        await jobs.forget_old_codes(fresh_database)
    clock.advance(timedelta(microseconds=1))
    await jobs.forget_old_codes(fresh_database)
    async with fresh_database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM customers_challenge") == 1


async def last_challenge(database: Database) -> UUID:
    async with database.reading() as read:
        found: UUID = await read.fetchval("SELECT subject_id FROM kernel_outbox WHERE name = 'CodeRequested' ORDER BY id DESC LIMIT 1")
    return found
