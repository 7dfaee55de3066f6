"""The daily run as a process of its own, to be killed: it moves on what is due, pays what can be paid, and ends. Its groups are small, so that it can be
killed between many of them."""

import asyncio
from datetime import datetime
from multiprocessing.connection import Connection
from typing import TypeVar

from domains.kernel.clock import Clock
from domains.kernel.commands import Command, Verb
from domains.kernel.database import Database
from domains.wealth.jobs.daily_run import advance_due_orders, pay_due_income
from domains.wealth.service import advance, income
from tests.conftest import wired_ports

C = TypeVar("C", bound=Command)
O = TypeVar("O")  # noqa: E741


def run(dsn: str, at: datetime, told: Connection) -> None:
    """Do the work, and tell of each transaction that is over."""
    asyncio.run(work(dsn, at, told))


async def work(dsn: str, at: datetime, told: Connection) -> None:
    advance.GROUP_MOST, income.GROUP_MOST = 20, 150
    clock = Clock()
    clock.freeze(at)
    database = await Database.open(dsn, clock, ports=wired_ports(), write_connections=2, read_connections=1)
    write = database.write

    async def write_and_tell(verb: Verb[C, O], command: C) -> O:
        outcome = await write(verb, command)
        told.send(True)
        return outcome

    database.write = write_and_tell  # type: ignore[method-assign]
    await advance_due_orders(database)
    await pay_due_income(database)
    await database.close()
