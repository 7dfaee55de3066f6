"""Have a merchant's balance paid out, as an owner; close a merchant, as staff."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, wallet
from domains.kernel.data_classes import C3
from resolvers.context import NOBODY, Info
from resolvers.fields import computed, field, mutation, type_of
from resolvers.ledger.problems import AccountProblem, InsufficientFunds
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, CurrencyMismatch, IdReused
from resolvers.scalars import read_id
from resolvers.wallet.merchant_pay_outs.problems import MerchantClosing
from resolvers.wallet.merchant_pay_outs.types import MerchantPayOut
from resolvers.wallet.merchants.problems import MerchantNotFound
from resolvers.wallet.merchants.types import MerchantState
from resolvers.wallet.problems import ChannelNotFound, PinProblem

REASON_MOST = 500


@strawberry.input(description="Have a part of a merchant's balance paid to its bank.")
class RequestMerchantPayOutInput:
    request_id: UUID = strawberry.field(
        description="Made by the app and kept before its first attempt; it becomes the pay-out's id. A repeat pays nothing twice."
    )
    merchant_id: strawberry.ID = strawberry.field(description="The merchant.")
    amount: MoneyInput = strawberry.field(description="What to pay out.")
    channel: str | None = strawberry.field(default=None, description="Which payment channel; null lets the bank choose.")
    pin: str | None = strawberry.field(default=None, description="The owner's payment PIN: always needed.", metadata={"data_class": C3})


@strawberry.input(description="Close a merchant.")
class CloseMerchantInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    merchant_id: strawberry.ID = strawberry.field(description="The merchant.")
    reason: str = strawberry.field(description="Why, for the record.")


@computed("Where it stands now.", name="state")
def closure_state(row: wallet.merchants.MerchantClosure) -> MerchantState:
    return MerchantState(row.state)


@type_of(wallet.merchants.MerchantClosure, "The merchant takes no payments any more.")
class MerchantClosure:
    merchant_id: strawberry.ID = field("The merchant.")
    state = closure_state


RequestMerchantPayOutResult = Annotated[
    MerchantPayOut
    | MerchantNotFound
    | MerchantClosing
    | InsufficientFunds
    | ChannelNotFound
    | PinProblem
    | AccountProblem
    | AmountProblem
    | CurrencyMismatch
    | IdReused,
    strawberry.union("RequestMerchantPayOutResult", description="The pay-out, or why it was refused."),
]

CloseMerchantResult = Annotated[
    MerchantClosure | MerchantNotFound | MerchantClosing | IdReused,
    strawberry.union("CloseMerchantResult", description="Where the merchant stands, or why it was refused."),
]


@mutation(
    "Have a part of a merchant's balance paid to its bank, as an owner. It is held at once and ends a little later: see the desk's `payOuts`.",
    permission=Permission.CUSTOMER,
)
async def request_merchant_pay_out(info: Info, input: RequestMerchantPayOutInput) -> RequestMerchantPayOutResult:
    context = info.context
    amount = amount_of(input.amount)
    pin = await customers.prove_pin(context.write, context.viewer.id, input.pin)
    command = wallet.merchants.RequestMerchantPayOutCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        merchant_id=read_id(input.merchant_id) or NOBODY,
        amount=amount,
        channel=input.channel,
        pin=pin,
    )
    return await context.write(wallet.merchants.request_merchant_pay_out, command)  # type: ignore[arg-type]


@mutation(
    "Close a merchant: it takes no payments any more, refunds for eight days, and is then paid all that it is owed. Written to the audit log.",
    permission=Permission.OPERATOR_MERCHANTS,
)
async def close_merchant(info: Info, input: CloseMerchantInput) -> CloseMerchantResult:
    viewer = info.context.viewer
    command = wallet.merchants.CloseMerchantCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        merchant_id=read_id(input.merchant_id) or NOBODY,
        reason=input.reason[:REASON_MOST],
    )
    return await info.context.write(wallet.merchants.close_merchant, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    request_merchant_pay_out = request_merchant_pay_out
    close_merchant = close_merchant
