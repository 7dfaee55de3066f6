"""Companies' systems are told of days that are over."""

from datetime import date, timedelta
from uuid import UUID

from domains import ledger
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic, told_together
from domains.scenes.queries import company as companies
from domains.scenes.service.company import TellDayCommand, tell_day

PAGE = 200


@periodic("* * * * *")
async def tell_closed_days(database: Database) -> None:
    """Each connected company of each day, once its statement will never change. Each in a transaction of its own; failures are raised last."""
    last = business_date(database.clock.now() - ledger.SETTLED_AFTER) - timedelta(days=1)
    after = (date.min, UUID(int=0))
    with told_together("days that companies could not be told of") as attempt:
        while True:
            async with database.reading(single=True) as read:
                due = await companies.list_untold(read, last, after, PAGE)
            if not due:
                break
            after = (due[-1].told_through, due[-1].id)
            for one in due:
                with attempt():
                    day = one.told_through + timedelta(days=1)
                    while day <= last:
                        await database.write(tell_day, TellDayCommand(request_id=None, owner_id=HOUSE_ID, company_id=one.id, day=day))
                        day += timedelta(days=1)
