"""Book at a partner: what the customer does. What the partner says of it is in service/booking_end.py.

hold_slot        the partner is to keep it for a while                    (a step: costs nothing)
pay_booking      its price is held: a deposit until the visit is settled, or captured when the partner confirms   (an order)
pay_supplement   what the visit cost beyond the deposit                   (an order of its own, which the customer confirms)
change_booking   to another slot, for what the terms say                  (an order, or a step where it costs nothing)
cancel_booking   for what the terms keep                                  (a step, and then the order settled for less, or refunds)"""

from dataclasses import asdict, dataclass, field, replace
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import IdReused, Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.scenes.errors.booking import BookingNotFound, BookingNotOpen
from domains.scenes.events.booking import BookingStepRequested
from domains.scenes.queries import booking as bookings
from domains.scenes.queries.booking import Booking
from domains.scenes.rules.booking import BookingSlot, BookingState, BookingStep, change_cost, check_confirmed, check_payment, check_slot, kept_of
from domains.scenes.rules.order import FIRST_ASKED_AFTER
from domains.scenes.rules.scene import Scene
from domains.scenes.service.booking_search import bookable_scene, found_slot, seal_details
from domains.scenes.service.order import NewOrder, open_order

BOOKING, SUPPLEMENT, CHANGE = "booking", "booking_supplement", "booking_change"
"""The purposes of its orders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSlotCommand(Command):
    """`owner_id` wants a slot that a search found. `request_id` becomes the booking's id."""

    search_id: UUID
    slot_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayBookingCommand(Command):
    """`request_id` becomes the order's id, and its idempotency key at the partner. `amount` is what the customer saw: the price, or the supplement."""

    session_id: UUID = field(metadata=UNHASHED)
    booking_id: UUID
    amount: Amount
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBookingCommand(Command):
    """To another slot that a search found, for `cost`, which the customer saw. `request_id` becomes the order's id, or the step's."""

    session_id: UUID = field(metadata=UNHASHED)
    booking_id: UUID
    search_id: UUID
    slot_id: str
    cost: Amount
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelBookingCommand(Command):
    """`kept` is what the customer saw that the partner keeps."""

    booking_id: UUID
    kept: Amount


@composite_verb(Booking)
async def hold_slot(tx: Tx, command: HoldSlotCommand) -> Booking | Refusal:
    """Have the partner keep a slot. Refuses SearchNotFound, SlotNotFound, SceneNotFound, LinkNotFound."""
    assert command.request_id is not None
    search, found = await found_slot(tx, command.owner_id, command.search_id, command.slot_id)
    slot = check_slot(found, tx.now)
    await bookable_scene(tx, command.owner_id, search.scene, "book")
    booking = _new(tx, command.owner_id, command.request_id, search.scene, slot)
    if not await bookings.insert_booking(tx, booking, await seal_details(tx, command.owner_id, booking.id, slot)):
        raise IdReused(booking.id)
    _publish_step(tx, booking)
    return booking


@composite_verb(Booking)
async def pay_booking(tx: Tx, command: PayBookingCommand) -> Booking | Refusal | Unauthenticated:
    """Hold the price; a job tells the partner. Refuses BookingNotFound, BookingNotOpen, BookingChanged, SceneNotFound, LinkNotFound, then as any order."""
    sender = await _sender(tx, command.owner_id, command.session_id)
    if sender is None:
        return Unauthenticated()
    booking = await _own(tx, command.owner_id, command.booking_id)
    check_payment(booking.state, booking.held_until, booking.price, command.amount, tx.now)
    order_id = await _order(tx, booking, command.request_id, BOOKING, booking.price, sender.tier, command.pin)
    return await bookings.update_booking(tx, replace(booking, state=BookingState.PAYING, order_id=order_id, reason=None, ask_at=None))


@composite_verb(Booking)
async def pay_supplement(tx: Tx, command: PayBookingCommand) -> Booking | Refusal | Unauthenticated:
    """Pay what a settled visit cost beyond its deposit, once. Refuses as pay_booking."""
    sender = await _sender(tx, command.owner_id, command.session_id)
    if sender is None:
        return Unauthenticated()
    booking = await _own(tx, command.owner_id, command.booking_id)
    if booking.state is not BookingState.SETTLED or booking.supplement is None or booking.supplement.minor == 0 or booking.supplement_id is not None:
        raise BookingNotOpen("paid" if booking.supplement_id is not None else booking.state.value)
    check_confirmed(booking.supplement, command.amount)
    order_id = await _order(tx, booking, command.request_id, SUPPLEMENT, booking.supplement, sender.tier, command.pin)
    return await bookings.update_booking(tx, replace(booking, supplement_id=order_id))


