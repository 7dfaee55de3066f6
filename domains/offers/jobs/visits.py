"""What happens to visits by the clock: appointments and tickets that are over are written down, forms that were read or expired are erased."""

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic
from domains.offers.service.appointments import GROUP_MOST, EndAppointmentsCommand, end_appointments
from domains.offers.service.prefills import ERASED_MOST, ErasePrefillsCommand, erase_prefills
from domains.offers.service.queue import EXPIRED_MOST, ExpireTicketsCommand, expire_tickets

SWEEPS_MAX = 50
"""Groups that one run takes."""


@periodic("* * * * *")
async def end_due_appointments(database: Database) -> None:
    """End those whose time went by or whose service is offered no more."""
    for _ in range(SWEEPS_MAX):
        if (await database.write(end_appointments, EndAppointmentsCommand(request_id=None, owner_id=HOUSE_ID))).count < GROUP_MOST:
            return


@periodic("* * * * *")
async def erase_due_prefills(database: Database) -> None:
    """Erase what was filled in and may be read no more."""
    for _ in range(SWEEPS_MAX):
        if (await database.write(erase_prefills, ErasePrefillsCommand(request_id=None, owner_id=HOUSE_ID))).count < ERASED_MOST:
            return


@periodic("*/10 * * * *")
async def end_due_tickets(database: Database) -> None:
    """End the tickets of days that are over."""
    for _ in range(SWEEPS_MAX):
        if (await database.write(expire_tickets, ExpireTicketsCommand(request_id=None, owner_id=HOUSE_ID))).count < EXPIRED_MOST:
            return
