"""Payouts: as staff see them, and as their partners do too."""

from enum import Enum

import strawberry

from domains import scenes
from domains.kernel.data_classes import C2
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant
from resolvers.wallet.withdrawals.states import WITHDRAWAL_STATES, WithdrawalState


@strawberry.enum(description="Where an account that a partner is paid out to stands.")
class PayoutAccountState(Enum):
    PROPOSED = strawberry.enum_value("proposed", description="Another of the staff decides on it.")
    APPROVED = strawberry.enum_value("approved", description="The partner is paid out there.")
    REJECTED = strawberry.enum_value("rejected", description="Another of the staff turned it down.")
    ENDED = strawberry.enum_value("ended", description="Another account took its place.")


@computed("Where it stands.", name="state")
def account_state(row: scenes.payouts.PayoutAccount) -> PayoutAccountState:
    return PayoutAccountState(row.state.value)


@type_of(scenes.payouts.PayoutAccount, "A bank account that a partner's settled balance is paid out to.")
class PayoutAccount:
    id: strawberry.ID = field("The account.")
    partner_id: strawberry.ID = field("The partner.")
    channel: str = field("The payment channel that pays there.")
    destination: str = field("The channel's word for the bank account: the bank keeps no account number.", C2)
    least: Money = field("Nothing smaller is paid out.", C2)
    state = account_state
    proposed_by: strawberry.ID = field("Who of the staff proposed it.")
    proposed_at: Instant = field("When.")
    decided_by: strawberry.ID | None = field("Who of the staff approved or rejected it.")
    decided_at: Instant | None = field("When.")


@computed("How far it has come.", name="state")
def payout_state(row: scenes.payouts.PartnerPayout) -> WithdrawalState:
    return WITHDRAWAL_STATES[row.state]


@computed('The channel\'s code for its refusal, for example "account_closed"; null unless it came back.', name="refusalCode")
def payout_refusal_code(row: scenes.payouts.PartnerPayout) -> str | None:
    return row.reason if WITHDRAWAL_STATES[row.state] is WithdrawalState.RETURNED else None


@type_of(scenes.payouts.PartnerPayout, "A partner's settled balance on its way to the partner's bank account.")
class PartnerPayout:
    id: strawberry.ID = field("The payout.")
    partner_id: strawberry.ID = field("The partner.")
    amount: Money = field("What is paid out.", C2)
    channel: str = field("The payment channel.")
    state = payout_state
    refusal_code = payout_refusal_code
    requested_at: Instant = field("When it was begun.")
    settled_at: Instant | None = field("When it ended.")
