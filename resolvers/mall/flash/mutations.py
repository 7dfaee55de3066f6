"""Announce flash sales, call them off, and join their queues."""

from typing import Annotated, Any
from uuid import UUID

import strawberry

from domains import mall
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.mall.catalogue.problems import GoodsNotFound, VariantUnavailable
from resolvers.mall.flash.problems import FlashPlaceHeld, FlashSaleMalformed, FlashSaleNotBegun, FlashSaleNotFound, FlashSaleOver, FlashSaleSoldOut
from resolvers.mall.flash.types import FlashSale, FlashSaleJoined
from resolvers.mall.orders.mutations import DeliveryAddressInput
from resolvers.mall.orders.problems import DeliveryMalformed
from resolvers.mall.shops.problems import ShopClosed, ShopNotFound
from resolvers.mall.stock.problems import OutOfStock, UnitsMalformed
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, CurrencyMismatch, IdReused
from resolvers.scalars import Instant, read_id

flash = mall.flash


@strawberry.input(description="Announce a flash sale: its units leave the shelves for it.")
class AnnounceFlashSaleInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id announces nothing twice.")
    shop_id: strawberry.ID = strawberry.field(description="Who sells.")
    variant_id: strawberry.ID = strawberry.field(description="What is sold: a variant of that shop.")
    price: MoneyInput = strawberry.field(description="What the unit costs: no more than without the sale.")
    units: int = strawberry.field(description="How many there are, 10,000 at most.")
    starts_at: Instant = strawberry.field(description="When its queue opens.")
    ends_at: Instant = strawberry.field(description="Until when one can join, 7 days later at most.")
    pay_minutes: int = strawberry.field(default=15, description="How long a turn waits for its money, an hour at most.")


@strawberry.input(description="A flash sale.")
class FlashSaleInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    sale_id: strawberry.ID = strawberry.field(description="The sale.")


@strawberry.input(description="Join the queue of a flash sale, for one unit.")
class JoinFlashSaleInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id joins nothing twice.")
    sale_id: strawberry.ID = strawberry.field(description="The sale.")
    delivery: DeliveryAddressInput = strawberry.field(description="Where the unit is to go.")


AnnounceFlashSaleResult = Annotated[
    FlashSale
    | ShopNotFound
    | ShopClosed
    | GoodsNotFound
    | VariantUnavailable
    | UnitsMalformed
    | FlashSaleMalformed
    | OutOfStock
    | AmountProblem
    | CurrencyMismatch
    | IdReused,
    strawberry.union("AnnounceFlashSaleResult", description="The sale, or why it was refused: then no unit is set aside."),
]
AnnounceFlashSaleForShopResult = Annotated[
    FlashSale
    | ShopNotFound
    | ShopClosed
    | GoodsNotFound
    | VariantUnavailable
    | UnitsMalformed
    | FlashSaleMalformed
    | OutOfStock
    | AmountProblem
    | CurrencyMismatch
    | IdReused,
    strawberry.union("AnnounceFlashSaleForShopResult", description="The sale, or why it was refused: then no unit is set aside."),
]
CancelFlashSaleResult = Annotated[
    FlashSale | FlashSaleNotFound | FlashSaleOver | IdReused, strawberry.union("CancelFlashSaleResult", description="The sale, or why it was refused.")
]
StopFlashSaleResult = Annotated[
    FlashSale | FlashSaleNotFound | FlashSaleOver | IdReused, strawberry.union("StopFlashSaleResult", description="The sale, or why it was refused.")
]
JoinFlashSaleResult = Annotated[
    FlashSaleJoined
    | FlashSaleNotFound
    | FlashPlaceHeld
    | FlashSaleSoldOut
    | FlashSaleOver
    | FlashSaleNotBegun
    | VariantUnavailable
    | DeliveryMalformed
    | IdReused,
    strawberry.union("JoinFlashSaleResult", description="The place in the queue, or why there is none."),
]


@mutation("Announce a flash sale of a shop that the viewer acts for.", permission=Permission.CUSTOMER)
async def announce_flash_sale(info: Info, input: AnnounceFlashSaleInput) -> AnnounceFlashSaleResult:
    return await info.context.write(flash.announce_flash_sale, _announcing(info, input, is_staff=False))  # type: ignore[arg-type]


@mutation("Announce a flash sale for a shop.", permission=Permission.OPERATOR_MERCHANTS)
async def announce_flash_sale_for_shop(info: Info, input: AnnounceFlashSaleInput) -> AnnounceFlashSaleForShopResult:
    return await info.context.write(flash.announce_flash_sale, _announcing(info, input, is_staff=True))  # type: ignore[arg-type]


@mutation("Call off a flash sale of a shop that the viewer acts for. Orders that there are may still be paid.", permission=Permission.CUSTOMER)
async def cancel_flash_sale(info: Info, input: FlashSaleInput) -> CancelFlashSaleResult:
    return await info.context.write(flash.cancel_flash_sale, _cancelling(info, input, is_staff=False))  # type: ignore[arg-type]


@mutation("Call off any flash sale. Orders that there are may still be paid.", permission=Permission.OPERATOR_MERCHANTS)
async def stop_flash_sale(info: Info, input: FlashSaleInput) -> StopFlashSaleResult:
    return await info.context.write(flash.cancel_flash_sale, _cancelling(info, input, is_staff=True))  # type: ignore[arg-type]


@mutation("Join the queue of a flash sale, for one unit.", permission=Permission.CUSTOMER)
async def join_flash_sale(info: Info, input: JoinFlashSaleInput) -> JoinFlashSaleResult:
    where = input.delivery
    delivery = mall.Delivery(where.name, where.phone, where.province, where.city, where.street)
    command = flash.JoinFlashSaleCommand(**command_of(info, input.request_id), sale_id=read_id(input.sale_id) or NOBODY, delivery=delivery)
    return await info.context.write(flash.join_flash_sale, command)  # type: ignore[arg-type]


def _announcing(info: Info, input: AnnounceFlashSaleInput, *, is_staff: bool) -> flash.AnnounceFlashSaleCommand:
    named: dict[str, Any] = {**command_of(info, input.request_id), "is_staff": is_staff}
    named |= {"shop_id": read_id(input.shop_id) or NOBODY, "variant_id": read_id(input.variant_id) or NOBODY}
    named |= {"starts_at": input.starts_at, "ends_at": input.ends_at, "pay_minutes": input.pay_minutes}
    return flash.AnnounceFlashSaleCommand(**named, price=amount_of(input.price), units=input.units)


def _cancelling(info: Info, input: FlashSaleInput, *, is_staff: bool) -> flash.CancelFlashSaleCommand:
    named: dict[str, Any] = {**command_of(info, input.request_id), "is_staff": is_staff}
    return flash.CancelFlashSaleCommand(**named, sale_id=read_id(input.sale_id) or NOBODY)


@strawberry.type
class Mutation:
    announce_flash_sale = announce_flash_sale
    announce_flash_sale_for_shop = announce_flash_sale_for_shop
    cancel_flash_sale = cancel_flash_sale
    stop_flash_sale = stop_flash_sale
    join_flash_sale = join_flash_sale
