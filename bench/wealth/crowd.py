"""Many holders of money-market shares, entered in groups: wallets and sessions they need none."""

from datetime import date
from uuid import UUID

from domains import ledger, wealth
from domains.kernel.assets import fund_shares
from domains.kernel.database import Database
from domains.kernel.ids import derived_id, derived_ids, new_id

GROUP = 10_000

ENTER_POSITIONS = """
INSERT INTO wealth_position (customer_id, product_id, shares_minor, cost_minor, realised_minor, income_minor, carried_e8)
SELECT told.id, $1, told.minor, told.minor, 0, 0, 0 FROM unnest($2::uuid[], $3::bigint[]) AS told (id, minor)
"""
ENTER_CHANGES = """
INSERT INTO wealth_change (customer_id, product_id, day, id, kind, shares_minor, money_minor, fee_minor, cost_minor, booked_at)
SELECT told.id, $1, $4, told.id, 'subscription', told.minor, -told.minor, 0, told.minor, $5 FROM unnest($2::uuid[], $3::bigint[]) AS told (id, minor)
"""


async def enter_holders(database: Database, fund: wealth.Fund, minors: list[int], day: date, ids: list[UUID] | None = None) -> list[UUID]:
    """A holder for each amount, with the shares of the ledger, as if they had been confirmed on that day; new ones unless they are named."""
    ids = ids or [new_id(database.clock) for _ in minors]
    for first in range(0, len(ids), GROUP):
        some, held = ids[first : first + GROUP], minors[first : first + GROUP]
        account_ids = [wealth.shares_id(id_, fund.code) for id_ in some]
        async with database.transaction() as tx:
            accounts = [ledger.NewAccount(account_id, id_, "fund_shares", fund_shares(fund.code)) for account_id, id_ in zip(account_ids, some, strict=True)]
            await ledger.open_accounts(tx, accounts)
            journals = derived_ids(account_ids, "entered")
            columns = (journals, derived_ids(account_ids, "enter"), [wealth.issued_id(fund.code)] * len(some), account_ids, held)
            leg = ledger.PlannedLeg("fund_subscription", fund_shares(fund.code), *columns)
            assert not (await ledger.post_set(tx, derived_id(account_ids[0], "entered together"), [leg])).refused
            await tx.execute(ENTER_POSITIONS, fund.id, some, held)
            await tx.execute(ENTER_CHANGES, fund.id, some, held, day, tx.now)
    return ids
