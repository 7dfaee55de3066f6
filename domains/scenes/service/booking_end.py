"""What a partner says of bookings: of steps that cost nothing, and of the orders that pay.

Locks: orders before the booking that they pay, as settle_order does."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.scenes.errors.booking import BookingNotFound
from domains.scenes.events.booking import SceneBookingChanged, SceneBookingConfirmed, SceneBookingEnded
from domains.scenes.queries import booking as bookings
from domains.scenes.queries import order as orders
from domains.scenes.queries import refund as refunds
from domains.scenes.queries.booking import Booking
from domains.scenes.queries.order import Order
from domains.scenes.queries.refund import SceneRefund
from domains.scenes.rules.booking import CALLED_OFF, HOLD_ASKED_FOR, LOST, VISIT_ASKED_EVERY, BookingState, BookingStep, BookingTerms, most_kept, refund_parts
from domains.scenes.rules.order import OPEN, OrderState, asked_after
from domains.scenes.rules.refund import RefundState
from domains.scenes.service.booking import BOOKING, CHANGE, SUPPLEMENT, begin_step
from domains.scenes.service.calling import write_answers
from domains.scenes.service.order import ends_orders
from domains.scenes.service.push import looks_after
from domains.scenes.service.refund import ends_refunds, open_refund

OUTCOMES = {"attended": BookingState.SETTLED, "no_show": BookingState.MISSED, "cancelled": BookingState.CANCELLED}
ENDED = frozenset({BookingState.SETTLED, BookingState.MISSED, BookingState.CANCELLED, BookingState.REFUSED})
REFUND_STEPS = ("refund:price", "refund:change")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleStepCommand(Command):
    """A partner's word on a step. Without a request id: the row, under its lock, takes one answer for each step."""

    customer_id: UUID
    booking_id: UUID
    step_id: UUID
    state: str
    data: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGoCommand(Command):
    """A slot that was kept and not paid in time."""

    customer_id: UUID
    booking_id: UUID


@composite_verb(Booking)
async def settle_step(tx: Tx, command: SettleStepCommand) -> Booking | Refusal:
    """Take a partner's word: the slot is kept, the booking moved or given up, or it is not; what tells nothing is asked again. Refuses BookingNotFound."""
    booking, paid = await _locked(tx, command.customer_id, command.booking_id)
    write_answers(tx, {command.step_id: (command.state, command.reason)})
    if booking.step is None or booking.step_id != command.step_id:
        return booking
    ended = replace(booking, step=None, step_id=None, ask_at=None)
    if command.state == "done":
        return await _step_done(tx, ended, booking.step, paid, command.data)
    if command.state == "refused":
        after = await _step_refused(tx, ended, booking.step, command.reason or "unnamed")
        # Who cannot be given up or moved may have been called off.
        return after if booking.step is BookingStep.LOOK else await _look(tx, after, derived_id(command.step_id, "look"))
    if booking.step is BookingStep.LOOK and command.state == "absent":
        return await bookings.update_booking(tx, ended)
    if booking.step is BookingStep.HOLD and tx.now - booking.made_at >= HOLD_ASKED_FOR:
        return await _end(tx, ended, BookingState.REFUSED, "expired")
    return await bookings.update_booking(tx, replace(booking, attempts=booking.attempts + 1, ask_at=tx.now + asked_after(booking.attempts)))


@composite_verb(Booking)
async def let_go(tx: Tx, command: LetGoCommand) -> Booking | Refusal:
    """The partner keeps the slot no longer. Refuses BookingNotFound."""
    booking = await bookings.lock_booking(tx, command.customer_id, command.booking_id)
    if booking is None:
        raise BookingNotFound
    if booking.state is not BookingState.HELD or booking.held_until is None or tx.now < booking.held_until:
        return booking
    return await _end(tx, booking, BookingState.REFUSED, "expired")


async def _most(tx: Tx, order: Order, told: Mapping[str, Any]) -> Amount | None:
    booking = await _of(tx, order)
    given_up_for = booking.kept if booking.state is BookingState.CANCELLING else None
    return most_kept(told["outcome"], booking.terms, order.amount, given_up_for, booking.starts_at, tx.now)


async def _ask_at(tx: Tx, order: Order, told: Mapping[str, Any]) -> datetime | None:
    """A booking that stands is asked about once its time has come; one that is being given up soon."""
    booking = await _of(tx, order)
    if not told.get("is_confirmed") or booking.terms.pays_at_once or booking.state not in (BookingState.PAYING, BookingState.CONFIRMED):
        return None
    if booking.state is BookingState.PAYING:
        await _confirm(tx, booking, told.get("code"))
    return max(booking.starts_at, tx.now + VISIT_ASKED_EVERY)


