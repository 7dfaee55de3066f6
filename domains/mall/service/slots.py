"""Services that are booked for a time: the shop opens times, whoever bought the service takes a place, and may give it back until some hours before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.mall.errors.catalogue import GoodsMalformed, GoodsNotFound
from domains.mall.errors.orders import MallOrderEnded
from domains.mall.errors.parcels import ParcelNotFound, ServiceSlotMalformed, ServiceSlotNotFound, ServiceSlotTaken
from domains.mall.queries import catalogue, parcels, slots
from domains.mall.queries.parcels import Parcel
from domains.mall.rules.catalogue import GoodsKind
from domains.mall.rules.parcels import Ordered, ParcelKind, ParcelState, check_packed, check_shippable
from domains.mall.rules.slots import SlotTerms, check_cancelled, check_slots
from domains.mall.service.acting import acted_shop
from domains.mall.service.held import own_order
from domains.mall.service.parcels import ParcelStanding, ended, find_standing, told, write_after


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSlotsCommand(Command):
    """`owner_id` acts for the shop of the service: these are its times. A booking can be cancelled until so many hours before. A time that is there already
    gets the new end, capacity and hours."""

    session_id: UUID = field(metadata=UNHASHED)
    variant_id: UUID
    slots: tuple[SlotTerms, ...]
    cancel_hours: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSlotCommand(Command):
    """`owner_id` bought the line, and comes at that time with so many of its units."""

    session_id: UUID = field(metadata=UNHASHED)
    order_id: UUID
    number: int
    slot_id: UUID
    units: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelBookingCommand(Command):
    """`owner_id` does not come; the units can be booked again, or given back."""

    session_id: UUID = field(metadata=UNHASHED)
    parcel_id: UUID


@dataclass(frozen=True, slots=True)
class SlotsOpened:
    """How many times a service has got."""

    variant_id: UUID
    count: int


@composite_verb(SlotsOpened)
async def open_slots(tx: Tx, command: OpenSlotsCommand) -> SlotsOpened | Refusal:
    """Refuses GoodsNotFound, ShopNotFound, ShopClosed, GoodsMalformed for what is no service, ServiceSlotMalformed; `capacity` for fewer than are taken."""
    offered = (await catalogue.find_offered(tx, [command.variant_id])).get(command.variant_id)
    if offered is None:
        raise GoodsNotFound
    shop = await acted_shop(tx, command.session_id, command.owner_id, offered.shop_id)
    if offered.kind is not GoodsKind.SERVICE:
        raise GoodsMalformed("kind")
    check_slots(command.slots, command.cancel_hours, tx.now)
    assert command.request_id is not None
    made = [(derived_id(command.request_id, f"slot:{number}"), one) for number, one in enumerate(sorted(command.slots))]
    saved = await slots.save_slots(tx, command.variant_id, shop.id, command.cancel_hours, made)
    if len(saved) < len(made):
        raise ServiceSlotMalformed("capacity")
    return SlotsOpened(command.variant_id, len(saved))


@composite_verb(ParcelStanding)
async def book_slot(tx: Tx, command: BookSlotCommand) -> ParcelStanding | Refusal:
    """Refuses MallOrderNotFound, MallOrderEnded, UnitsMalformed for more than are bought and not booked, ServiceSlotNotFound (another service's, or over),
    ServiceSlotTaken."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    order = await own_order(tx, command.owner_id, command.order_id)
    check_shippable(order.state)
    standing = await find_standing(tx, order)
    units = check_packed(standing.ordered, [one.packed for one in standing.parcels], [(command.number, command.units)])
    found = (await slots.find_slots(tx, [command.slot_id])).get(command.slot_id)
    line = next(one for one in standing.lines if one.number == command.number)
    if found is None or found.variant_id != line.variant_id or found.begins_at <= tx.now:
        raise ServiceSlotNotFound
    slot = await slots.take_places(tx, found.id, command.units)
    if slot is None:
        raise ServiceSlotTaken(max(0, found.free_units))
    assert command.request_id is not None
    named = (order.id, derived_id(command.request_id, "booking"), order.customer_id, order.shop_id, ParcelKind.SERVICE, ParcelState.READY)
    booked = Parcel(*named, "", "", None, slot.id, units, tx.now, tx.now, slot.ends_at, None, command.owner_id, None)
    return told(booked, write_after(tx, standing, [booked]))


@composite_verb(ParcelStanding)
async def cancel_booking(tx: Tx, command: CancelBookingCommand) -> ParcelStanding | Refusal:
    """Refuses ParcelNotFound, MallOrderEnded for what was or was cancelled, BookingTooLate."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    found = (await parcels.find_parcels(tx, [command.parcel_id])).get(command.parcel_id)
    if found is None or found.customer_id != command.owner_id or found.kind is not ParcelKind.SERVICE:
        raise ParcelNotFound
    standing = await find_standing(tx, await own_order(tx, command.owner_id, found.order_id))
    parcel = standing.parcel(found.id)
    if parcel.state is not ParcelState.READY:
        raise MallOrderEnded(parcel.state.value)
    freed = await free_waiting(tx, [parcel], command.owner_id, is_asked_by_customer=True)
    return told(freed[0], write_after(tx, standing, freed))


async def free_waiting(tx: Tx, waiting: Sequence[Parcel], by_id: UUID, *, is_asked_by_customer: bool) -> list[Parcel]:
    """Bookings and pick-ups that are no more: their places are free again. Raises BookingTooLate where the customer asks too late; a shop never does."""
    booked = {one.id: one.slot_id for one in waiting if one.slot_id is not None}
    found = await slots.find_slots(tx, booked.values()) if booked else {}
    if is_asked_by_customer:
        for slot in found.values():
            check_cancelled(slot, tx.now)
    places: dict[UUID, int] = {}
    for one in waiting:
        if one.slot_id is not None:
            places[one.slot_id] = places.get(one.slot_id, 0) + sum(one.units.values())
    await slots.give_back_places(tx, dict(sorted(places.items())))
    return [ended(one, ParcelState.CANCELLED, tx.now, by_id) for one in waiting]


def no_longer_waited_for(made: Sequence[Parcel], ordered: Sequence[Ordered], returned: Mapping[int, int]) -> list[Parcel]:
    """Which parcels that wait hold units that are given back now: the newest first, until what is packed is no more than what is kept."""
    kept = {one.number: one.units - one.returned_units - returned.get(one.number, 0) for one in ordered}
    packed: dict[int, int] = {}
    for one in made:
        if one.state is not ParcelState.CANCELLED:
            for number, units in one.units.items():
                packed[number] = packed.get(number, 0) + units
    freed = []
    for one in reversed(made):
        if one.state is ParcelState.READY and any(packed[number] > kept.get(number, 0) for number in one.units):
            freed.append(one)
            for number, units in one.units.items():
                packed[number] -= units
    return freed
