"""Pay-outs of a merchant's balance, as its owners see them."""

import strawberry

from domains import wallet
from domains.kernel.data_classes import C2
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant
from resolvers.wallet.withdrawals.states import WITHDRAWAL_STATES, WithdrawalState


@computed("How far it has come.", name="state")
def merchant_pay_out_state(row: wallet.merchants.MerchantPayOut) -> WithdrawalState:
    return WITHDRAWAL_STATES[row.state]


@computed('The channel\'s code for its refusal, for example "account_closed"; null unless it was refused.', name="refusalCode")
def merchant_pay_out_refusal_code(row: wallet.merchants.MerchantPayOut) -> str | None:
    return row.reason if row.state is wallet.WithdrawalState.REFUSED else None


@type_of(wallet.merchants.MerchantPayOut, "A part of a merchant's balance on its way to the merchant's bank through a payment channel.")
class MerchantPayOut:
    id: strawberry.ID = field("The pay-out: the id that the app made.")
    state = merchant_pay_out_state
    amount: Money = field("What is to be paid out.", C2)
    channel: str = field("The payment channel.")
    reference: str | None = field("The channel's own reference, once it is known.")
    refusal_code = merchant_pay_out_refusal_code
    requested_at: Instant = field("When it was asked for.")
    settled_at: Instant | None = field("When it ended.")
