"""Subscribe, redeem and cancel."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, wealth
from domains.kernel.data_classes import C2, C3
from domains.kernel.money import from_decimal
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.ledger.problems import AccountClosed, AccountFrozen, AccountProblem, InsufficientFunds
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, AmountProblem, CurrencyMismatch, IdReused
from resolvers.scalars import DecimalText, read_id
from resolvers.wallet.problems import PinProblem
from resolvers.wealth.orders.problems import FundOrderNotFound, FundOrderUncancellable, FundTermsChanged, SharesInsufficient
from resolvers.wealth.orders.queries import SHARES
from resolvers.wealth.orders.types import FundOrder
from resolvers.wealth.products.problems import CalendarMissing, FundClosed, FundNotFound
from resolvers.wealth.suitability.problems import AssessmentNeeded, MismatchUnconfirmed, ProductUnsuitable


@strawberry.input(description="Put money into a product.")
class SubscribeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the order's id.")
    fund_id: strawberry.ID = strawberry.field(description="The product.")
    version: int = strawberry.field(description="The version of its terms that was shown.")
    amount: MoneyInput = strawberry.field(description="How much.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN: always needed.", metadata={"data_class": C3})


@strawberry.input(description="Turn shares into money.")
class RedeemSharesInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the order's id.")
    fund_id: strawberry.ID = strawberry.field(description="The product.")
    shares: DecimalText = strawberry.field(description="How many shares, with at most two decimals.", metadata={"data_class": C2})
    pin: str | None = strawberry.field(default=None, description="The payment PIN: always needed.", metadata={"data_class": C3})


@strawberry.input(description="Cancel an order before its cut-off.")
class CancelFundOrderInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    order_id: strawberry.ID = strawberry.field(description="The order.")


SubscribeResult = Annotated[
    FundOrder
    | FundNotFound
    | FundClosed
    | FundTermsChanged
    | AssessmentNeeded
    | ProductUnsuitable
    | MismatchUnconfirmed
    | CalendarMissing
    | InsufficientFunds
    | AccountProblem
    | PinProblem
    | AmountProblem
    | CurrencyMismatch
    | IdReused,
    strawberry.union("SubscribeResult", description="The order, or why it was refused."),
]
RedeemSharesResult = Annotated[
    FundOrder | FundNotFound | SharesInsufficient | CalendarMissing | AccountClosed | AccountFrozen | PinProblem | AmountMalformed | IdReused,
    strawberry.union("RedeemSharesResult", description="The order, or why it was refused."),
]
CancelFundOrderResult = Annotated[
    FundOrder | FundOrderNotFound | FundOrderUncancellable | IdReused,
    strawberry.union("CancelFundOrderResult", description="The order, which has ended, or why it was refused."),
]


@mutation("Order shares: the money is held until they are there.", permission=Permission.CUSTOMER)
async def subscribe(info: Info, input: SubscribeInput) -> SubscribeResult:
    amount = amount_of(input.amount)
    pin = await customers.prove_pin(info.context.write, info.context.viewer.id, input.pin)
    named = {"product_id": read_id(input.fund_id) or NOBODY, "version": input.version, "amount": amount, "pin": pin}
    return await info.context.write(wealth.subscribe, wealth.SubscribeCommand(**command_of(info, input.request_id), **named))  # type: ignore[arg-type]


@mutation("Order money for shares: they are held until they are redeemed.", permission=Permission.CUSTOMER)
async def redeem_shares(info: Info, input: RedeemSharesInput) -> RedeemSharesResult:
    minor = from_decimal(input.shares, SHARES).minor
    pin = await customers.prove_pin(info.context.write, info.context.viewer.id, input.pin)
    named = {"product_id": read_id(input.fund_id) or NOBODY, "shares_minor": minor, "pin": pin}
    return await info.context.write(wealth.redeem_shares, wealth.RedeemSharesCommand(**command_of(info, input.request_id), **named))  # type: ignore[arg-type]


@mutation("Cancel an order before its cut-off: what it holds is free again.", permission=Permission.CUSTOMER)
async def cancel_fund_order(info: Info, input: CancelFundOrderInput) -> CancelFundOrderResult:
    command = wealth.CancelFundOrderCommand(**command_of(info, input.request_id), order_id=read_id(input.order_id) or NOBODY)
    return await info.context.write(wealth.cancel_fund_order, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    subscribe = subscribe
    redeem_shares = redeem_shares
    cancel_fund_order = cancel_fund_order
