"""The mutations of searches and bookings."""

from typing import Annotated

import strawberry

from domains import customers, scenes
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.ledger.problems import AccountProblem, InsufficientFunds, LimitExceeded
from resolvers.money import amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, AmountProblem, IdReused, UnknownCurrency
from resolvers.scalars import read_id
from resolvers.scenes.booking.inputs import CancelBookingInput, ChangeBookingInput, HoldSlotInput, PayBookingInput, SearchSlotsInput
from resolvers.scenes.booking.problems import (
    BookingAmountChanged,
    BookingNotChangeable,
    BookingNotFound,
    BookingNotOpen,
    SearchNotFound,
    SlotNotFound,
)
from resolvers.scenes.booking.types import Booking, BookingSearch
from resolvers.scenes.link.problems import LinkNotFound, SceneNotFound
from resolvers.scenes.order.problems import AlreadyOrdered, PaymentTooLarge
from resolvers.wallet.problems import PinProblem

SearchSlotsResult = Annotated[
    BookingSearch | SceneNotFound | LinkNotFound | IdReused,
    strawberry.union("SearchSlotsResult", description="The search, or why it was refused."),
]
HoldSlotResult = Annotated[
    Booking | SearchNotFound | SlotNotFound | SceneNotFound | LinkNotFound | IdReused,
    strawberry.union("HoldSlotResult", description="The booking, or why it was refused."),
]
PayBookingResult = Annotated[
    Booking
    | BookingNotFound
    | BookingNotOpen
    | BookingAmountChanged
    | SceneNotFound
    | LinkNotFound
    | PaymentTooLarge
    | AlreadyOrdered
    | InsufficientFunds
    | LimitExceeded
    | PinProblem
    | AccountProblem
    | AmountProblem
    | IdReused,
    strawberry.union("PayBookingResult", description="The booking, which is being paid, or why it was refused."),
]
PayBookingSupplementResult = Annotated[
    Booking
    | BookingNotFound
    | BookingNotOpen
    | BookingAmountChanged
    | SceneNotFound
    | LinkNotFound
    | PaymentTooLarge
    | AlreadyOrdered
    | InsufficientFunds
    | LimitExceeded
    | PinProblem
    | AccountProblem
    | AmountProblem
    | IdReused,
    strawberry.union("PayBookingSupplementResult", description="The booking, whose supplement is being paid, or why it was refused."),
]
ChangeBookingResult = Annotated[
    Booking
    | BookingNotFound
    | SearchNotFound
    | SlotNotFound
    | BookingNotOpen
    | BookingNotChangeable
    | BookingAmountChanged
    | SceneNotFound
    | LinkNotFound
    | PaymentTooLarge
    | AlreadyOrdered
    | InsufficientFunds
    | LimitExceeded
    | PinProblem
    | AccountProblem
    | AmountProblem
    | IdReused,
    strawberry.union("ChangeBookingResult", description="The booking, which is being changed, or why it was refused."),
]
CancelBookingResult = Annotated[
    Booking | BookingNotFound | BookingNotOpen | BookingAmountChanged | SceneNotFound | LinkNotFound | AmountMalformed | UnknownCurrency | IdReused,
    strawberry.union("CancelBookingResult", description="The booking, which is being given up, or why it was refused."),
]


@mutation("Look for what can be booked: the partner is asked at once, see `bookingSearch`.", permission=Permission.CUSTOMER)
async def search_slots(info: Info, input: SearchSlotsInput) -> SearchSlotsResult:
    command = scenes.bookings.SearchSlotsCommand(
        request_id=input.request_id,
        owner_id=info.context.viewer.id,
        scene=input.scene_id,
        topic=input.topic or "",
        origin=input.origin or "",
        destination=input.destination or "",
        from_day=input.from_day,
        until_day=input.until_day,
    )
    return await info.context.write(scenes.bookings.search_slots, command)  # type: ignore[arg-type]


@mutation("Have the partner keep a slot for a while. It costs nothing: see `booking`.", permission=Permission.CUSTOMER)
async def hold_slot(info: Info, input: HoldSlotInput) -> HoldSlotResult:
    command = scenes.bookings.HoldSlotCommand(
        request_id=input.request_id, owner_id=info.context.viewer.id, search_id=read_id(input.search_id) or NOBODY, slot_id=input.slot_id
    )
    return await info.context.write(scenes.bookings.hold_slot, command)  # type: ignore[arg-type]


@mutation("Pay a slot that is kept: a deposit stays held until the visit is settled.", permission=Permission.CUSTOMER)
async def pay_booking(info: Info, input: PayBookingInput) -> PayBookingResult:
    return await info.context.write(scenes.bookings.pay_booking, await _payment(info, input))  # type: ignore[arg-type]


@mutation("Pay what a visit cost beyond its deposit.", permission=Permission.CUSTOMER)
async def pay_booking_supplement(info: Info, input: PayBookingInput) -> PayBookingSupplementResult:
    return await info.context.write(scenes.bookings.pay_supplement, await _payment(info, input))  # type: ignore[arg-type]


@mutation("Go to another slot, once.", permission=Permission.CUSTOMER)
async def change_booking(info: Info, input: ChangeBookingInput) -> ChangeBookingResult:
    context = info.context
    cost = amount_of(input.cost)
    command = scenes.bookings.ChangeBookingCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        booking_id=read_id(input.booking_id) or NOBODY,
        search_id=read_id(input.search_id) or NOBODY,
        slot_id=input.slot_id,
        cost=cost,
        pin=await customers.prove_pin(context.write, context.viewer.id, input.pin),
    )
    return await context.write(scenes.bookings.change_booking, command)  # type: ignore[arg-type]


@mutation("Give a booking up, for what its terms keep. Money moves when the partner has said so.", permission=Permission.CUSTOMER)
async def cancel_booking(info: Info, input: CancelBookingInput) -> CancelBookingResult:
    command = scenes.bookings.CancelBookingCommand(
        request_id=input.request_id, owner_id=info.context.viewer.id, booking_id=read_id(input.booking_id) or NOBODY, kept=amount_of(input.kept)
    )
    return await info.context.write(scenes.bookings.cancel_booking, command)  # type: ignore[arg-type]


async def _payment(info: Info, input: PayBookingInput) -> scenes.bookings.PayBookingCommand:
    context = info.context
    amount = amount_of(input.amount)
    return scenes.bookings.PayBookingCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        booking_id=read_id(input.booking_id) or NOBODY,
        amount=amount,
        pin=await customers.prove_pin(context.write, context.viewer.id, input.pin),
    )


@strawberry.type
class Mutation:
    search_slots = search_slots
    hold_slot = hold_slot
    pay_booking = pay_booking
    pay_booking_supplement = pay_booking_supplement
    change_booking = change_booking
    cancel_booking = cancel_booking
