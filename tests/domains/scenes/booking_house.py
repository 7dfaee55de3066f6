"""What customers book at the sandbox's hospital and railway."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from domains import customers
from domains.kernel.assets import CNY
from domains.kernel.clock import business_date
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.scenes import bookings
from domains.scenes.jobs.booking import ask_for_bookings, ask_for_slots, ask_for_step
from tests.domains.scenes.scene_house import RIGHT, Person, SceneHouse

HOSPITAL, RAIL = "harbour-hospital", "silver-rail"
DEPOSIT = 5_001

STEPS = {"SlotSearchRequested": ask_for_slots, "BookingStepRequested": ask_for_step}


async def settle(bank: SceneHouse, person: Person) -> None:
    """What the worker does after every fact of a person, and by the clock."""
    async with bank.database.reading(single=True) as read:
        rows = await read.fetch("SELECT name, payload FROM kernel_outbox WHERE subject_id = $1 AND name = ANY($2) ORDER BY id", person.id, list(STEPS))
    for row in rows:
        await STEPS[row["name"]](bank.database, row["payload"])
    await bank.run_jobs(person)


async def later(bank: SceneHouse, person: Person, by: timedelta = timedelta(minutes=16), times: int = 1) -> None:
    """Let time pass, and do what the worker does by the clock."""
    for _ in range(times):
        await bank.later(by)
        await ask_for_bookings(bank.database)
        await settle(bank, person)


async def guest(bank: SceneHouse, scene: str = HOSPITAL, minor: int = 200_000) -> Person:
    """Somebody with money and an account there."""
    person = await bank.person(minor)
    await bank.linked(person, scene)
    return person


async def search(bank: SceneHouse, person: Person, scene: str = HOSPITAL, *, days: int = 3, **more: Any) -> bookings.BookingSearch:
    """What can be booked in so many days."""
    day: date = business_date(bank.database.clock.now()) + timedelta(days=days)
    command = bookings.SearchSlotsCommand(request_id=uuid4(), owner_id=person.id, scene=scene, from_day=day, until_day=day, **more)
    return await bank.database.write(bookings.search_slots, command)


async def found(bank: SceneHouse, person: Person, scene: str = HOSPITAL, **more: Any) -> tuple[UUID, dict[str, bookings.BookingSlot]]:
    """The search's id, and its slots by name and hour."""
    asked = await search(bank, person, scene, **more)
    await settle(bank, person)
    async with bank.database.reading() as read:
        (row,) = await bookings.find_searches(read, [asked.id], [person.id])
    if row is not None and row.state == "asking":
        await later(bank, person, timedelta(seconds=40))
    async with bank.database.reading() as read:
        (answer,) = await bookings.find_found_slots(read, [asked.id])
    return asked.id, {f"{slot.topic}-{slot.id[-4:-2]}": slot for slot in answer.slots}


async def hold(bank: SceneHouse, person: Person, search_id: UUID, slot: bookings.BookingSlot | str, id_: UUID | None = None) -> bookings.Booking:
    slot_id = slot if isinstance(slot, str) else slot.id
    command = bookings.HoldSlotCommand(request_id=id_ or uuid4(), owner_id=person.id, search_id=search_id, slot_id=slot_id)
    return await bank.database.write(bookings.hold_slot, command)


async def pay(
    bank: SceneHouse, person: Person, booking: bookings.Booking, *, id_: UUID | None = None, minor: int | None = None, pin: customers.PinProof = RIGHT
) -> bookings.Booking:
    amount = booking.price if minor is None else Amount(minor, CNY)
    command = bookings.PayBookingCommand(
        request_id=id_ or uuid4(), owner_id=person.id, session_id=person.session_id, booking_id=booking.id, amount=amount, pin=pin
    )
    return await bank.database.write(bookings.pay_booking, command)


async def pay_supplement(bank: SceneHouse, person: Person, booking: bookings.Booking, minor: int) -> bookings.Booking:
    command = bookings.PayBookingCommand(
        request_id=uuid4(), owner_id=person.id, session_id=person.session_id, booking_id=booking.id, amount=Amount(minor, CNY), pin=RIGHT
    )
    return await bank.database.write(bookings.pay_supplement, command)


async def cancel(bank: SceneHouse, person: Person, booking: bookings.Booking, kept: int, id_: UUID | None = None) -> bookings.Booking:
    command = bookings.CancelBookingCommand(request_id=id_ or uuid4(), owner_id=person.id, booking_id=booking.id, kept=Amount(kept, CNY))
    return await bank.database.write(bookings.cancel_booking, command)


async def change(bank: SceneHouse, person: Person, booking: bookings.Booking, search_id: UUID, slot: bookings.BookingSlot, cost: int) -> bookings.Booking:
    command = bookings.ChangeBookingCommand(
        request_id=uuid4(),
        owner_id=person.id,
        session_id=person.session_id,
        booking_id=booking.id,
        search_id=search_id,
        slot_id=slot.id,
        cost=Amount(cost, CNY),
        pin=RIGHT,
    )
    return await bank.database.write(bookings.change_booking, command)


async def find(bank: SceneHouse, booking: bookings.Booking) -> bookings.Booking:
    async with bank.database.reading(single=True) as read:
        (row,) = await bookings.find_bookings(read, [booking.id], [booking.customer_id])
    assert row is not None
    return row


async def held(bank: SceneHouse, person: Person, name: str = "internal-09", scene: str = HOSPITAL, **more: Any) -> bookings.Booking:
    """A slot that the partner keeps for somebody."""
    search_id, slots = await found(bank, person, scene, **more)
    booking = await hold(bank, person, search_id, slots[name])
    await settle(bank, person)
    return await find(bank, booking)


async def booked(bank: SceneHouse, person: Person, name: str = "internal-09", scene: str = HOSPITAL, **more: Any) -> bookings.Booking:
    """And paid."""
    booking = await held(bank, person, name, scene, **more)
    await pay(bank, person, booking)
    await settle(bank, person)
    return await find(bank, booking)


async def visit(bank: SceneHouse, booking: bookings.Booking, outcome: str, total: int | None = None) -> None:
    """How it ended at the hospital."""
    told = {"booking_id": str(booking.id), "outcome": outcome} | ({} if total is None else {"total_minor": total})
    await bank.at_partner("/visits", told, booking.scene)


async def fault(bank: SceneHouse, booking: bookings.Booking, name: str, id_: UUID | None, count: int = 1) -> None:
    """What the partner's next answers to that call are."""
    await bank.at_partner("/faults", {"fault": name, "count": count, "payment_id": str(id_)}, booking.scene)


def names(answers: list[Any]) -> list[str]:
    """What came of several attempts, by kind."""
    return sorted(type(one).__name__ if isinstance(one, Refusal) else "done" for one in answers)
