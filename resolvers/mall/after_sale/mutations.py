"""What buyers, shops and staff do after a sale."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, mall
from domains.kernel.data_classes import C3
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.ledger.problems import AccountClosed, AccountFrozen, InsufficientFunds
from resolvers.mall.after_sale.problems import (
    ExchangeEnded,
    ExchangeNotFound,
    ExchangePriceChanged,
    LineNotExchangeable,
    PriceNotLower,
    PriceProtectionEnded,
)
from resolvers.mall.after_sale.types import MallExchange
from resolvers.mall.catalogue.problems import VariantUnavailable
from resolvers.mall.orders.problems import MallOrderEnded, MallOrderNotFound
from resolvers.mall.orders.types import MallOrderStanding
from resolvers.mall.stock.problems import OutOfStock, UnitsMalformed
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, CurrencyMismatch, IdReused, UnknownCurrency
from resolvers.scalars import read_id
from resolvers.wallet.merchant_pay_outs.problems import MerchantClosed
from resolvers.wallet.merchants.problems import MerchantNotFound
from resolvers.wallet.payments.inputs import FundingInput, fundings_of
from resolvers.wallet.payments.problems import RefundTooLarge, TillProblem
from resolvers.wallet.problems import NoteTooLong


@strawberry.input(description="Exchange units of a line for another variant of the same product.")
class AskMallExchangeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id exchanges nothing twice.")
    order_id: strawberry.ID = strawberry.field(description="The order.")
    number: int = strawberry.field(description="Which line.")
    units: int = strawberry.field(description="How many units.")
    variant_id: strawberry.ID = strawberry.field(description="For what.")
    price: MoneyInput = strawberry.field(description="What a unit of it costs, as it was shown.")
    fundings: list[FundingInput] = strawberry.field(default_factory=list, description="Where the difference comes from, where there is one to pay.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN, for amounts that need it.", metadata={"data_class": C3})


@strawberry.input(description="Accept an exchange once the old units are back, or decline it.")
class DecideMallExchangeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    exchange_id: strawberry.ID = strawberry.field(description="The exchange.")
    is_accepted: bool = strawberry.field(description="Whether the old units are back and the new ones go out.")
    is_restocked: bool = strawberry.field(default=True, description="Whether the old units can be sold again.")
    reason: str = strawberry.field(default="", description="Why; the customer reads it.")


@strawberry.input(description="An exchange.")
class MallExchangeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    exchange_id: strawberry.ID = strawberry.field(description="The exchange.")


@strawberry.input(description="A line of an order.")
class MallOrderLineChoiceInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    order_id: strawberry.ID = strawberry.field(description="The order.")
    number: int = strawberry.field(description="Which line.")


@strawberry.input(description="Give back a part of what a line cost; its units stay with the customer.")
class RefundMallOrderLineInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id refunds nothing twice.")
    order_id: strawberry.ID = strawberry.field(description="The order.")
    number: int = strawberry.field(description="Which line.")
    amount: MoneyInput = strawberry.field(description="How much.")
    reason: str = strawberry.field(default="", description="Why; the customer reads it.")


AskMallExchangeResult = Annotated[
    MallExchange
    | MallOrderNotFound
    | MallOrderEnded
    | UnitsMalformed
    | LineNotExchangeable
    | VariantUnavailable
    | ExchangePriceChanged
    | OutOfStock
    | MerchantNotFound
    | TillProblem
    | IdReused,
    strawberry.union("AskMallExchangeResult", description="The exchange, which waits for the shop, or why nothing has changed."),
]
DecideMallExchangeResult = Annotated[
    MallExchange | ExchangeNotFound | ExchangeEnded | NoteTooLong | MerchantClosed | InsufficientFunds | AccountClosed | AccountFrozen | IdReused,
    strawberry.union("DecideMallExchangeResult", description="How it ended, or why it still waits."),
]
WithdrawMallExchangeResult = Annotated[
    MallExchange | ExchangeNotFound | ExchangeEnded | MerchantClosed | InsufficientFunds | AccountClosed | AccountFrozen | IdReused,
    strawberry.union("WithdrawMallExchangeResult", description="How it ended, or why it still waits."),
]
ClaimPriceProtectionResult = Annotated[
    MallOrderStanding
    | MallOrderNotFound
    | MallOrderEnded
    | UnitsMalformed
    | PriceProtectionEnded
    | PriceNotLower
    | MerchantClosed
    | InsufficientFunds
    | AccountClosed
    | AccountFrozen
    | IdReused,
    strawberry.union("ClaimPriceProtectionResult", description="How the order stands, or why nothing went back."),
]
RefundMallOrderLineResult = Annotated[
    MallOrderStanding
    | MallOrderNotFound
    | MallOrderEnded
    | UnitsMalformed
    | AmountMalformed
    | UnknownCurrency
    | CurrencyMismatch
    | RefundTooLarge
    | NoteTooLong
    | MerchantClosed
    | InsufficientFunds
    | AccountClosed
    | AccountFrozen
    | IdReused,
    strawberry.union("RefundMallOrderLineResult", description="How the order stands, or why nothing went back."),
]


@mutation("Exchange units for another variant; a difference is paid in the same step.", permission=Permission.CUSTOMER)
async def ask_mall_exchange(info: Info, input: AskMallExchangeInput) -> AskMallExchangeResult:
    command = mall.after_sale.AskExchangeCommand(
        **command_of(info, input.request_id),
        order_id=read_id(input.order_id) or NOBODY,
        number=input.number,
        units=input.units,
        variant_id=read_id(input.variant_id) or NOBODY,
        price=amount_of(input.price),
        fundings=fundings_of(input.fundings),
        pin=await customers.prove_pin(info.context.write, info.context.viewer.id, input.pin),
    )
    return await info.context.write(mall.after_sale.ask_exchange, command)  # type: ignore[arg-type]


@mutation("Accept or decline an exchange of a shop that the viewer acts for.", permission=Permission.CUSTOMER)
async def decide_mall_exchange(info: Info, input: DecideMallExchangeInput) -> DecideMallExchangeResult:
    told = {"is_accepted": input.is_accepted, "is_restocked": input.is_restocked}
    named = {**command_of(info, input.request_id), "exchange_id": read_id(input.exchange_id) or NOBODY}
    command = mall.after_sale.DecideExchangeCommand(**named, **told, reason=input.reason)  # type: ignore[arg-type]
    return await info.context.write(mall.after_sale.decide_exchange, command)  # type: ignore[arg-type]


@mutation("Keep what was to be exchanged.", permission=Permission.CUSTOMER)
async def withdraw_mall_exchange(info: Info, input: MallExchangeInput) -> WithdrawMallExchangeResult:
    command = mall.after_sale.WithdrawExchangeCommand(**command_of(info, input.request_id), exchange_id=read_id(input.exchange_id) or NOBODY)
    return await info.context.write(mall.after_sale.withdraw_exchange, command)  # type: ignore[arg-type]


@mutation("Have a price made good that fell within seven days, once for a line.", permission=Permission.CUSTOMER)
async def claim_price_protection(info: Info, input: MallOrderLineChoiceInput) -> ClaimPriceProtectionResult:
    named = command_of(info, input.request_id)
    command = mall.after_sale.ClaimPriceProtectionCommand(**named, order_id=read_id(input.order_id) or NOBODY, number=input.number)
    return await info.context.write(mall.after_sale.claim_price_protection, command)  # type: ignore[arg-type]


@mutation("Give back a part of a line of a shop that the viewer acts for.", permission=Permission.CUSTOMER)
async def refund_mall_order_line(info: Info, input: RefundMallOrderLineInput) -> RefundMallOrderLineResult:
    command = mall.after_sale.RefundLineCommand(
        **command_of(info, input.request_id),
        order_id=read_id(input.order_id) or NOBODY,
        number=input.number,
        amount=amount_of(input.amount),
        reason=input.reason,
    )
    return await info.context.write(mall.after_sale.refund_line, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    ask_mall_exchange = ask_mall_exchange
    decide_mall_exchange = decide_mall_exchange
    withdraw_mall_exchange = withdraw_mall_exchange
    claim_price_protection = claim_price_protection
    refund_mall_order_line = refund_mall_order_line
