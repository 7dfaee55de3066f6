"""What happens to requests for money by the clock: reminders, and the end of what nobody paid."""

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic
from domains.wallet.service.money_requests import SweepMoneyRequestsCommand, sweep_money_requests

SWEEPS_MAX = 50


@periodic("* * * * *")
async def remind_and_expire_money_requests(database: Database) -> None:
    """Remind of what has not been paid for three days; write down what has expired."""
    for _ in range(SWEEPS_MAX):
        swept = await database.write(sweep_money_requests, SweepMoneyRequestsCommand(request_id=None, owner_id=HOUSE_ID))
        if not swept.expired and not swept.reminded:
            return
