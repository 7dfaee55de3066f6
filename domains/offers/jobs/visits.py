"""What happens to visits by the clock: appointments that are over are written down, and those of services that ended are cancelled."""

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic
from domains.offers.service.appointments import GROUP_MOST, EndAppointmentsCommand, end_appointments

SWEEPS_MAX = 50
"""Groups that one run takes."""


@periodic("* * * * *")
async def end_due_appointments(database: Database) -> None:
    """End those whose time went by or whose service is offered no more."""
    for _ in range(SWEEPS_MAX):
        if (await database.write(end_appointments, EndAppointmentsCommand(request_id=None, owner_id=HOUSE_ID))).count < GROUP_MOST:
            return
