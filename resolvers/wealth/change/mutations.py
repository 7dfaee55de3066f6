"""Redeem at once, and transfer out of the change account."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, wallet, wealth
from domains.kernel.data_classes import C3
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.ledger.problems import AccountProblem, InsufficientFunds, LimitExceeded
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, CurrencyMismatch, IdReused
from resolvers.scalars import read_id
from resolvers.wallet.mutations import TransferInput, Transferred
from resolvers.wallet.problems import NoteTooLong, PinProblem, RecipientNotFound, TransferTooLarge, TransferToSelf
from resolvers.wallet.risk.problems import HeldForReview, SafetyProblem
from resolvers.wealth.change.types import ChangeRedeemed
from resolvers.wealth.orders.problems import SharesInsufficient
from resolvers.wealth.products.problems import CalendarMissing, FundNotFound


@strawberry.input(description="Redeem money-market shares at once.")
class RedeemChangeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the id of the order of what comes later.")
    fund_id: strawberry.ID = strawberry.field(description="The product.")
    amount: MoneyInput = strawberry.field(description="How much.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN: always needed.", metadata={"data_class": C3})


RedeemChangeResult = Annotated[
    ChangeRedeemed
    | FundNotFound
    | SharesInsufficient
    | CalendarMissing
    | LimitExceeded
    | InsufficientFunds
    | AccountProblem
    | PinProblem
    | AmountProblem
    | CurrencyMismatch
    | IdReused,
    strawberry.union("RedeemChangeResult", description="Both parts, or why it was refused."),
]
TransferFromChangeResult = Annotated[
    Transferred
    | InsufficientFunds
    | LimitExceeded
    | TransferTooLarge
    | RecipientNotFound
    | TransferToSelf
    | SafetyProblem
    | NoteTooLong
    | HeldForReview
    | AccountProblem
    | AmountProblem
    | IdReused,
    strawberry.union("TransferFromChangeResult", description="The transfer, or why it was refused."),
]


@mutation("Redeem money-market shares: at once as far as the day's caps go, the rest at the next trade.", permission=Permission.CUSTOMER)
async def redeem_change(info: Info, input: RedeemChangeInput) -> RedeemChangeResult:
    amount = amount_of(input.amount)
    pin = await customers.prove_pin(info.context.write, info.context.viewer.id, input.pin)
    named = {"product_id": read_id(input.fund_id) or NOBODY, "amount": amount, "pin": pin}
    return await info.context.write(wealth.redeem_change, wealth.RedeemChangeCommand(**command_of(info, input.request_id), **named))  # type: ignore[arg-type]


@mutation("Send money out of the change account to another customer, in one act.", permission=Permission.CUSTOMER)
async def transfer_from_change(info: Info, input: TransferInput) -> TransferFromChangeResult:
    amount = amount_of(input.amount)
    pin = await customers.prove_pin(info.context.write, info.context.viewer.id, input.pin)
    command = wealth.TransferFromChangeCommand(
        **command_of(info, input.request_id),
        target_id=read_id(input.to.customer_id.value) if input.to.customer_id else None,
        target_phone=input.to.phone.value if input.to.phone else None,
        amount=amount,
        note=wallet.normal_note(input.note),
        pin=pin,
    )
    return await info.context.write(wealth.transfer_from_change, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    redeem_change = redeem_change
    transfer_from_change = transfer_from_change
