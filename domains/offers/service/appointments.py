"""Book an appointment at a branch, move it, cancel it; and write down those that are over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from domains import customers
from domains.kernel.clock import day_start
from domains.kernel.commands import UNHASHED, Command, batched_verb, composite_verb
from domains.kernel.days import SHANGHAI
from domains.kernel.errors import InvalidInput, Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Queryable, Tx
from domains.offers.errors.branches import AlreadyBooked, AppointmentNotFound, BranchServiceNotFound
from domains.offers.events.branches import AppointmentBooked, AppointmentCancelled, AppointmentExpired, AppointmentMoved
from domains.offers.queries import appointments, branches
from domains.offers.queries.appointments import Appointment, SlotKey
from domains.offers.queries.branches import Offered
from domains.offers.rules.branches import DAYS_AHEAD, check_booking, check_capacity, check_slot, slot_starts
from domains.offers.service.sessions import is_signed_in

GROUP_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class BookAppointmentCommand(Command):
    """`owner_id` is a customer who comes for that service at that time."""

    session_id: UUID = field(metadata=UNHASHED)
    service_id: UUID
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAppointmentCommand(Command):
    """The same service at another time."""

    session_id: UUID = field(metadata=UNHASHED)
    appointment_id: UUID
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAppointmentCommand(Command):
    session_id: UUID = field(metadata=UNHASHED)
    appointment_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAppointmentsCommand(Command):
    """The house writes down what is over."""


@dataclass(frozen=True, slots=True)
class AppointmentsEnded:
    count: int


@dataclass(frozen=True, slots=True)
class BranchSlot:
    """A time at which an appointment may begin, and how many places are left."""

    starts_at: datetime
    ends_at: datetime
    places_left: int


@batched_verb(Appointment)
async def book_appointment(tx: Tx, commands: list[BookAppointmentCommand]) -> Sequence[Appointment | Refusal | Unauthenticated]:
    """Refuses in the order of rules/branches.py. Customers are locked, then services, then slots, each in the order of their keys."""
    signed_in = await customers.check_sessions(tx, [command.session_id for command in commands], [command.owner_id for command in commands])
    locked = await customers.lock_customers(tx, [command.owner_id for command in commands])
    offered = await branches.hold_offered(tx, [command.service_id for command in commands])
    live = await appointments.list_live(tx, locked)
    wanted: list[Appointment | Refusal | Unauthenticated] = []
    for command, stands in zip(commands, signed_in, strict=True):
        if not stands or command.owner_id not in locked:
            wanted.append(Unauthenticated())
            continue
        made = _wanted(tx, command, offered.get(command.service_id), live[command.owner_id])
        if isinstance(made, Appointment):
            live[command.owner_id].append(made)
        wanted.append(made)
    return await _take_places(tx, wanted, offered)


@composite_verb(Appointment)
async def move_appointment(tx: Tx, command: MoveAppointmentCommand) -> Appointment | Refusal | Unauthenticated:
    """Refuses AppointmentNotFound (none to come, or somebody else's), BranchServiceNotFound, SlotNotOffered, AlreadyBooked, SlotFull: it stays where it was."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    one = await _lock_own(tx, command.owner_id, command.appointment_id)
    offered = (await branches.hold_offered(tx, [one.service_id])).get(one.service_id)
    ends_at = _check(tx, offered, command.starts_at)
    assert offered is not None
    if any(
        (other.service_id, other.starts_at) == (one.service_id, command.starts_at)
        for other in (await appointments.list_live(tx, [one.customer_id]))[one.customer_id]
    ):
        raise AlreadyBooked
    before, after = (one.service_id, one.starts_at), (one.service_id, command.starts_at)
    check_capacity((await appointments.lock_slots(tx, [before, after]))[after], offered.service.capacity)
    moved = one._replace(starts_at=command.starts_at, ends_at=ends_at)
    appointments.write_slots(tx, {before: -1, after: 1})
    appointments.write_appointments(tx, [moved])
    tx.publish(AppointmentMoved(one.customer_id, None, one.id, one.service_id))
    return moved


@composite_verb(Appointment)
async def cancel_appointment(tx: Tx, command: CancelAppointmentCommand) -> Appointment | Refusal | Unauthenticated:
    """Its place is free again. Refuses AppointmentNotFound (none to come, or somebody else's)."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    one = await _lock_own(tx, command.owner_id, command.appointment_id)
    slot = (one.service_id, one.starts_at)
    await appointments.lock_slots(tx, [slot])
    cancelled = one._replace(state="cancelled")
    appointments.write_slots(tx, {slot: -1})
    appointments.write_appointments(tx, [cancelled])
    tx.publish(AppointmentCancelled(one.customer_id, None, one.id, one.service_id, "customer"))
    return cancelled


@composite_verb(AppointmentsEnded)
async def end_appointments(tx: Tx, command: EndAppointmentsCommand) -> AppointmentsEnded:
    """Some that are over have expired; some whose service ended are cancelled, and their places given back."""
    ended = await appointments.end_some(tx, GROUP_MOST)
    freed: dict[SlotKey, int] = {}
    for one in ended:
        if one.state == "cancelled":
            slot = (one.service_id, one.starts_at)
            freed[slot] = freed.get(slot, 0) - 1
            tx.publish(AppointmentCancelled(one.customer_id, None, one.id, one.service_id, "service"))
        else:
            tx.publish(AppointmentExpired(one.customer_id, None, one.id, one.service_id))
    await appointments.lock_slots(tx, freed)
    appointments.write_slots(tx, freed)
    return AppointmentsEnded(len(ended))


async def list_branch_slots(source: Queryable, service_ids: Sequence[UUID], day: date) -> list[list[BranchSlot]]:
    """The slots of each service on a business day that can still be booked, in order; none of a service that cannot be had. Two statements.

    Raises InvalidInput for a day that is past or too far ahead for any service."""
    today = source.now.astimezone(SHANGHAI).date()
    if not today <= day <= today + timedelta(days=max(DAYS_AHEAD)):
        raise InvalidInput("day", f"from today, {max(DAYS_AHEAD)} days ahead at most")
    offered = await branches.find_offered(source, service_ids)
    booked = await appointments.find_booked(source, list(offered), day_start(day), day_start(day + timedelta(days=1)))
    return [_slots(source.now, offered[id_], day, booked) if id_ in offered else [] for id_ in service_ids]


def _wanted(tx: Tx, command: BookAppointmentCommand, offered: Offered | None, live: list[Appointment]) -> Appointment | Refusal:
    try:
        ends_at = _check(tx, offered, command.starts_at)
        check_booking(has_same=any((one.service_id, one.starts_at) == (command.service_id, command.starts_at) for one in live), live=len(live))
    except Refusal as refusal:
        return refusal
    assert command.request_id is not None
    return Appointment(command.owner_id, derived_id(command.request_id, "appointment"), command.service_id, command.starts_at, ends_at, "booked", tx.now)


async def _take_places(
    tx: Tx, wanted: list[Appointment | Refusal | Unauthenticated], offered: dict[UUID, Offered]
) -> list[Appointment | Refusal | Unauthenticated]:
    taken = await appointments.lock_slots(tx, [(one.service_id, one.starts_at) for one in wanted if isinstance(one, Appointment)])
    more = dict.fromkeys(taken, 0)
    answers: list[Appointment | Refusal | Unauthenticated] = []
    for one in wanted:
        if isinstance(one, Appointment):
            slot = (one.service_id, one.starts_at)
            try:
                check_capacity(taken[slot] + more[slot], offered[one.service_id].service.capacity)
            except Refusal as refusal:
                answers.append(refusal)
                continue
            more[slot] += 1
            tx.publish(AppointmentBooked(one.customer_id, None, one.id, one.service_id))
        answers.append(one)
    appointments.write_slots(tx, more)
    appointments.write_appointments(tx, [one for one in answers if isinstance(one, Appointment)])
    return answers


async def _lock_own(tx: Tx, customer_id: UUID, appointment_id: UUID) -> Appointment:
    await customers.lock_customers(tx, [customer_id])
    one = await appointments.lock_appointment(tx, customer_id, appointment_id)
    if one is None:
        raise AppointmentNotFound
    return one


def _check(tx: Tx, offered: Offered | None, starts_at: datetime) -> datetime:
    """When the slot ends. Raises BranchServiceNotFound, SlotNotOffered."""
    if offered is None:
        raise BranchServiceNotFound
    service = offered.service
    check_slot(offered.hours, offered.closed_days, service.slot_minutes, service.days_ahead, starts_at.astimezone(SHANGHAI), tx.now.astimezone(SHANGHAI))
    return starts_at + timedelta(minutes=service.slot_minutes)


def _slots(now: datetime, offered: Offered, day: date, booked: dict[SlotKey, int]) -> list[BranchSlot]:
    service = offered.service
    if day > now.astimezone(SHANGHAI).date() + timedelta(days=service.days_ahead):
        return []
    starts = [datetime.combine(day, at, SHANGHAI) for at in slot_starts(offered.hours, offered.closed_days, service.slot_minutes, day)]
    length = timedelta(minutes=service.slot_minutes)
    return [
        BranchSlot(start.astimezone(UTC), (start + length).astimezone(UTC), max(0, service.capacity - booked.get((service.id, start), 0)))
        for start in starts
        if start > now
    ]
