"""What follows a checkout: refunds go into the loans that paid, and merchants pay for plans that cost their customers nothing."""

from typing import Any
from uuid import UUID

from domains import ledger, wallet
from domains.kernel.database import Database
from domains.kernel.ids import derived_id
from domains.kernel.jobs import job, periodic, told_together
from domains.loans.accounts import SUBSIDY_OWED, given_back_id
from domains.loans.queries import loans
from domains.loans.service.amend import RefundFinancedCommand, refund_financed
from domains.loans.service.checkout import TakeSubsidyCommand, take_subsidy

OWING_MAX = 1_000
"""Merchants' accounts that are looked at together."""


@job(wallet.PaymentRefunded)
async def pass_on_refund(database: Database, payload: dict[str, Any]) -> None:
    """Whatever has arrived for a loan goes into it. The act's id follows from how often something arrived: it is passed on once."""
    async with database.reading() as read:
        paid = await loans.list_of_payments(read, [UUID(payload["payment_id"])])
        arrived = await ledger.find_accounts(read, [given_back_id(one.id) for one in paid]) if paid else {}
    for one in paid:
        account = arrived[given_back_id(one.id)]
        if account.posted.minor:
            named = {"request_id": derived_id(one.id, f"given back {account.last_sequence}"), "owner_id": one.customer_id, "loan_id": one.id}
            await database.write(refund_financed, RefundFinancedCommand(**named, amount=account.posted, source_id=account.id))


@periodic("*/10 * * * *")
async def take_subsidies(database: Database) -> None:
    """From every merchant that owes, what its balance has."""
    after = UUID(int=0)
    with told_together("subsidies that could not be taken") as attempt:
        while True:
            async with database.reading() as read:
                owing = await ledger.list_accounts_of_code(read, SUBSIDY_OWED, after, OWING_MAX)
            for account_id, merchant_id in owing:
                with attempt():
                    await database.write(take_subsidy, TakeSubsidyCommand(request_id=None, owner_id=merchant_id, account_id=account_id))
            if len(owing) < OWING_MAX:
                return
            after = owing[-1][0]
