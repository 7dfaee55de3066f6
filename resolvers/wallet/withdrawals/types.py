"""Withdrawals, as the app sees them."""

import strawberry

from domains import ledger, wallet
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant
from resolvers.wallet.types import WalletAccount
from resolvers.wallet.withdrawals.states import WITHDRAWAL_STATES, WithdrawalState


@computed("How far it has come.", name="state")
def withdrawal_state(row: wallet.Withdrawal) -> WithdrawalState:
    return WITHDRAWAL_STATES[row.state]


@computed('The channel\'s code for its refusal, for example "account_closed"; null unless it was refused.', name="refusalCode")
def pay_out_refusal_code(row: wallet.Withdrawal) -> str | None:
    return row.reason if row.state is wallet.WithdrawalState.REFUSED else None


@batched(WalletAccount | None, "The account it comes from; null if it cannot be read just now.", name="account")
async def withdrawn_account(read: Read, withdrawals: list[wallet.Withdrawal], viewers: list[Viewer]) -> list[ledger.Account | None]:
    return await wallet.find_wallets(read, [one.account_id for one in withdrawals], [viewer.id for viewer in viewers])


@type_of(wallet.Withdrawal, "Money on its way out of the wallet through a payment channel.")
class Withdrawal:
    id: strawberry.ID = field("The withdrawal: the id that the app made.")
    state = withdrawal_state
    amount: Money = field("What is to be paid out.", C2)
    channel: str = field("The payment channel.")
    reference: str | None = field("The channel's own reference, once it is known.")
    refusal_code = pay_out_refusal_code
    requested_at: Instant = field("When it was asked for.")
    settled_at: Instant | None = field("When it ended.")
    account = withdrawn_account
