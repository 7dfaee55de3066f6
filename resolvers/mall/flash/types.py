"""Flash sales and places in their queues, as the app sees them."""

from enum import Enum

import strawberry

from domains import mall
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.mall.orders.types import MallOrder
from resolvers.mall.shops.types import MallShop
from resolvers.money import Money
from resolvers.scalars import Instant

flash = mall.flash


@strawberry.enum(description="How a flash sale stands.")
class FlashSaleState(Enum):
    ANNOUNCED = strawberry.enum_value("announced", description="To come, or going on.")
    SOLD_OUT = strawberry.enum_value("sold_out", description="The last unit is paid.")
    OVER = strawberry.enum_value("over", description="Its time is over, and nobody waits.")
    CANCELLED = strawberry.enum_value("cancelled", description="Called off.")


@strawberry.enum(description="How somebody in a queue stands.")
class FlashPlaceState(Enum):
    WAITING = strawberry.enum_value("waiting", description="Others come first.")
    TURN = strawberry.enum_value("turn", description="There is an order, which waits for its money or was paid.")
    MISSED = strawberry.enum_value("missed", description="The sale ended before.")


@computed("How it stands.", name="state")
def state_of_place(row: flash.FlashPlace) -> FlashPlaceState:
    if row.has_turn:
        return FlashPlaceState.TURN
    return FlashPlaceState.WAITING if row.sale_state is flash.FlashState.ANNOUNCED else FlashPlaceState.MISSED


@batched(MallOrder | None, "The order, once it is their turn; it is paid by its checkout, as any other is. Null if it cannot be read just now.", name="order")
async def order_of_place(read: Read, places: list[flash.FlashPlace], viewers: list[Viewer]) -> list[mall.MallOrder | None]:
    found = await mall.find_orders(read, [one.order_id for one in places if one.has_turn])
    return [found.get(one.order_id) if one.customer_id == viewer.id else None for one, viewer in zip(places, viewers, strict=True)]


@type_of(flash.FlashPlace, "Somebody's place in the queue of a flash sale.")
class FlashPlace:
    sale_id: strawberry.ID = field("The sale.")
    state = state_of_place
    place: int = field("Who joined first has place 1.")
    ahead: int = field("How many have their turn before.")
    joined_at: Instant = field("When they joined.")
    order = order_of_place


@computed("How it stands.", name="state")
def state_of_sale(row: flash.FlashSale) -> FlashSaleState:
    return FlashSaleState(row.state.value)


@computed("How many wait for their turn.", name="waiting")
def waiting_of_sale(row: flash.FlashSale) -> int:
    return row.last_place - row.served_place


@batched(int | None, "How many units are not paid; null if that cannot be read just now.")
async def unsold_units(read: Read, sales: list[flash.FlashSale], viewers: list[Viewer]) -> list[int | None]:
    found = await flash.count_slots(read, [one.id for one in sales])
    return [one.units - found[one.id].sold if one.id in found else None for one in sales]


@batched(FlashPlace | None, "The viewer's place in its queue; null for who has not joined.")
async def mine(read: Read, sales: list[flash.FlashSale], viewers: list[Viewer]) -> list[flash.FlashPlace | None]:
    pairs = [(sale.id, viewer.id) for sale, viewer in zip(sales, viewers, strict=True)]
    found = await flash.find_places(read, pairs)
    return [found.get(pair) for pair in pairs]


@batched(MallShop | None, "Who sells; null if it cannot be read just now.", name="shop")
async def shop_of_sale(read: Read, sales: list[flash.FlashSale], viewers: list[Viewer]) -> list[mall.MallShop | None]:
    found = await mall.find_shops(read, [one.shop_id for one in sales])
    return [found.get(one.shop_id) for one in sales]


@type_of(flash.FlashSale, "Units of a variant at a price of their own, one for each customer, first come first served.")
class FlashSale:
    id: strawberry.ID = field("The sale.")
    variant_id: strawberry.ID = field("What is sold.")
    price: Money = field("What the unit costs.", C2)
    units: int = field("How many there are.")
    unsold_units = unsold_units
    pay_minutes: int = field("How long a turn waits for its money.")
    starts_at: Instant = field("When its queue opens.")
    ends_at: Instant = field("Until when one can join.")
    state = state_of_sale
    waiting = waiting_of_sale
    mine = mine
    shop = shop_of_sale


@batched(FlashPlace | None, "The place; null if it cannot be read just now.", name="place")
async def place_that_was_joined(read: Read, outcomes: list[flash.FlashSaleJoined], viewers: list[Viewer]) -> list[flash.FlashPlace | None]:
    pairs = [(one.sale_id, viewer.id) for one, viewer in zip(outcomes, viewers, strict=True)]
    found = await flash.find_places(read, pairs)
    return [found.get(pair) for pair in pairs]


@type_of(flash.FlashSaleJoined, "The viewer is in the queue.")
class FlashSaleJoined:
    sale_id: strawberry.ID = field("The sale.")
    joined_at: Instant = field("When the viewer joined.")
    place = place_that_was_joined
