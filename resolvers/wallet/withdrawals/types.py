"""Withdrawals, as the app sees them."""

from enum import Enum

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


@strawberry.enum(description="How far a withdrawal has come.")
class WithdrawalState(Enum):
    PENDING = strawberry.enum_value("pending", description="The money is held; the channel has not said yet how it ended. It is asked again until it does.")
    POSTED = strawberry.enum_value("posted", description="The channel paid it out.")
    RETURNED = strawberry.enum_value("returned", description="The channel paid nothing: the money can be spent again.")
    IN_REVIEW = strawberry.enum_value("in_review", description="The channel and the bank do not agree; the bank's staff look into it.")


WITHDRAWAL_STATES = {
    wallet.WithdrawalState.REQUESTED: WithdrawalState.PENDING,
    wallet.WithdrawalState.PENDING: WithdrawalState.PENDING,
    wallet.WithdrawalState.POSTED: WithdrawalState.POSTED,
    wallet.WithdrawalState.REFUSED: WithdrawalState.RETURNED,
    wallet.WithdrawalState.MISMATCH: WithdrawalState.IN_REVIEW,
}


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