@ends_orders(BOOKING, place="pay_booking", ask="ask_booking_payment", most=_most, ask_at=_ask_at)
async def end_booking_payment(tx: Tx, order: Order) -> None:
    """It is paid and stands, or it was settled for what the partner has; what was let go ends it, unless it can be paid again."""
    booking = await _of(tx, order)
    if booking.order_id != order.id:
        return
    ended = replace(booking, step=None, step_id=None, ask_at=None)
    receipt = order.receipt or {}
    if order.state is OrderState.MISMATCH:
        await bookings.update_booking(tx, replace(ended, state=BookingState.REVIEW))
    elif order.state is OrderState.REFUSED:
        await _unpaid(tx, ended, order.reason or "unnamed")
    elif receipt["outcome"] == "ticketed":
        await _confirm(tx, ended, receipt.get("code"))
    else:
        supplement = Amount(receipt.get("supplement_minor") or 0, booking.price.asset) if receipt["outcome"] == "attended" else None
        # Given up, and settled: whatever else the partner calls it.
        state = BookingState.CANCELLED if booking.state is BookingState.CANCELLING else OUTCOMES[receipt["outcome"]]
        await _end(tx, replace(ended, supplement=supplement if state is BookingState.SETTLED else None, kept=order.paid), state, None)


@looks_after(BOOKING)
@looks_after(CHANGE)
async def look_at_ticket(tx: Tx, order: Order, step_id: UUID) -> None:
    """The partner is asked how a ticket stands that it says something of."""
    booking = await _of(tx, order)
    if order.id in (booking.order_id, booking.change_id):
        await _look(tx, booking, step_id)


@ends_orders(CHANGE, place="change_booking", ask="ask_payment")
async def end_change_payment(tx: Tx, order: Order) -> None:
    """It is for another time, or stays as it was."""
    booking = await _of(tx, order)
    if booking.change_id != order.id or booking.state is not BookingState.CHANGING:
        return
    if order.state is OrderState.PAID:
        await _moved(tx, booking)
    elif order.state is OrderState.REFUSED:
        await _step_refused(tx, booking, BookingStep.MOVE, order.reason or "unnamed")
    else:
        await bookings.update_booking(tx, replace(booking, state=BookingState.REVIEW))


@ends_orders(SUPPLEMENT, place="pay_supplement", ask="ask_payment")
async def end_supplement_payment(tx: Tx, order: Order) -> None:
    """What was refused can be paid again."""
    booking = await _of(tx, order)
    if booking.supplement_id == order.id and order.state is OrderState.REFUSED:
        await bookings.update_booking(tx, replace(booking, supplement_id=None))


@ends_refunds(BOOKING)
@ends_refunds(CHANGE)
async def end_booking_refund(tx: Tx, order: Order, refund: SceneRefund) -> None:
    """A booking that was given up is over when all that is given back of it is back."""
    booking = await _of(tx, order)
    if booking.state is not BookingState.CANCELLING:
        return
    if refund.state is not RefundState.PAID:
        await bookings.update_booking(tx, replace(booking, state=BookingState.REVIEW, reason=refund.reason))
        return
    others = [derived_id(booking.id, step) for step in REFUND_STEPS if derived_id(booking.id, step) != refund.id]
    found = await refunds.find_refunds(tx, others, [booking.customer_id] * len(others))
    if all(other is None or other.state is RefundState.PAID for other in found):
        await _end(tx, booking, BookingState.CANCELLED, None)


async def _of(tx: Tx, order: Order) -> Booking:
    booking = await bookings.lock_booking(tx, order.customer_id, UUID(order.subject))
    assert booking is not None
    return booking


async def _locked(tx: Tx, customer_id: UUID, booking_id: UUID) -> tuple[Booking, list[Order]]:
    """The booking, and the orders that pay it, under their locks in order."""
    (seen,) = await bookings.find_bookings(tx, [booking_id], [customer_id])
    if seen is None:
        raise BookingNotFound
    ids = [id_ for id_ in (seen.order_id, seen.change_id) if id_ is not None]
    locked = await orders.lock_orders(tx, ids) if ids else {}
    booking = await bookings.lock_booking(tx, customer_id, booking_id)
    assert booking is not None
    return booking, [locked[id_] for id_ in ids if id_ in locked]


async def _step_done(tx: Tx, booking: Booking, step: BookingStep, paid: list[Order], data: Mapping[str, Any]) -> Booking:
    if step is BookingStep.HOLD:
        return await _kept(tx, booking, datetime.fromisoformat(data["held_until"]))
    if step is BookingStep.LOOK:
        return await _looked(tx, booking, paid, data["status"])
    return await _moved(tx, booking) if step is BookingStep.MOVE else await _given_up(tx, booking, paid)