@composite_verb(Booking)
async def change_booking(tx: Tx, command: ChangeBookingCommand) -> Booking | Refusal | Unauthenticated:
    """Go to another slot, once. Refuses BookingNotFound, SearchNotFound, SlotNotFound, BookingNotOpen, BookingNotChangeable, BookingChanged, SceneNotFound,
    LinkNotFound, then as any order."""
    sender = await _sender(tx, command.owner_id, command.session_id)
    if sender is None:
        return Unauthenticated()
    assert command.request_id is not None
    booking = await _own(tx, command.owner_id, command.booking_id)
    search, found = await found_slot(tx, command.owner_id, command.search_id, command.slot_id)
    slot = check_slot(found if search.scene == booking.scene else None, tx.now)
    cost = change_cost(booking.state, booking.terms, booking.price, booking.starts_at, slot, tx.now, was_changed=booking.change_id is not None)
    check_confirmed(cost, command.cost)
    await bookings.keep_next_details(tx, booking, await seal_details(tx, booking.customer_id, booking.id, slot))
    changing = replace(booking, state=BookingState.CHANGING, change_id=command.request_id, next_slot=_next(slot), reason=None)
    if cost.minor:
        await _order(tx, booking, command.request_id, CHANGE, cost, sender.tier, command.pin, slot)
        return await bookings.update_booking(tx, changing)
    await bookable_scene(tx, booking.customer_id, booking.scene, "change")
    return await begin_step(tx, replace(changing, step_id=derived_id(command.request_id, "move")), BookingStep.MOVE)


@composite_verb(Booking)
async def cancel_booking(tx: Tx, command: CancelBookingCommand) -> Booking | Refusal:
    """Give it up. Money moves once the partner has said so. Refuses BookingNotFound, BookingNotOpen, BookingChanged, SceneNotFound, LinkNotFound."""
    booking = await _own(tx, command.owner_id, command.booking_id)
    kept = kept_of(booking.state, booking.terms, booking.price, booking.starts_at, tx.now)
    check_confirmed(kept, command.kept)
    await bookable_scene(tx, booking.customer_id, booking.scene, "cancel")
    assert command.request_id is not None
    cancelling = replace(booking, state=BookingState.CANCELLING, kept=kept, step_id=derived_id(command.request_id, "cancel"), reason=None)
    return await begin_step(tx, cancelling, BookingStep.CANCEL)


async def _sender(tx: Tx, customer_id: UUID, session_id: UUID) -> customers.Sender | None:
    ((sender, _),) = await customers.find_parties(tx, [(customer_id, session_id)], [(None, None)])
    return sender


async def _own(tx: Tx, customer_id: UUID, booking_id: UUID) -> Booking:
    booking = await bookings.lock_booking(tx, customer_id, booking_id)
    if booking is None:
        raise BookingNotFound
    return booking


async def _order(
    tx: Tx,
    booking: Booking,
    order_id: UUID | None,
    purpose: str,
    amount: Amount,
    tier: customers.Tier,
    pin: customers.PinProof,
    slot: BookingSlot | None = None,
) -> UUID:
    assert order_id is not None
    scene: Scene = await bookable_scene(tx, booking.customer_id, booking.scene, "change" if purpose == CHANGE else "book")
    details = {} if slot is None else {"slot_id": slot.id}
    await open_order(tx, NewOrder(order_id, booking.customer_id, scene, purpose, str(booking.id), amount, details, tier, pin))
    return order_id


async def begin_step(tx: Tx, booking: Booking, step: BookingStep) -> Booking:
    """The partner is asked for it after the commit, and again until it answers. `step_id` names it."""
    begun = await bookings.update_booking(tx, replace(booking, step=step, attempts=0, ask_at=tx.now + FIRST_ASKED_AFTER))
    _publish_step(tx, begun)
    return begun


def _publish_step(tx: Tx, booking: Booking) -> None:
    assert booking.step is not None
    tx.publish(BookingStepRequested(booking.customer_id, None, booking.id, booking.scene, booking.step.value))


def _next(slot: BookingSlot) -> dict[str, object]:
    return {"slot": slot.id, "starts_at": slot.starts_at.isoformat(), "price_minor": slot.price.minor, "terms": asdict(slot.terms)}


def _new(tx: Tx, customer_id: UUID, booking_id: UUID, scene: str, slot: BookingSlot) -> Booking:
    return Booking(
        customer_id=customer_id,
        id=booking_id,
        scene=scene,
        slot=slot.id,
        starts_at=slot.starts_at,
        price=slot.price,
        terms=slot.terms,
        state=BookingState.ASKED,
        step=BookingStep.HOLD,
        step_id=derived_id(booking_id, "hold"),
        next_slot=None,
        held_until=None,
        order_id=None,
        change_id=None,
        supplement_id=None,
        supplement=None,
        kept=None,
        code=None,
        reason=None,
        made_at=tx.now,
        ended_at=None,
        attempts=0,
        ask_at=tx.now + FIRST_ASKED_AFTER,
    )
