"""How far money has come on its way out, a customer's or a merchant's."""

from enum import Enum

import strawberry

from domains import wallet


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
