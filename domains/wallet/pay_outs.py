"""Paying the balances of others than customers out to their bank accounts, the part of the wallet's public face that higher domains use: `wallet.pay_outs`.

start_pay_out holds the money inside a verb of theirs, and the wallet's channels pay it once or give it back; list_pay_outs shows them"""

from domains.wallet.events.withdrawals import WithdrawalPosted, WithdrawalReturned
from domains.wallet.queries.withdrawals import list_pay_outs
from domains.wallet.service.withdraw import NewPayOut, start_pay_out

__all__ = ["NewPayOut", "WithdrawalPosted", "WithdrawalReturned", "list_pay_outs", "start_pay_out"]
