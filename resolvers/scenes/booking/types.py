"""Searches and bookings, as the app sees them."""

from datetime import datetime
from enum import Enum

import strawberry

from domains import scenes
from domains.kernel.data_classes import C2
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant
from resolvers.scenes.order.types import SceneOrder


@strawberry.enum(description="How far a search has come.")
class BookingSearchState(Enum):
    ASKING = strawberry.enum_value("asking", description="The partner is being asked: look again in a second.")
    FOUND = strawberry.enum_value("found", description="It answered.")
    FAILED = strawberry.enum_value("failed", description="It did not.")


@strawberry.enum(description="Where a booking stands.")
class BookingState(Enum):
    ASKED = strawberry.enum_value("asked", description="The partner is asked to keep the slot: look again in a second.")
    HELD = strawberry.enum_value("held", description="The partner keeps it until `heldUntil`: pay it.")
    PAYING = strawberry.enum_value("paying", description="The money is held; the partner has not said yet that the booking stands.")
    CONFIRMED = strawberry.enum_value("confirmed", description="It stands. A deposit stays held until the visit.")
    CHANGING = strawberry.enum_value("changing", description="The partner is asked for another slot.")
    CANCELLING = strawberry.enum_value("cancelling", description="It is being given up: money moves when the partner has said so.")
    SETTLED = strawberry.enum_value("settled", description="It was used, and settled.")
    MISSED = strawberry.enum_value("missed", description="The customer did not come.")
    CANCELLED = strawberry.enum_value("cancelled", description="It was given up.")
    REFUSED = strawberry.enum_value("refused", description="It never stood: see `refusalCode`.")
    IN_REVIEW = strawberry.enum_value("review", description="The partner and the bank do not agree; the bank's staff look into it.")


@type_of(scenes.bookings.BookingTerms, "What a partner declared of giving a booking up.")
class BookingTerms:
    pays_at_once: bool = field("Whether the price is taken when the partner confirms; else it is a deposit, settled after the visit.")
    free_until_hours: int = field("Until so many hours before its time it is given up for nothing.")
    kept_percent: int = field("The share of the price that is kept later.")
    no_show_percent: int = field("The share that is kept of who does not come.")


@type_of(scenes.bookings.BookingTopic, "What a partner has slots of: a department, a line.")
class BookingTopic:
    id: strawberry.ID = field("The partner's name for it.")
    title: str = field("What it is called.", C2)


@computed("What a change costs beside what the other slot costs more; null where it cannot be changed.", C2, name="changeFee")
def change_fee_of_slot(row: scenes.bookings.BookingSlot) -> Money | None:
    fee = row.terms.change_fee_minor
    return None if fee is None else Amount(fee, row.price.asset)  # type: ignore[return-value]


@type_of(scenes.bookings.BookingSlot, "What can be booked.")
class BookingSlot:
    id: strawberry.ID = field("The partner's name for it.")
    topic: str = field("Of which topic it is.", C2)
    title: str = field("What it is: a department, a journey.", C2)
    provider: str = field("Who or what: a doctor, a train.", C2)
    place: str = field("Where.", C2)
    starts_at: Instant = field("When.", C2)
    price: Money = field("What is held when it is booked.", C2)
    terms: BookingTerms = field("What giving it up costs.")
    change_fee = change_fee_of_slot


@type_of(scenes.bookings.FoundSlots, "What a partner answered.")
class FoundSlots:
    topics: list[BookingTopic] = field("What it has slots of.", C2, list_size=20)
    slots: list[BookingSlot] = field("Those that can be booked, for half an hour from the answer.", C2, list_size=50)


@computed("How far it has come.", name="state")
def booking_search_state(row: scenes.bookings.BookingSearch) -> BookingSearchState:
    return BookingSearchState(row.state.value)


@computed("Which scene: see `scene`.", name="sceneId")
def scene_of_search(row: scenes.bookings.BookingSearch) -> strawberry.ID:
    return strawberry.ID(row.scene)


@batched(FoundSlots | None, "What was found; null until the partner has answered, or when it cannot be read just now.", data_class=C2, name="found")
async def found_of_search(read: Read, rows: list[scenes.bookings.BookingSearch], viewers: list[Viewer]) -> list[scenes.bookings.FoundSlots | None]:
    found = await scenes.bookings.find_found_slots(read, [row.id for row in rows])
    return [answer if row.heard_at is not None else None for row, answer in zip(rows, found, strict=True)]


