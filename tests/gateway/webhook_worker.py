"""A worker with a sender of webhooks, as a process of its own: `python -m tests.gateway.webhook_worker SECONDS`, its clock so many seconds ahead."""

import asyncio
import os
import sys
from datetime import timedelta

from domains.kernel.clock import Clock
from domains.kernel.database import Database
from gateway.webhook_sender import WebhookSender
from gateway.wiring import register_domains
from gateway.worker import run_worker
from integrations.webhooks import WebhookClient
from tests.conftest import wired_ports


async def work(dsn: str, ahead: timedelta) -> None:
    """Until killed."""
    register_domains()
    clock = Clock()
    clock.advance(ahead)
    database = await Database.open(dsn, clock, ports=wired_ports(), write_connections=4, read_connections=4)
    async with WebhookClient(may_be_loopback=True) as client:
        await run_worker(database, dsn, asyncio.Event(), periodic_jobs={}, beside=[WebhookSender(database, client).run])


if __name__ == "__main__":
    asyncio.run(work(os.environ["WEBHOOKS_DSN"], timedelta(seconds=int(sys.argv[1]))))
