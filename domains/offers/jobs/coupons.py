"""What happens to coupons, rewards and budgets by the clock. Nobody waits for it: what has expired is not taken, written down or not."""

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic
from domains.offers.service.budgets import GROUP_MOST as BUDGETS_MOST
from domains.offers.service.budgets import ReturnBudgetsCommand, return_budgets
from domains.offers.service.later_benefits import GROUP_MOST, SweepCouponsCommand, sweep_coupons
from domains.offers.service.referral import PayRewardsCommand, pay_rewards

SWEEPS_MAX = 50
"""Groups that one run takes."""


@periodic("* * * * *")
async def sweep_due_coupons(database: Database) -> None:
    """Pay later benefits that are due, and end coupons that have expired."""
    for _ in range(SWEEPS_MAX):
        swept = await database.write(sweep_coupons, SweepCouponsCommand(request_id=None, owner_id=HOUSE_ID))
        if max(swept.paid, swept.expired) < GROUP_MOST:
            return


@periodic("* * * * *")
async def pay_due_rewards(database: Database) -> None:
    """Pay who shared, once the time for returns is over."""
    for _ in range(SWEEPS_MAX):
        if (await database.write(pay_rewards, PayRewardsCommand(request_id=None, owner_id=HOUSE_ID))).count < GROUP_MOST:
            return


@periodic("*/5 * * * *")
async def return_ended_budgets(database: Database) -> None:
    """Give back what ended campaigns have left, once nothing of it is set aside."""
    for _ in range(SWEEPS_MAX):
        if (await database.write(return_budgets, ReturnBudgetsCommand(request_id=None, owner_id=HOUSE_ID))).checked < BUDGETS_MOST:
            return
