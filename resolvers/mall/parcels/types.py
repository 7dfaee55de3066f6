"""Parcels, as customers and shops see them."""

from enum import Enum

import strawberry

from domains import mall
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.mall.fulfilment.types import MallKey, ServiceSlot
from resolvers.scalars import Instant

WORDS_SHOWN, PARCELS_SHOWN, KEYS_SHOWN = 5, 2, 2
"""As many as there are taken to be when an operation's cost is counted."""


@strawberry.enum(description="How a parcel reaches the customer.")
class ParcelKind(Enum):
    CARRIED = strawberry.enum_value("carried", description="By a carrier, or the shop's own people.")
    PICKUP = strawberry.enum_value("pickup", description="It waits at a branch.")
    DIGITAL = strawberry.enum_value("digital", description="Keys that are shown.")
    SERVICE = strawberry.enum_value("service", description="A time that was booked.")


@strawberry.enum(description="How a parcel stands.")
class ParcelState(Enum):
    READY = strawberry.enum_value("ready", description="It waits to be picked up, or for its time.")
    SENT = strawberry.enum_value("sent", description="The shop gave it away.")
    MOVING = strawberry.enum_value("moving", description="The carrier has it.")
    ARRIVING = strawberry.enum_value("arriving", description="It is brought today.")
    FAILED = strawberry.enum_value("failed", description="It could not be handed over; the carrier tries again.")
    RETURNING = strawberry.enum_value("returning", description="It goes back to the shop.")
    LOST = strawberry.enum_value("lost", description="The carrier lost it.")
    DELIVERED = strawberry.enum_value("delivered", description="It arrived.")
    CANCELLED = strawberry.enum_value("cancelled", description="It was cancelled: its units are in no parcel.")


@strawberry.enum(description="What a carrier tells of a parcel.")
class ParcelWordKind(Enum):
    COLLECTED = strawberry.enum_value("collected", description="It was collected from the shop.")
    MOVING = strawberry.enum_value("moving", description="It goes on.")
    ARRIVING = strawberry.enum_value("arriving", description="It is brought today.")
    FAILED = strawberry.enum_value("failed", description="It could not be handed over.")
    RETURNING = strawberry.enum_value("returning", description="It goes back.")
    LOST = strawberry.enum_value("lost", description="It is lost.")
    DELIVERED = strawberry.enum_value("delivered", description="It was handed over.")
    NOTED = strawberry.enum_value("noted", description="Something that changes nothing.")


@strawberry.type(description="Units of a line.")
class ParcelUnits:
    number: int = field("Which line.")
    units: int = field("How many units of it.")


@computed("What happened.", name="kind")
def kind_of_word(row: mall.fulfilment.Word) -> ParcelWordKind:
    return ParcelWordKind(row.kind)


@type_of(mall.fulfilment.Word, "What a carrier told of a parcel.")
class ParcelWord:
    kind = kind_of_word
    at: Instant = field("When it happened.")
    place: str = field("Where.", C2)


@computed("How it reaches the customer.", name="kind")
def kind_of_parcel(row: mall.fulfilment.Parcel) -> ParcelKind:
    return ParcelKind(row.kind.value)


@computed("How it stands.", name="state")
def state_of_parcel(row: mall.fulfilment.Parcel) -> ParcelState:
    return ParcelState(row.state.value)


@computed("What is in it.", name="units")
def units_of_parcel(row: mall.fulfilment.Parcel) -> list[ParcelUnits]:
    return [ParcelUnits(number=number, units=units) for number, units in sorted(row.units.items())]


@batched(list[ParcelWord] | None, "What its carrier told, in the order in which it happened.", name="words", list_size=WORDS_SHOWN)
async def words_of_parcel(read: Read, parcels: list[mall.fulfilment.Parcel], viewers: list[Viewer]) -> list[list[mall.fulfilment.Word] | None]:
    return list(await mall.fulfilment.list_words(read, [one.id for one in parcels]))


@batched(str | None, "What its customer shows at the branch, as text or QR code; null for others, and once it was redeemed.", name="pickUpCode", data_class=C2)
async def pick_up_code(read: Read, parcels: list[mall.fulfilment.Parcel], viewers: list[Viewer]) -> list[str | None]:
    return mall.fulfilment.pick_up_codes(read, parcels, [one.id for one in viewers])


@batched(list[MallKey] | None, "Its keys, for whoever bought them alone.", name="keys", list_size=KEYS_SHOWN, data_class=C2)
async def keys_of_parcel(read: Read, parcels: list[mall.fulfilment.Parcel], viewers: list[Viewer]) -> list[list[mall.fulfilment.ShownKey] | None]:
    return await mall.fulfilment.find_keys(read, parcels, [one.id for one in viewers])


@batched(ServiceSlot | None, "The time that was booked.", name="slot")
async def slot_of_parcel(read: Read, parcels: list[mall.fulfilment.Parcel], viewers: list[Viewer]) -> list[mall.fulfilment.Slot | None]:
    found = await mall.fulfilment.find_slots(read, [one.slot_id for one in parcels if one.slot_id is not None])
    return [None if one.slot_id is None else found.get(one.slot_id) for one in parcels]


@type_of(mall.fulfilment.Parcel, "Units of an order that go together.")
class MallParcel:
    id: strawberry.ID = field("The parcel.")
    order_id: strawberry.ID = field("Its order.")
    kind = kind_of_parcel
    state = state_of_parcel
    carrier: str = field("Who carries it; empty for the shop's own people.")
    tracking_number: str = field("The carrier's number.", C2)
    units = units_of_parcel
    made_at: Instant = field("When it was sent, or made ready.")
    state_at: Instant = field("Since when it stands so.")
    due_at: Instant | None = field("When it counts as arrived.")
    words = words_of_parcel
    branch_id: strawberry.ID | None = field("Where it waits.")
    pick_up_code = pick_up_code
    keys = keys_of_parcel
    slot = slot_of_parcel


@computed("How it stands.", name="state")
def state_of_standing(row: mall.fulfilment.ParcelStanding) -> ParcelState:
    return ParcelState(row.state)


@batched(MallParcel | None, "The parcel; null if it cannot be read just now.", name="parcel")
async def parcel_of_standing(read: Read, outcomes: list[mall.fulfilment.ParcelStanding], viewers: list[Viewer]) -> list[mall.fulfilment.Parcel | None]:
    found = await mall.fulfilment.find_parcels(read, [one.parcel_id for one in outcomes])
    return [found.get(one.parcel_id) for one in outcomes]


@type_of(mall.fulfilment.ParcelStanding, "How a parcel stands now.")
class MallParcelStanding:
    parcel_id: strawberry.ID = field("The parcel.")
    order_id: strawberry.ID = field("Its order.")
    state = state_of_standing
    parcel = parcel_of_standing
