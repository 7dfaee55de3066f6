"""Many holders of money-market shares, entered in groups: wallets and sessions they need none."""

from datetime import date
from uuid import UUID

from domains import ledger, wealth
from domains.kernel.assets import fund_shares
from domains.kernel.database import Database
from domains.kernel.ids import derived_id, new_id
from domains.kernel.money import Amount

GROUP = 1_000

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
        some = list(zip(ids[first : first + GROUP], minors[first : first + GROUP], strict=True))
        async with database.transaction() as tx:
            accounts = [ledger.NewAccount(wealth.shares_id(id_, fund.code), id_, "fund_shares", fund_shares(fund.code)) for id_, _ in some]
            await ledger.open_accounts(tx, accounts)
            moved = [_entered(fund, account, minor) for (_, minor), account in zip(some, accounts, strict=True)]
            assert all(isinstance(verdict, ledger.Posting) for verdict in await ledger.post(tx, moved))
            told = ([id_ for id_, _ in some], [minor for _, minor in some])
            await tx.execute(ENTER_POSITIONS, fund.id, *told)
            await tx.execute(ENTER_CHANGES, fund.id, *told, day, tx.now)
    return ids


def _entered(fund: wealth.Fund, account: ledger.NewAccount, minor: int) -> tuple[UUID, list[ledger.Planned]]:
    accounts = (wealth.issued_id(fund.code), account.id)
    movement = ledger.PlannedMovement(derived_id(account.id, "enter"), "fund_subscription", *accounts, Amount(minor, fund_shares(fund.code)))
    return derived_id(account.id, "entered"), [movement]
