"""A process that does the day of loans, and tells of each transaction that is over: to be killed."""

import asyncio
from datetime import datetime
from multiprocessing.connection import Connection
from typing import TypeVar

from domains.kernel.clock import Clock
from domains.kernel.commands import Command, Verb
from domains.kernel.database import Database
from domains.loans.jobs.daily_run import bring_loans_to_today, debit_due_loans, remind_of_due_loans
from domains.loans.service import close_day, collect, debit
from tests.conftest import wired_ports

C = TypeVar("C", bound=Command)
O = TypeVar("O")  # noqa: E741


def run(dsn: str, at: datetime, told: Connection) -> None:
    """Do the work, and tell of each transaction that is over."""
    asyncio.run(work(dsn, at, told))


async def work(dsn: str, at: datetime, told: Connection) -> None:
    close_day.GROUP_MOST, collect.GROUP_MOST, debit.GROUP_MOST = 7, 5, 3
    clock = Clock()
    clock.freeze(at)
    database = await Database.open(dsn, clock, ports=wired_ports(), write_connections=2, read_connections=1)
    write = database.write

    async def write_and_tell(verb: Verb[C, O], command: C) -> O:
        outcome = await write(verb, command)
        told.send(True)
        return outcome

    database.write = write_and_tell  # type: ignore[method-assign]
    await bring_loans_to_today(database)
    await debit_due_loans(database)
    await remind_of_due_loans(database)
    await database.close()