async def _look(tx: Tx, booking: Booking, step_id: UUID) -> Booking:
    if booking.state is not BookingState.CONFIRMED or booking.step is not None or not booking.terms.pays_at_once:
        return booking
    return await begin_step(tx, replace(booking, step_id=step_id), BookingStep.LOOK)


async def _looked(tx: Tx, booking: Booking, paid: list[Order], status: str) -> Booking:
    """What the partner called off is given back whole, whatever its terms keep of who gives up."""
    if status != CALLED_OFF:
        return await bookings.update_booking(tx, booking)
    nothing = Amount(0, booking.price.asset)
    return await _given_up(tx, replace(booking, state=BookingState.CANCELLING, kept=nothing, reason=CALLED_OFF), paid, is_whole=True)


async def _kept(tx: Tx, booking: Booking, held_until: datetime) -> Booking:
    if held_until <= tx.now:
        return await _end(tx, booking, BookingState.REFUSED, "expired")
    return await bookings.update_booking(tx, replace(booking, state=BookingState.HELD, held_until=held_until, ask_at=held_until))


async def _moved(tx: Tx, booking: Booking) -> Booking:
    assert booking.next_slot is not None
    told = booking.next_slot
    moved = replace(
        booking,
        state=BookingState.CONFIRMED,
        slot=told["slot"],
        starts_at=datetime.fromisoformat(told["starts_at"]),
        price=Amount(told["price_minor"], booking.price.asset),
        terms=BookingTerms(**told["terms"]),
        next_slot=None,
    )
    await bookings.take_next_details(tx, moved)
    tx.publish(SceneBookingChanged(booking.customer_id, None, booking.id, booking.scene))
    return await bookings.update_booking(tx, moved)


async def _given_up(tx: Tx, booking: Booking, paid: list[Order], *, is_whole: bool = False) -> Booking:
    """The partner has let it go. What is held is settled by its order, which is asked about at once; what was paid is given back: the price less what is
    kept, or the whole with what a change cost."""
    still_open = [order for order in paid if order.state in OPEN]
    if still_open:
        orders.change_orders(tx, [replace(order, ask_at=tx.now) for order in still_open])
        return await bookings.update_booking(tx, booking)
    assert booking.kept is not None
    captured = [order for order in paid if order.paid is not None]
    minors = [order.paid.minor for order in captured if order.paid is not None]
    total = sum(minors) if is_whole else booking.price.minor - booking.kept.minor if captured else 0
    for order, part in zip(captured, refund_parts(total, minors), strict=True):
        if part:
            await open_refund(tx, order.id, derived_id(booking.id, REFUND_STEPS[order.id != booking.order_id]), Amount(part, booking.price.asset))
    return await bookings.update_booking(tx, booking) if total else await _end(tx, booking, BookingState.CANCELLED, None)


async def _step_refused(tx: Tx, booking: Booking, step: BookingStep, reason: str) -> Booking:
    if step is BookingStep.HOLD:
        return await _end(tx, booking, BookingState.REFUSED, reason)
    if step is BookingStep.LOOK:
        return await bookings.update_booking(tx, booking)
    if step is BookingStep.MOVE:
        return await bookings.update_booking(tx, replace(booking, state=BookingState.CONFIRMED, change_id=None, next_slot=None, reason=reason))
    stands = booking.order_id is not None
    back = replace(booking, state=BookingState.CONFIRMED if stands else BookingState.HELD, kept=None, reason=reason)
    return await bookings.update_booking(tx, back if stands else replace(back, ask_at=booking.held_until))


async def _unpaid(tx: Tx, booking: Booking, reason: str) -> None:
    if booking.state is not BookingState.PAYING:
        await _end(tx, replace(booking, kept=Amount(0, booking.price.asset)), BookingState.CANCELLED, reason)
    elif reason in LOST or booking.held_until is None or tx.now >= booking.held_until:
        await _end(tx, booking, BookingState.REFUSED, reason)
    else:
        await bookings.update_booking(tx, replace(booking, state=BookingState.HELD, order_id=None, reason=reason, ask_at=booking.held_until))


async def _confirm(tx: Tx, booking: Booking, code: str | None) -> None:
    confirmed = replace(booking, state=BookingState.CONFIRMED, code=code, reason=None, ask_at=None)
    tx.publish(SceneBookingConfirmed(booking.customer_id, None, booking.id, booking.scene))
    await bookings.update_booking(tx, confirmed)


async def _end(tx: Tx, booking: Booking, state: BookingState, reason: str | None) -> Booking:
    ended = replace(booking, state=state, step=None, step_id=None, ask_at=None, reason=reason or booking.reason, ended_at=tx.now)
    tx.publish(SceneBookingEnded(booking.customer_id, None, booking.id, booking.scene, state.value))
    return await bookings.update_booking(tx, ended)
