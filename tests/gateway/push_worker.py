"""A worker that takes up pushes and notes each, as a process of its own, to be killed: `python -m tests.gateway.push_worker`."""

import asyncio
import os

from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.transactions import Tx
from domains.scenes.queries.push import Push
from domains.scenes.rules.push import ORDER_CHANGED
from domains.scenes.service.push import takes_up
from gateway.wiring import register_domains
from gateway.worker import run_worker
from tests.conftest import wired_ports
from tests.gateway.errands import QUICK, note


async def note_push(tx: Tx, push: Push) -> None:
    """Written with the new state of the push, or not at all."""
    await note(tx, "push taken up", push.id)
    await tx.execute("SELECT pg_sleep(0.1)")


async def work(dsn: str) -> None:
    """Until killed."""
    register_domains()
    takes_up(ORDER_CHANGED)(note_push)
    database = await Database.open(dsn, Clock(), ports=wired_ports(), write_connections=4, read_connections=4)
    await run_worker(database, dsn, asyncio.Event(), QUICK, periodic_jobs={})


if __name__ == "__main__":
    asyncio.run(work(os.environ["PUSHES_DSN"]))
