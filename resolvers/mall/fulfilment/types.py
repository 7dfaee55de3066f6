"""Keys and booked times, as customers and shops see them."""

from datetime import date

import strawberry

from domains import mall
from domains.kernel.data_classes import C2
from resolvers.fields import field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant


@type_of(mall.fulfilment.ShownKey, "A key of a line.")
class MallKey:
    line_number: int = field("Which line.")
    text: str | None = field("The key, once it was shown.", C2)


@type_of(mall.fulfilment.Slot, "A time of a service.")
class ServiceSlot:
    id: strawberry.ID = field("The time.")
    variant_id: strawberry.ID = field("The service.")
    begins_at: Instant = field("When it begins.")
    ends_at: Instant = field("When it ends.")
    capacity: int = field("How many places there are.")
    free_units: int = field("How many of them are free.")
    cancelled_until: Instant = field("Until when a booking can be cancelled.")


@type_of(mall.fulfilment.KeysAdded, "A pool got keys.")
class KeysAdded:
    variant_id: strawberry.ID = field("The variant.")
    added: int = field("How many.")
    on_hand_units: int = field("How many units are on the shelf now.")


@type_of(mall.fulfilment.KeysShown, "The keys of a line can be read now.")
class KeysShown:
    parcel_id: strawberry.ID = field("The parcel.")
    number: int = field("Which line.")
    shown_at: Instant = field("When it was asked for.")


@type_of(mall.fulfilment.SlotsOpened, "A service got times.")
class SlotsOpened:
    variant_id: strawberry.ID = field("The service.")
    count: int = field("How many.")


@type_of(mall.fulfilment.DayRevenue, "What the orders of a day that were paid came to.")
class ShopDayRevenue:
    day: date = field("The day in Shanghai on which they were placed.")
    orders: int = field("How many.")
    total: Money = field("What they cost.", C2)
    refunded: Money = field("What went back of them since.", C2)
