"""Workers that are killed between a push's receipt and its taking up lose none and take up none twice."""

import asyncio
import hashlib
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from tests.gateway.errands import noted
from tests.gateway.workers import Dsn, until

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def a_worker_process(dsn: Dsn) -> AsyncIterator[asyncio.subprocess.Process]:
    environment = os.environ | {"PUSHES_DSN": dsn("scenebank_app"), "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.gateway.push_worker", cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def take(database: Database, number: int) -> UUID:
    command = scenes.pushes.TakePushCommand(
        request_id=None,
        owner_id=HOUSE_ID,
        scene="morning-water",
        kind=scenes.SceneKind.PUBLIC_UTILITIES,
        webhook_id=f"msg_{number}",
        type="order.changed",
        data={"order_id": str(uuid4())},
        digest=hashlib.sha256(str(number).encode()).digest(),
    )
    return (await database.write(scenes.pushes.take_push, command)).push_id


async def test_none_is_lost_and_none_is_taken_up_twice_though_workers_are_killed(fresh_dsn: Dsn, fresh_database: Database) -> None:
    ids = [await take(fresh_database, number) for number in range(40)]
    for least in (3, 12):

        async def has_begun(least: int = least) -> bool:
            return len(await noted(fresh_database, "push taken up")) >= least

        async with a_worker_process(fresh_dsn) as process:
            await until(has_begun)
            process.kill()
    before = len(await noted(fresh_database, "push taken up"))
    assert 12 <= before < 40

    async def is_done() -> bool:
        async with fresh_database.reading(single=True) as read:
            return bool(await read.fetchval("SELECT count(*) = 0 FROM scenes_push WHERE state = 'taken'"))

    async with a_worker_process(fresh_dsn):
        await until(is_done)
    found = await noted(fresh_database, "push taken up")
    assert len(found) == 40
    assert set(found) == set(ids)
    print(f"40 pushes, 2 workers killed, the second after {before}: {len(found)} taken up")
