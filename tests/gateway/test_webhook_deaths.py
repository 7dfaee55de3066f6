"""Workers that are killed lose no webhook: what was committed arrives, at least once and always under the same id."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

from domains.kernel.database import Database
from tests.domains.scenes.partners import a_partner
from tests.domains.scenes.webhooks import Receiver, a_receiver, an_endpoint, deliveries_of, hanging, ping
from tests.gateway.workers import Dsn, until

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def a_worker_process(dsn: Dsn, ahead_seconds: int = 0) -> AsyncIterator[asyncio.subprocess.Process]:
    environment = os.environ | {"WEBHOOKS_DSN": dsn("scenebank_app"), "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.gateway.webhook_worker", str(ahead_seconds), cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def ids_of(receiver: Receiver) -> set[str]:
    return {headers["webhook-id"] for headers, _ in receiver.received}


def has_arrived(receiver: Receiver, count: int) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return len(receiver.received) >= count

    return check


async def test_what_was_committed_arrives_though_every_worker_was_killed(fresh_dsn: Dsn, fresh_database: Database) -> None:
    partner_id = await a_partner(fresh_database)
    async with a_receiver() as receiver:
        registered = await an_endpoint(fresh_database, partner_id, receiver.address())
        await ping(fresh_database, registered, 20)
        # Killed with attempts in hand: the endpoint has the message, and has not answered.
        receiver.answer = hanging
        async with a_worker_process(fresh_dsn) as process:
            await until(has_arrived(receiver, 4))
            process.kill()
        in_hand = ids_of(receiver)
        assert len(in_hand) == 4
        # Killed between the commit and whatever comes after it.
        receiver.answer = None
        await ping(fresh_database, registered, 5)
        async with a_worker_process(fresh_dsn) as process:
            await ping(fresh_database, registered, 5)
            process.kill()
        async with a_worker_process(fresh_dsn, ahead_seconds=31):

            async def is_all_there() -> bool:
                return len(ids_of(receiver)) == 30 and {one.state for one in await deliveries_of(fresh_database, partner_id)} == {"delivered"}

            await until(is_all_there)
    deliveries = await deliveries_of(fresh_database, partner_id)
    assert len(deliveries) == 30
    assert ids_of(receiver) == {str(one.id) for one in deliveries}
    assert in_hand <= ids_of(receiver)
    print(f"30 facts, 3 workers, 2 killed: {len(receiver.received)} arrivals of 30 messages")


async def test_two_workers_share_the_work_and_send_nothing_twice(fresh_dsn: Dsn, fresh_database: Database) -> None:
    partner_id = await a_partner(fresh_database)
    async with a_receiver() as receiver:
        endpoints = [await an_endpoint(fresh_database, partner_id, receiver.address(f"/{uuid4()}")) for _ in range(4)]
        async with a_worker_process(fresh_dsn), a_worker_process(fresh_dsn):
            for endpoint in endpoints:
                await ping(fresh_database, endpoint, 10)

            async def is_all_there() -> bool:
                return {one.state for one in await deliveries_of(fresh_database, partner_id)} == {"delivered"} and len(ids_of(receiver)) == 40

            await until(is_all_there)
    assert len(receiver.received) == 40
