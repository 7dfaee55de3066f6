"""The day of all loans: brought to today, then looked at, then what is due is taken. It may be killed anywhere and run again: each group and each loan says so
in its own transaction when it is done."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import Unavailable
from domains.kernel.jobs import periodic, told_together
from domains.loans.queries import collections
from domains.loans.service import debit
from domains.loans.service.close_day import CloseLoansDayCommand, close_loans_day
from domains.loans.service.collect import CollectLoansCommand, collect_loans

BEGIN = (UUID(int=0), UUID(int=0))
"""Before the first loan."""


@periodic("*/5 * * * *")
async def bring_loans_to_today(database: Database) -> None:
    """Interest, penalty and lateness of the nights since."""
    command = CloseLoansDayCommand(request_id=None, owner_id=HOUSE_ID, day=business_date(database.clock.now()))
    while not (await database.write(close_loans_day, command)).is_done:
        pass


@periodic("*/10 * * * *")
async def debit_due_loans(database: Database) -> None:
    """Take what is due, once a day at most, on the day itself and on the days of its retries. A loan that fails does not keep the others."""
    today, after = business_date(database.clock.now()), BEGIN
    with told_together("loans that could not be debited") as attempt:
        while True:
            async with database.reading(single=True) as read:
                keys = await collections.list_to_debit(read, today, after, debit.GROUP_MOST)
            if not keys:
                return
            await _debit(database, today, tuple(keys), attempt)
            after = keys[-1]


async def _debit(database: Database, day: date, keys: tuple[tuple[UUID, UUID], ...], attempt: Callable[[], AbstractContextManager[None]]) -> None:
    """A group at once; one that fails is halved until the loan that it fails for stands alone."""
    command = debit.DebitLoansCommand(request_id=None, owner_id=HOUSE_ID, day=day, keys=keys)
    if len(keys) == 1:
        with attempt():
            await database.write(debit.debit_loans, command)
        return
    try:
        await database.write(debit.debit_loans, command)
    except Unavailable:
        raise
    except Exception:  # noqa: BLE001  whichever loan it is fails again alone, and is told of
        half = len(keys) // 2
        await _debit(database, day, keys[:half], attempt)
        await _debit(database, day, keys[half:], attempt)


@periodic("*/10 * * * *")
async def remind_of_due_loans(database: Database) -> None:
    """Reminders and promises."""
    today, after = business_date(database.clock.now()), BEGIN
    while (looked := await database.write(collect_loans, CollectLoansCommand(request_id=None, owner_id=HOUSE_ID, day=today, after=after))).loans:
        after = looked.through
