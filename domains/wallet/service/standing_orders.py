"""Standing orders: created, paused, resumed and stopped by their owner."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from domains import customers
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import IdReused, Refusal, Unauthenticated
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.errors.standing_orders import StandingOrderEnded, StandingOrderNotFound
from domains.wallet.events.standing_orders import StandingOrderChanged, StandingOrderCreated
from domains.wallet.queries import standing_orders
from domains.wallet.queries.standing_orders import StandingOrder
from domains.wallet.rules.standing_orders import (
    STANDING,
    Rhythm,
    StandingOrderState,
    check_standing_order,
    has_occurrence,
    number_from,
    occurrence_on,
)
from domains.wallet.service.transfer import NO_PIN


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateStandingOrderCommand(Command):
    """`owner_id` wants `amount` sent on `first_on` and, by its rhythm, after it until `ends_on`. `request_id` is the order's id."""

    session_id: UUID = field(metadata=UNHASHED)
    target_id: UUID | None = None
    target_phone: str | None = None
    amount: Amount
    note: str = ""
    rhythm: Rhythm
    first_on: date
    ends_on: date | None = None
    pin: customers.PinProof = field(default=NO_PIN, metadata=UNHASHED)


@composite_verb(StandingOrder)
async def create_standing_order(tx: Tx, command: CreateStandingOrderCommand) -> StandingOrder | Refusal | Unauthenticated:
    """Write the order down; nothing moves yet. Refuses in the order of rules/standing_orders.py."""
    who, target = [(command.owner_id, command.session_id)], [(command.target_id, command.target_phone)]
    ((sender, target_id),) = await customers.find_parties(tx, who, target)
    if sender is None:
        return Unauthenticated()
    # The lock on the customer keeps two at once from passing the bound together.
    await customers.lock_customers(tx, [command.owner_id])
    standing = await standing_orders.count_standing(tx, command.owner_id)
    check_standing_order(
        command.amount,
        command.note,
        sender.tier,
        command.owner_id,
        target_id,
        command.pin,
        first_on=command.first_on,
        ends_on=command.ends_on,
        today=business_date(tx.now),
        standing=standing,
    )
    assert target_id is not None
    order = _new(tx, command, target_id)
    if not await standing_orders.insert_standing_order(tx, order):
        raise IdReused(order.id)
    tx.publish(StandingOrderCreated(order.customer_id, None, order.id, order.rhythm, order.first_on))
    return order


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOnStandingOrderCommand(Command):
    """`owner_id` pauses, resumes or stops an order."""

    session_id: UUID = field(metadata=UNHASHED)
    standing_order_id: UUID


@composite_verb(StandingOrder)
async def pause_standing_order(tx: Tx, command: DecideOnStandingOrderCommand) -> StandingOrder | Refusal | Unauthenticated:
    """Leave it out until it is resumed. One that is paused stays so."""
    return await _change(tx, command, lambda order: replace(order, state=StandingOrderState.PAUSED))


@composite_verb(StandingOrder)
async def resume_standing_order(tx: Tx, command: DecideOnStandingOrderCommand) -> StandingOrder | Refusal | Unauthenticated:
    """Go on with the first occurrence that does not lie in the past; without one it is finished. One that is active stays so."""

    def resumed(order: StandingOrder) -> StandingOrder:
        if order.state is StandingOrderState.ACTIVE:
            return order
        number = number_from(order.first_on, order.rhythm, order.number, business_date(tx.now))
        return advanced(replace(order, state=StandingOrderState.ACTIVE), number)

    return await _change(tx, command, resumed)


@composite_verb(StandingOrder)
async def stop_standing_order(tx: Tx, command: DecideOnStandingOrderCommand) -> StandingOrder | Refusal | Unauthenticated:
    """End it for good."""
    return await _change(tx, command, lambda order: replace(order, state=StandingOrderState.STOPPED))


def advanced(order: StandingOrder, number: int) -> StandingOrder:
    """The order with that occurrence to come, without failures; finished where it has none."""
    on = occurrence_on(order.first_on, order.rhythm, number)
    if not has_occurrence(order.rhythm, number, on, order.ends_on):
        return replace(order, state=StandingOrderState.FINISHED, failures=0, reason=None)
    return replace(order, number=number, next_on=on, try_on=on, failures=0, reason=None)


def write_change(tx: Tx, before: StandingOrder, after: StandingOrder) -> StandingOrder:
    """Write down what changed, and say so where the state did."""
    if after == before:
        return before
    if after.state not in STANDING:
        after = replace(after, ended_at=tx.now)
    standing_orders.change_standing_order(tx, after)
    if after.state is not before.state:
        tx.publish(StandingOrderChanged(after.customer_id, None, after.id, after.state))
    return after


async def _change(tx: Tx, command: DecideOnStandingOrderCommand, change: Callable[[StandingOrder], StandingOrder]) -> StandingOrder | Refusal | Unauthenticated:
    (alive,) = await customers.check_sessions(tx, [command.session_id], [command.owner_id])
    if not alive:
        return Unauthenticated()
    order = await standing_orders.lock_standing_order(tx, command.standing_order_id)
    if order is None or order.customer_id != command.owner_id:
        raise StandingOrderNotFound
    if order.state not in STANDING:
        raise StandingOrderEnded(order.state)
    return write_change(tx, order, change(order))


def _new(tx: Tx, command: CreateStandingOrderCommand, target_id: UUID) -> StandingOrder:
    assert command.request_id is not None
    return StandingOrder(
        id=command.request_id,
        customer_id=command.owner_id,
        target_id=target_id,
        amount=command.amount,
        note=command.note,
        rhythm=command.rhythm,
        first_on=command.first_on,
        ends_on=command.ends_on,
        state=StandingOrderState.ACTIVE,
        number=0,
        next_on=command.first_on,
        try_on=command.first_on,
        failures=0,
        reason=None,
        created_at=tx.now,
        ended_at=None,
    )
