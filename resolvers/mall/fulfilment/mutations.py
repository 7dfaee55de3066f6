"""Hand over by code, fill pools of keys and show them, open times and book them."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import mall
from domains.kernel.data_classes import C3
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.mall.catalogue.problems import GoodsMalformed, GoodsNotFound
from resolvers.mall.fulfilment.problems import (
    BookingTooLate,
    KeysMalformed,
    PickUpCodeRedeemed,
    PickUpCodeUnknown,
    ServiceSlotMalformed,
    ServiceSlotNotFound,
    ServiceSlotTaken,
)
from resolvers.mall.fulfilment.types import KeysAdded, KeysShown, SlotsOpened
from resolvers.mall.orders.problems import MallOrderEnded, MallOrderNotFound
from resolvers.mall.parcels.mutations import MallParcelInput, ParcelUnitsInput
from resolvers.mall.parcels.problems import ParcelMalformed, ParcelNotFound
from resolvers.mall.parcels.types import MallParcelStanding
from resolvers.mall.shops.problems import ShopClosed, ShopNotFound
from resolvers.mall.stock.problems import UnitsMalformed, WarehouseNotFound
from resolvers.offers.branches.problems import BranchNotFound
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import Instant, read_id


@strawberry.input(description="Units that wait at a branch.")
class OfferMallPickUpInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    order_id: strawberry.ID = strawberry.field(description="The order.")
    units: list[ParcelUnitsInput] = strawberry.field(description="What waits, each line once.")
    branch_id: strawberry.ID = strawberry.field(description="Where it waits.")


@strawberry.input(description="Hand over what waits.")
class RedeemMallPickUpInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id hands over nothing twice.")
    shop_id: strawberry.ID = strawberry.field(description="The shop.")
    code: str = strawberry.field(description="What the customer showed.", metadata={"data_class": C3})


@strawberry.input(description="Fill a pool of keys.")
class AddMallKeysInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id adds nothing twice.")
    warehouse_id: strawberry.ID = strawberry.field(description="On whose shelf they count.")
    variant_id: strawberry.ID = strawberry.field(description="Whose units they are.")
    keys: list[str] = strawberry.field(description="The keys, 1,000 at most.", metadata={"data_class": C3})
    is_final: bool = strawberry.field(default=True, description="Whether it is not taken back once its key was shown.")


@strawberry.input(description="Show the keys of a line.")
class ShowMallKeysInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    parcel_id: strawberry.ID = strawberry.field(description="The parcel.")
    number: int = strawberry.field(description="Which line.")


@strawberry.input(description="A time of a service.")
class ServiceSlotInput:
    begins_at: Instant = strawberry.field(description="When it begins.")
    ends_at: Instant = strawberry.field(description="When it ends.")
    capacity: int = strawberry.field(description="How many places there are.")


@strawberry.input(description="Open times of a service.")
class OpenServiceSlotsInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    variant_id: strawberry.ID = strawberry.field(description="The service.")
    slots: list[ServiceSlotInput] = strawberry.field(description="The times, 200 at most. One that is there already is changed.")
    cancel_hours: int = strawberry.field(default=24, description="Until how many hours before a booking can be cancelled.")


@strawberry.input(description="Book a time.")
class BookServiceSlotInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id books nothing twice.")
    order_id: strawberry.ID = strawberry.field(description="The order.")
    number: int = strawberry.field(description="Which line.")
    slot_id: strawberry.ID = strawberry.field(description="The time.")
    units: int = strawberry.field(default=1, description="For how many.")


OfferMallPickUpResult = Annotated[
    MallParcelStanding | MallOrderNotFound | MallOrderEnded | BranchNotFound | ParcelMalformed | UnitsMalformed | IdReused,
    strawberry.union("OfferMallPickUpResult", description="The parcel that waits, or why it was refused."),
]
RedeemMallPickUpResult = Annotated[
    MallParcelStanding | ShopNotFound | PickUpCodeUnknown | PickUpCodeRedeemed | IdReused,
    strawberry.union("RedeemMallPickUpResult", description="What is handed over, or why nothing is."),
]
AddMallKeysResult = Annotated[
    KeysAdded | WarehouseNotFound | ShopNotFound | ShopClosed | GoodsNotFound | GoodsMalformed | KeysMalformed | UnitsMalformed | IdReused,
    strawberry.union("AddMallKeysResult", description="The pool, or why nothing was added."),
]
ShowMallKeysResult = Annotated[
    KeysShown | ParcelNotFound | MallOrderNotFound | IdReused, strawberry.union("ShowMallKeysResult", description="They can be read, or why not.")
]
OpenServiceSlotsResult = Annotated[
    SlotsOpened | GoodsNotFound | GoodsMalformed | ShopNotFound | ShopClosed | ServiceSlotMalformed | IdReused,
    strawberry.union("OpenServiceSlotsResult", description="The times, or why they were refused."),
]
BookServiceSlotResult = Annotated[
    MallParcelStanding | MallOrderNotFound | MallOrderEnded | UnitsMalformed | ParcelMalformed | ServiceSlotNotFound | ServiceSlotTaken | IdReused,
    strawberry.union("BookServiceSlotResult", description="The booking, or why it was refused."),
]
CancelServiceBookingResult = Annotated[
    MallParcelStanding | ParcelNotFound | MallOrderNotFound | MallOrderEnded | BookingTooLate | IdReused,
    strawberry.union("CancelServiceBookingResult", description="How the booking stands, or why it was refused."),
]


@mutation("Units of an order of a shop that the viewer acts for wait at a branch; its customer is shown a code.", permission=Permission.CUSTOMER)
async def offer_mall_pick_up(info: Info, input: OfferMallPickUpInput) -> OfferMallPickUpResult:
    named = {"order_id": read_id(input.order_id) or NOBODY, "branch_id": read_id(input.branch_id) or NOBODY}
    units = tuple((one.number, one.units) for one in input.units)
    command = mall.fulfilment.OfferPickUpCommand(**command_of(info, input.request_id), **named, units=units)
    return await info.context.write(mall.fulfilment.offer_pick_up, command)  # type: ignore[arg-type]


@mutation("Hand over what waits under a code, once.", permission=Permission.CUSTOMER)
async def redeem_mall_pick_up(info: Info, input: RedeemMallPickUpInput) -> RedeemMallPickUpResult:
    command = mall.fulfilment.RedeemPickUpCommand(**command_of(info, input.request_id), shop_id=read_id(input.shop_id) or NOBODY, code=input.code)
    return await info.context.write(mall.fulfilment.redeem_pick_up, command)  # type: ignore[arg-type]


@mutation("Put keys into the pool of a digital variant of a shop that the viewer acts for.", permission=Permission.CUSTOMER)
async def add_mall_keys(info: Info, input: AddMallKeysInput) -> AddMallKeysResult:
    places = {"warehouse_id": read_id(input.warehouse_id) or NOBODY, "variant_id": read_id(input.variant_id) or NOBODY}
    command = mall.fulfilment.AddKeysCommand(**command_of(info, input.request_id), **places, keys=tuple(input.keys), is_final=input.is_final)
    return await info.context.write(mall.fulfilment.add_keys, command)  # type: ignore[arg-type]


@mutation("Have the keys of a line shown: from then on the parcel tells them.", permission=Permission.CUSTOMER)
async def show_mall_keys(info: Info, input: ShowMallKeysInput) -> ShowMallKeysResult:
    command = mall.fulfilment.ShowKeysCommand(**command_of(info, input.request_id), parcel_id=read_id(input.parcel_id) or NOBODY, number=input.number)
    return await info.context.write(mall.fulfilment.show_keys, command)  # type: ignore[arg-type]


@mutation("Open times of a service of a shop that the viewer acts for.", permission=Permission.CUSTOMER)
async def open_service_slots(info: Info, input: OpenServiceSlotsInput) -> OpenServiceSlotsResult:
    told = tuple(mall.fulfilment.SlotTerms(one.begins_at, one.ends_at, one.capacity) for one in input.slots)
    named = {"variant_id": read_id(input.variant_id) or NOBODY, "slots": told, "cancel_hours": input.cancel_hours}
    command = mall.fulfilment.OpenSlotsCommand(**command_of(info, input.request_id), **named)  # type: ignore[arg-type]
    return await info.context.write(mall.fulfilment.open_slots, command)  # type: ignore[arg-type]


@mutation("Book a time for what was bought.", permission=Permission.CUSTOMER)
async def book_service_slot(info: Info, input: BookServiceSlotInput) -> BookServiceSlotResult:
    places = {"order_id": read_id(input.order_id) or NOBODY, "slot_id": read_id(input.slot_id) or NOBODY}
    command = mall.fulfilment.BookSlotCommand(**command_of(info, input.request_id), **places, number=input.number, units=input.units)
    return await info.context.write(mall.fulfilment.book_slot, command)  # type: ignore[arg-type]


@mutation("Give a booked time back.", permission=Permission.CUSTOMER)
async def cancel_service_booking(info: Info, input: MallParcelInput) -> CancelServiceBookingResult:
    command = mall.fulfilment.CancelBookingCommand(**command_of(info, input.request_id), parcel_id=read_id(input.parcel_id) or NOBODY)
    return await info.context.write(mall.fulfilment.cancel_booking, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    offer_mall_pick_up = offer_mall_pick_up
    redeem_mall_pick_up = redeem_mall_pick_up
    add_mall_keys = add_mall_keys
    show_mall_keys = show_mall_keys
    open_service_slots = open_service_slots
    book_service_slot = book_service_slot
    cancel_service_booking = cancel_service_booking
