"""The withdrawals' mutation."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, wallet
from domains.kernel.data_classes import C3
from resolvers.context import Info
from resolvers.fields import mutation
from resolvers.ledger.problems import AccountProblem, InsufficientFunds, LimitExceeded
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, IdReused
from resolvers.wallet.problems import ChannelNotFound, TransferTooLarge
from resolvers.wallet.risk.problems import HeldForReview, SafetyProblem
from resolvers.wallet.withdrawals.types import Withdrawal


@strawberry.input(description="Pay money out of the wallet.")
class WithdrawInput:
    request_id: UUID = strawberry.field(
        description="Made by the app and kept before its first attempt; it becomes the withdrawal's id. A repeat pays nothing twice."
    )
    amount: MoneyInput = strawberry.field(description="What to pay out.")
    channel: str | None = strawberry.field(default=None, description="Which payment channel; null lets the bank choose.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN, for amounts that need it.", metadata={"data_class": C3})


WithdrawResult = Annotated[
    Withdrawal
    | InsufficientFunds
    | LimitExceeded
    | TransferTooLarge
    | SafetyProblem
    | HeldForReview
    | ChannelNotFound
    | AccountProblem
    | AmountProblem
    | IdReused,
    strawberry.union("WithdrawResult", description="The withdrawal, or why it was refused."),
]


@mutation(
    "Pay money out of the wallet to where the customer has it at a payment channel. It is held at once and ends a little later: see `withdrawal`.",
    permission=Permission.CUSTOMER,
)
async def withdraw(info: Info, input: WithdrawInput) -> WithdrawResult:
    context = info.context
    amount = amount_of(input.amount)
    pin = await customers.prove_pin(context.write, context.viewer.id, input.pin)
    command = wallet.RequestWithdrawalCommand(
        request_id=input.request_id, owner_id=context.viewer.id, session_id=context.viewer.session_id, amount=amount, channel=input.channel, pin=pin
    )
    return await context.write(wallet.request_withdrawal, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    withdraw = withdraw