@type_of(scenes.bookings.BookingSearch, "A question to a partner: what can be booked. It is forgotten after a day.")
class BookingSearch:
    id: strawberry.ID = field("The search: the id that the app made.")
    scene_id = scene_of_search
    state = booking_search_state
    found = found_of_search
    asked_at: Instant = field("When it was asked.")
    heard_at: Instant | None = field("When the partner answered.")


@type_of(scenes.bookings.BookingDetails, "What a booking is for.")
class BookingDetails:
    title: str = field("What it is: a department, a journey.", C2)
    provider: str = field("Who or what: a doctor, a train.", C2)
    place: str = field("Where.", C2)


@computed("Where it stands.", name="state")
def booking_state(row: scenes.bookings.Booking) -> BookingState:
    return BookingState(row.state.value)


@computed("Which scene: see `scene`.", name="sceneId")
def scene_of_booking(row: scenes.bookings.Booking) -> strawberry.ID:
    return strawberry.ID(row.scene)


@computed("What a change costs beside what the other slot costs more; null where it cannot be changed.", C2, name="changeFee")
def change_fee_of_booking(row: scenes.bookings.Booking) -> Money | None:
    fee = row.terms.change_fee_minor
    return None if fee is None or row.change_id is not None else Amount(fee, row.price.asset)  # type: ignore[return-value]


@computed("Why it never stood, or a change or a cancellation came to nothing: the partner's code, or expired.", name="refusalCode")
def booking_refusal_code(row: scenes.bookings.Booking) -> str | None:
    return row.reason


@batched(BookingDetails | None, "What it is for; null when it cannot be read just now.", data_class=C2, name="details")
async def details_of_booking(read: Read, rows: list[scenes.bookings.Booking], viewers: list[Viewer]) -> list[scenes.bookings.BookingDetails | None]:
    return await scenes.bookings.find_booking_details(read, rows)


@batched(Money | None, "What the partner keeps if it is cancelled now; null where it cannot be.", data_class=C2, name="keptIfCancelled")
async def kept_if_cancelled(read: Read, rows: list[scenes.bookings.Booking], viewers: list[Viewer]) -> list[Amount | None]:
    return [_kept(row, read.now) for row in rows]


@batched(SceneOrder | None, "The order that pays it; null where none does, or it cannot be read just now.", name="order")
async def order_of_booking(read: Read, rows: list[scenes.bookings.Booking], viewers: list[Viewer]) -> list[scenes.Order | None]:
    ids = [row.order_id for row in rows if row.order_id is not None]
    owners = [row.customer_id for row in rows if row.order_id is not None]
    found = {order.id: order for order in await scenes.find_orders(read, ids, owners) if order is not None} if ids else {}
    return [None if row.order_id is None else found.get(row.order_id) for row in rows]


@type_of(scenes.bookings.Booking, "An appointment, a seat.")
class Booking:
    id: strawberry.ID = field("The booking: the id that the app made.")
    scene_id = scene_of_booking
    state = booking_state
    details = details_of_booking
    starts_at: Instant = field("When.", C2)
    price: Money = field("What is held for it, or was paid.", C2)
    terms: BookingTerms = field("What giving it up costs.")
    change_fee = change_fee_of_booking
    held_until: Instant | None = field("Until when the partner keeps the slot unpaid.")
    kept_if_cancelled = kept_if_cancelled
    kept: Money | None = field("What the partner keeps, or was paid after the visit; null until that is known.", C2)
    supplement: Money | None = field("What a visit cost beyond its deposit: pay it by `payBookingSupplement`. Null until it was settled.", C2)
    order = order_of_booking
    supplement_id: strawberry.ID | None = field("The order that pays the supplement: see `sceneOrder`.")
    code: str | None = field("What is shown at the desk: a ticket, a number.", C2)
    refusal_code = booking_refusal_code
    made_at: Instant = field("When it was asked for.")
    ended_at: Instant | None = field("When it ended.")


def _kept(row: scenes.bookings.Booking, now: datetime) -> Amount | None:
    try:
        return scenes.bookings.kept_of(row.state, row.terms, row.price, row.starts_at, now)
    except Refusal:
        return None
