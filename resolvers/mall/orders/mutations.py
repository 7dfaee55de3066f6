"""Place orders, pay them, and what becomes of them."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, mall
from domains.kernel.data_classes import C3
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.ledger.problems import AccountClosed, AccountFrozen, InsufficientFunds
from resolvers.mall.after_sale.problems import AfterSaleOpen
from resolvers.mall.catalogue.problems import VariantUnavailable
from resolvers.mall.fulfilment.problems import BookingTooLate, KeyShownAlready
from resolvers.mall.orders.problems import CartFull, DeliveryMalformed, MallOrderEnded, MallOrderNotFound, PriceChanged
from resolvers.mall.orders.types import CheckedOut, MallOrderStanding
from resolvers.mall.stock.problems import OutOfStock, UnitsMalformed
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id
from resolvers.wallet.merchant_pay_outs.problems import MerchantClosed
from resolvers.wallet.merchants.problems import MerchantNotFound
from resolvers.wallet.payments.inputs import FundingInput, fundings_of
from resolvers.wallet.payments.problems import PaymentNotFound, RefundTooLarge, TillProblem, TooManyPayments
from resolvers.wallet.problems import NoteTooLong


@strawberry.input(description="So many units of a variant.")
class MallOrderLineInput:
    variant_id: strawberry.ID = strawberry.field(description="What.")
    units: int = strawberry.field(description="How many, 999 at most.")


@strawberry.input(description="Where an order goes.")
class DeliveryAddressInput:
    name: str = strawberry.field(description="For whom.")
    phone: str = strawberry.field(description="Their phone.")
    province: str = strawberry.field(description="The province.")
    city: str = strawberry.field(description="The city.")
    street: str = strawberry.field(description="Street and number.")


@strawberry.input(description="Order what was quoted.")
class PlaceMallOrderInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id orders nothing twice.")
    lines: list[MallOrderLineInput] = strawberry.field(description="What is ordered, 100 lines at most.")
    quote_hash: str = strawberry.field(description="The quote that was shown.")
    delivery: DeliveryAddressInput = strawberry.field(description="Where it goes.")
    fundings: list[FundingInput] = strawberry.field(default_factory=list, description="Where the money comes from; none: the orders wait 15 minutes for it.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN, for amounts that need it.", metadata={"data_class": C3})
    scene: strawberry.ID | None = strawberry.field(default=None, description="The scene from which the customer came, as in the quote.")


@strawberry.input(description="Pay what waits of a checkout.")
class PayMallOrdersInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id pays nothing twice.")
    checkout_id: strawberry.ID = strawberry.field(description="What the orders were placed with.")
    fundings: list[FundingInput] | None = strawberry.field(default=None, description="Where the money comes from; null: all from the wallet.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN, for amounts that need it.", metadata={"data_class": C3})


@strawberry.input(description="An order.")
class MallOrderInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    order_id: strawberry.ID = strawberry.field(description="The order.")


@strawberry.input(description="Units of a line.")
class ReturnedUnitsInput:
    number: int = strawberry.field(description="Which line.")
    units: int = strawberry.field(description="How many units came back.")


@strawberry.input(description="Units that came back.")
class ReturnMallOrderLinesInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id refunds nothing twice.")
    order_id: strawberry.ID = strawberry.field(description="The order.")
    units: list[ReturnedUnitsInput] = strawberry.field(description="What came back, each line once.")
    is_restocked: bool = strawberry.field(default=True, description="Whether it can be sold again.")
    reason: str = strawberry.field(default="", description="Why; the customer reads it.")


PlaceMallOrderResult = Annotated[
    CheckedOut
    | DeliveryMalformed
    | UnitsMalformed
    | CartFull
    | VariantUnavailable
    | PriceChanged
    | OutOfStock
    | MerchantNotFound
    | TooManyPayments
    | TillProblem
    | IdReused,
    strawberry.union("PlaceMallOrderResult", description="The orders, or why they were refused: then nothing is reserved, nor paid."),
]
PayMallOrdersResult = Annotated[
    CheckedOut | MallOrderNotFound | MallOrderEnded | OutOfStock | MerchantNotFound | TillProblem | IdReused,
    strawberry.union("PayMallOrdersResult", description="The orders, or why they still wait."),
]
CancelMallOrderResult = Annotated[
    MallOrderStanding
    | MallOrderNotFound
    | MallOrderEnded
    | AfterSaleOpen
    | BookingTooLate
    | KeyShownAlready
    | MerchantClosed
    | InsufficientFunds
    | AccountClosed
    | AccountFrozen
    | IdReused,
    strawberry.union("CancelMallOrderResult", description="How the order stands, or why it was refused."),
]
ConfirmMallDeliveryResult = Annotated[
    MallOrderStanding | MallOrderNotFound | MallOrderEnded | IdReused,
    strawberry.union("ConfirmMallDeliveryResult", description="How the order stands, or why it was refused."),
]
ShipMallOrderResult = Annotated[
    MallOrderStanding | MallOrderNotFound | MallOrderEnded | IdReused,
    strawberry.union("ShipMallOrderResult", description="How the order stands, or why it was refused."),
]
ReturnMallOrderLinesResult = Annotated[
    MallOrderStanding
    | MallOrderNotFound
    | MallOrderEnded
    | UnitsMalformed
    | KeyShownAlready
    | NoteTooLong
    | RefundTooLarge
    | PaymentNotFound
    | MerchantClosed
    | InsufficientFunds
    | AccountClosed
    | AccountFrozen
    | IdReused,
    strawberry.union("ReturnMallOrderLinesResult", description="How the order stands, or why nothing went back."),
]


@mutation("Order what was quoted; with money named, pay it in the same step.", permission=Permission.CUSTOMER)
async def place_mall_order(info: Info, input: PlaceMallOrderInput) -> PlaceMallOrderResult:
    where = input.delivery
    command = mall.PlaceMallOrderCommand(
        **command_of(info, input.request_id),
        lines=tuple((read_id(one.variant_id) or NOBODY, one.units) for one in input.lines),
        quote_hash=input.quote_hash,
        delivery=mall.Delivery(where.name, where.phone, where.province, where.city, where.street),
        fundings=fundings_of(input.fundings),
        pin=await customers.prove_pin(info.context.write, info.context.viewer.id, input.pin),
        scene=input.scene,
    )
    return await info.context.write(mall.place_mall_order, command)  # type: ignore[arg-type]


@mutation("Pay what waits of a checkout, all or none.", permission=Permission.CUSTOMER)
async def pay_mall_orders(info: Info, input: PayMallOrdersInput) -> PayMallOrdersResult:
    command = mall.PayMallOrdersCommand(
        **command_of(info, input.request_id),
        checkout_id=read_id(input.checkout_id) or NOBODY,
        fundings=fundings_of(input.fundings),
        pin=await customers.prove_pin(info.context.write, info.context.viewer.id, input.pin),
    )
    return await info.context.write(mall.pay_mall_orders, command)  # type: ignore[arg-type]


@mutation("Cancel an order that is not shipped; what was paid goes back.", permission=Permission.CUSTOMER)
async def cancel_mall_order(info: Info, input: MallOrderInput) -> CancelMallOrderResult:
    command = mall.CancelMallOrderCommand(**command_of(info, input.request_id), order_id=read_id(input.order_id) or NOBODY)
    return await info.context.write(mall.cancel_mall_order, command)  # type: ignore[arg-type]


@mutation("The viewer has what was ordered.", permission=Permission.CUSTOMER)
async def confirm_mall_delivery(info: Info, input: MallOrderInput) -> ConfirmMallDeliveryResult:
    command = mall.ConfirmDeliveryCommand(**command_of(info, input.request_id), order_id=read_id(input.order_id) or NOBODY)
    return await info.context.write(mall.confirm_delivery, command)  # type: ignore[arg-type]


@mutation("An order of a shop that the viewer acts for is on its way.", permission=Permission.CUSTOMER)
async def ship_mall_order(info: Info, input: MallOrderInput) -> ShipMallOrderResult:
    command = mall.ShipMallOrderCommand(**command_of(info, input.request_id), order_id=read_id(input.order_id) or NOBODY)
    return await info.context.write(mall.ship_mall_order, command)  # type: ignore[arg-type]


@mutation("Units of an order came back to the shop that the viewer acts for: their money goes back too.", permission=Permission.CUSTOMER)
async def return_mall_order_lines(info: Info, input: ReturnMallOrderLinesInput) -> ReturnMallOrderLinesResult:
    command = mall.ReturnLinesCommand(
        **command_of(info, input.request_id),
        order_id=read_id(input.order_id) or NOBODY,
        units=tuple((one.number, one.units) for one in input.units),
        is_restocked=input.is_restocked,
        reason=input.reason,
    )
    return await info.context.write(mall.return_lines, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    place_mall_order = place_mall_order
    pay_mall_orders = pay_mall_orders
    cancel_mall_order = cancel_mall_order
    confirm_mall_delivery = confirm_mall_delivery
    ship_mall_order = ship_mall_order
    return_mall_order_lines = return_mall_order_lines
