"""The withdrawals' steps outside a transaction: telling a payment channel to pay out, and asking it again."""

from typing import Any

from domains.kernel.database import Database
from domains.kernel.jobs import job, periodic
from domains.wallet.events.withdrawals import WithdrawalRequested
from domains.wallet.jobs.channels import Calls, ask_for_due, call_for
from domains.wallet.queries.withdrawals import WITHDRAWALS
from domains.wallet.service.withdraw import settle_withdrawal

PAY_OUTS = Calls(
    WITHDRAWALS, lambda channel, one: channel.pay_out(one.id, one.amount, one.destination), lambda channel, id_: channel.ask_pay_out(id_), settle_withdrawal
)


@job(WithdrawalRequested)
async def pay_out(database: Database, payload: dict[str, Any]) -> None:
    """Have a requested withdrawal paid."""
    await call_for(database, PAY_OUTS, payload, payload["withdrawal_id"])


@periodic("* * * * * */5")
async def ask_channels_for_pay_outs(database: Database) -> None:
    """Ask each channel for its withdrawals that are due."""
    await ask_for_due(database, PAY_OUTS, "withdrawals")
