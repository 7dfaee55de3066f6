"""What goes out and comes in by files: values of the day, orders to registrars, and what those say of them."""

from datetime import date, timedelta

from domains.kernel.clock import business_date
from domains.kernel.database import Database
from domains.kernel.jobs import periodic, told_together
from domains.wealth.ports import Registrars, ValueFeeds
from domains.wealth.queries import registers
from domains.wealth.service.register_files import read_confirmations, read_values, send_applications

DAYS_BACK = 7
"""A file that was not there, or was wrong, is asked for again for so long."""


@periodic("*/10 * * * *")
async def fetch_values(database: Database) -> None:
    """Read each feed's files of the last days: what is late comes later, what is corrected is replayed."""
    today = business_date(database.clock.now())
    with told_together("values that could not be read") as attempt:
        for feed in database.ports.get(ValueFeeds).all():
            for day in _days(today):
                with attempt():
                    file = await feed.open_values(day)
                    if file is not None:
                        await read_values(database, feed.name, day, file)


@periodic("*/10 * * * *")
async def send_due_applications(database: Database) -> None:
    """Tell each registrar of the trade dates whose cut-off has passed, once."""
    with told_together("orders that could not be sent") as attempt:
        for registrar in database.ports.get(Registrars).all():
            async with database.reading(single=True) as read:
                due = await registers.list_unsent(read, registrar.name)
            for day in due:
                with attempt():
                    await send_applications(database, registrar, day)


@periodic("*/10 * * * *")
async def fetch_confirmations(database: Database) -> None:
    """Read what each registrar says of the last days."""
    today = business_date(database.clock.now())
    with told_together("confirmations that could not be read") as attempt:
        for registrar in database.ports.get(Registrars).all():
            async with database.reading(single=True) as read:
                sent = await registers.list_sent(read, registrar.name, today - timedelta(days=DAYS_BACK * 3))
            for day in sent:
                with attempt():
                    file = await registrar.open_confirmations(day)
                    if file is not None:
                        await read_confirmations(database, registrar.name, day, file)


def _days(today: date) -> list[date]:
    return [today - timedelta(days=back) for back in range(DAYS_BACK, -1, -1)]
