"""What happens to coupons by the clock. Nobody waits for it: what has expired is not taken, written down or not."""

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic
from domains.offers.service.later_benefits import GROUP_MOST, SweepCouponsCommand, sweep_coupons

SWEEPS_MAX = 50
"""Groups that one run takes."""


@periodic("* * * * *")
async def sweep_due_coupons(database: Database) -> None:
    """Pay later benefits that are due, and end coupons that have expired."""
    for _ in range(SWEEPS_MAX):
        swept = await database.write(sweep_coupons, SweepCouponsCommand(request_id=None, owner_id=HOUSE_ID))
        if max(swept.paid, swept.expired) < GROUP_MOST:
            return
