"""Pay out what was settled to partners."""

from uuid import UUID

from domains import ledger
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic, told_together
from domains.scenes.errors.payout import PayoutAccountNotFound, PayoutTooSmall
from domains.scenes.queries import payout as payouts
from domains.scenes.service.agreement import partner_balance_id
from domains.scenes.service.payout import PayOutPartnerCommand, pay_out_partner

PAGE = 200

FIRST = UUID(int=0)


@periodic("50 * * * *")
async def pay_out_partners(database: Database) -> None:
    """Have every balance that is large enough paid out, each in a transaction of its own, once a day. One that fails does not keep the others from it."""
    after = FIRST
    with told_together("partners who could not be paid out") as attempt:
        while True:
            async with database.reading() as read:
                page = await payouts.list_standing(read, after, PAGE)
                balances = await ledger.find_accounts(read, [partner_balance_id(one.partner_id, one.asset) for one in page])
            if not page:
                break
            after = page[-1].id
            for one in page:
                balance = balances.get(partner_balance_id(one.partner_id, one.asset))
                if balance is None or balance.available.minor < one.least.minor:
                    continue
                with attempt():
                    try:
                        await database.write(pay_out_partner, PayOutPartnerCommand(request_id=None, owner_id=HOUSE_ID, account_id=one.id))
                    except (PayoutAccountNotFound, PayoutTooSmall):
                        # Staff changed the account meanwhile, or another run was there first.
                        continue
