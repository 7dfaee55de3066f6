"""Settle merchants, day by day, once their days are over."""

from datetime import timedelta
from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic, told_together
from domains.wallet.queries import settlements
from domains.wallet.rules.payments import SETTLED_AFTER
from domains.wallet.service.settle import SettleMerchantCommand, settle_merchant

PAGE = 200

FIRST = UUID(int=0)


@periodic("*/10 * * * *")
async def settle_merchants(database: Database) -> None:
    """Settle each merchant's next day that is over, in a transaction of its own. One that fails does not keep the others from it; failures are raised last."""
    until = business_date(database.clock.now() - SETTLED_AFTER) - timedelta(days=1)
    after = FIRST
    with told_together("merchants that could not be settled") as attempt:
        while True:
            async with database.reading(single=True) as read:
                due = await settlements.list_due(read, until, after, PAGE)
            if not due:
                break
            for merchant_id, day in due:
                with attempt():
                    await database.write(settle_merchant, SettleMerchantCommand(request_id=None, owner_id=HOUSE_ID, merchant_id=merchant_id, day=day))
                after = merchant_id
