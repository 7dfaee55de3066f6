"""The worker beside the load: the relay, the seal and the folding, in a process of its own as in production."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvloop

from bench.ledger.house import open_house
from domains.kernel.events import LISTENERS
from domains.kernel.relay import Relay
from domains.ledger import jobs, listeners

SEALER = {"ledger.seal_movements": LISTENERS["ledger.seal_movements"]} if listeners else {}


@asynccontextmanager
async def worker_beside(dsn: str) -> AsyncIterator[None]:
    """Run a worker until the block ends."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bench.ledger.worker", dsn, stdin=asyncio.subprocess.PIPE)
    try:
        yield
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def work(dsn: str) -> None:
    """Until standard input ends: number facts, tell listeners, fold, write down."""
    database = await open_house(dsn, write_connections=4, read_connections=4)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin, stop.set)

    async def by_the_clock() -> None:
        while not stop.is_set():
            await jobs.fold_hot_accounts(database)
            await jobs.write_down_expired_holds(database)
            await asyncio.sleep(1)

    async with asyncio.TaskGroup() as group:
        group.create_task(Relay(database, listeners=SEALER, jobs={}).run(dsn, stop))
        group.create_task(by_the_clock())
    await database.close()


if __name__ == "__main__":
    uvloop.run(work(sys.argv[1]))
