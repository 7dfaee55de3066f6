"""The day of all loans: brought to today, then looked at, then what is due is taken. It may be killed anywhere and run again: each group and each loan says so
in its own transaction when it is done."""

from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.ids import derived_id
from domains.kernel.jobs import periodic, told_together
from domains.loans.queries import collections
from domains.loans.rules.collections import RETRY_DAYS
from domains.loans.service.close_day import CloseLoansDayCommand, close_loans_day
from domains.loans.service.collect import CollectLoansCommand, DebitDueCommand, collect_loans, debit_due

PAGE = 500


@periodic("*/5 * * * *")
async def bring_loans_to_today(database: Database) -> None:
    """Interest, penalty and lateness of the nights since."""
    command = CloseLoansDayCommand(request_id=None, owner_id=HOUSE_ID, day=business_date(database.clock.now()))
    while not (await database.write(close_loans_day, command)).is_done:
        pass


@periodic("*/10 * * * *")
async def debit_due_loans(database: Database) -> None:
    """Take what is due, once a day at most, on the day itself and on the days of its retries. One loan that fails does not keep the others."""
    today = business_date(database.clock.now())
    after = (UUID(int=0), UUID(int=0))
    with told_together("loans that could not be debited") as attempt:
        while True:
            async with database.reading(single=True) as read:
                page = await collections.list_to_debit(read, today, sorted(RETRY_DAYS), after, PAGE)
            for customer_id, loan_id in page:
                id_ = derived_id(loan_id, f"debit:{today.isoformat()}")
                with attempt():
                    await database.write(debit_due, DebitDueCommand(request_id=id_, owner_id=customer_id, loan_id=loan_id))
            if len(page) < PAGE:
                return
            after = page[-1]


@periodic("*/10 * * * *")
async def remind_of_due_loans(database: Database) -> None:
    """Reminders and promises."""
    command = CollectLoansCommand(request_id=None, owner_id=HOUSE_ID, day=business_date(database.clock.now()))
    while (await database.write(collect_loans, command)).loans:
        pass
