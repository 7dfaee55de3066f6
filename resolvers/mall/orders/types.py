"""Orders, as customers and shops see them."""

from enum import Enum

import strawberry

from domains import mall
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.mall.after_sale.types import SHOWN, MallDispute, MallExchange
from resolvers.mall.catalogue.types import VariantAttribute, attributes_of
from resolvers.mall.parcels.types import PARCELS_SHOWN, MallParcel
from resolvers.mall.shops.types import MallShop
from resolvers.money import Money
from resolvers.scalars import Instant

LINES_SHOWN = 5
"""As many as there are taken to be when an operation's cost is counted."""


@strawberry.enum(description="How an order stands.")
class MallOrderState(Enum):
    PLACED = strawberry.enum_value("placed", description="Reserved, and waits for its money.")
    PAID = strawberry.enum_value("paid", description="Paid, and not on its way.")
    PART_SHIPPED = strawberry.enum_value("part_shipped", description="A part of it is on its way.")
    SHIPPED = strawberry.enum_value("shipped", description="On its way.")
    DELIVERED = strawberry.enum_value("delivered", description="It arrived.")
    CANCELLED = strawberry.enum_value("cancelled", description="Cancelled before it was paid.")
    EXPIRED = strawberry.enum_value("expired", description="It was not paid in time.")
    REFUNDED = strawberry.enum_value("refunded", description="All of it came back.")


@computed("What it is like.", name="attributes")
def attributes_of_line(row: mall.MallOrderLine) -> list[VariantAttribute]:
    return attributes_of(row.attributes)


@type_of(mall.MallOrderLine, "A line as it was ordered.")
class MallOrderLine:
    number: int = field("Which line, from 1 on.")
    variant_id: strawberry.ID = field("What was ordered.")
    product_id: strawberry.ID = field("The product.")
    title_zh: str = field("Its Chinese title then.")
    title_en: str = field("Its English title then.")
    attributes = attributes_of_line
    units: int = field("How many.")
    returned_units: int = field("How many came back.")
    price: Money = field("What a unit cost.", C2)
    discount: Money = field("What the line was cheaper by.", C2)
    total: Money = field("What the line cost.", C2)
    refunded: Money = field("What went back of it.", C2)
    exchanged_units: int = field("How many were exchanged, or are on their way to be.")
    came_of: int | None = field("The line whose units were exchanged for these.")


@computed("How it stands.", name="state")
def state_of_order(row: mall.MallOrder) -> MallOrderState:
    return MallOrderState(row.state.value)


@computed("The promotions that made it cheaper.", name="promotionIds")
def promotions_of_order(row: mall.MallOrder) -> list[strawberry.ID]:
    return [strawberry.ID(one) for one in row.applied]


@type_of(mall.Delivery, "Where an order goes, and to whom: masked.")
class DeliveryAddress:
    name: str = field("For whom.", C2)
    phone: str = field("Their phone.", C2)
    province: str = field("The province.", C2)
    city: str = field("The city.", C2)
    street: str = field("Street and number.", C2)


@batched(DeliveryAddress | None, "Where it goes; null if it cannot be read just now.", data_class=C2)
async def delivery(read: Read, orders: list[mall.MallOrder], viewers: list[Viewer]) -> list[mall.Delivery | None]:
    return await mall.find_deliveries(read, orders)


@batched(list[MallOrderLine], "Its lines.", list_size=LINES_SHOWN)
async def lines(read: Read, orders: list[mall.MallOrder], viewers: list[Viewer]) -> list[list[mall.MallOrderLine]]:
    return await mall.list_order_lines(read, orders)


@batched(list[MallParcel] | None, "Its parcels, oldest first; null if they cannot be read just now.", name="parcels", list_size=PARCELS_SHOWN)
async def parcels_of_order(read: Read, orders: list[mall.MallOrder], viewers: list[Viewer]) -> list[list[mall.fulfilment.Parcel] | None]:
    return list(await mall.fulfilment.list_parcels(read, [one.id for one in orders]))


@batched(MallShop | None, "Who sold it; null if it cannot be read just now.", name="shop")
async def shop_of_order(read: Read, orders: list[mall.MallOrder], viewers: list[Viewer]) -> list[mall.MallShop | None]:
    found = await mall.find_shops(read, [one.shop_id for one in orders])
    return [found.get(one.shop_id) for one in orders]


@batched(list[MallExchange] | None, "What of it was to be exchanged; null if it cannot be read just now.", list_size=SHOWN)
async def exchanges(read: Read, orders: list[mall.MallOrder], viewers: list[Viewer]) -> list[list[mall.after_sale.MallExchange]]:
    return await mall.after_sale.list_exchanges(read, [(one.customer_id, one.id) for one in orders])


@batched(list[MallDispute] | None, "How it was disputed; null if it cannot be read just now.", list_size=SHOWN)
async def disputes(read: Read, orders: list[mall.MallOrder], viewers: list[Viewer]) -> list[list[mall.after_sale.MallDispute]]:
    return await mall.after_sale.list_disputes(read, [(one.customer_id, one.id) for one in orders])


@type_of(mall.MallOrder, "What a customer ordered of one shop.")
class MallOrder:
    id: strawberry.ID = field("The order.")
    checkout_id: strawberry.ID = field("What it was placed with: one order for each shop.")
    state = state_of_order
    goods: Money = field("What its lines cost without promotions.", C2)
    discount: Money = field("What it was cheaper by.", C2)
    total: Money = field("What is paid.", C2)
    added: Money = field("What was paid later, for what it was exchanged for.", C2)
    refunded: Money = field("What went back.", C2)
    payment_id: strawberry.ID | None = field("The payment, once it is paid.")
    promotion_ids = promotions_of_order
    delivery = delivery
    placed_at: Instant = field("When it was placed.")
    expires_at: Instant = field("Until when it waits for its money.")
    due_at: Instant | None = field("When it counts as delivered, once it is shipped.")
    lines = lines
    parcels = parcels_of_order
    shop = shop_of_order
    exchanges = exchanges
    disputes = disputes


@computed("How its orders stand.", name="state")
def state_of_checkout(row: mall.CheckedOut) -> MallOrderState:
    return MallOrderState(row.state)


@batched(list[MallOrder] | None, "The orders; null if they cannot be read just now.", name="orders", list_size=3)
async def orders_of_checkout(read: Read, outcomes: list[mall.CheckedOut], viewers: list[Viewer]) -> list[list[mall.MallOrder] | None]:
    found = await mall.find_orders(read, [id_ for one in outcomes for id_ in one.order_ids])
    return [
        [found[id_] for id_ in one.order_ids if id_ in found and found[id_].customer_id == viewer.id] for one, viewer in zip(outcomes, viewers, strict=True)
    ]


@type_of(mall.CheckedOut, "Orders were placed, or paid.")
class CheckedOut:
    id: strawberry.ID = field("What the orders were placed with.")
    total: Money = field("What they cost together.", C2)
    state = state_of_checkout
    orders = orders_of_checkout


@computed("How it stands.", name="state")
def state_of_standing(row: mall.MallOrderStanding) -> MallOrderState:
    return MallOrderState(row.state)


@type_of(mall.MallOrderStanding, "How an order stands now.")
class MallOrderStanding:
    order_id: strawberry.ID = field("The order.")
    state = state_of_standing
    refunded: Money = field("What went back of it.", C2)
