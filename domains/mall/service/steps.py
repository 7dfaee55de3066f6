"""What becomes of an order once it is placed: it is cancelled, expires, is shipped, arrives, or comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from domains import customers, wallet
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.mall.errors.orders import MallOrderEnded, MallOrderNotFound
from domains.mall.errors.stock import UnitsMalformed
from domains.mall.events.orders import OrderReturned
from domains.mall.queries import orders
from domains.mall.queries.orders import MallOrder, MallOrderLine
from domains.mall.rules.orders import OrderEvent, OrderState, step
from domains.mall.rules.parcels import ParcelState, check_shippable
from domains.mall.rules.returns import Held, take_back
from domains.mall.service import parcels, stock
from domains.mall.service.held import own_order, sold_order, write_changed
from domains.mall.service.paid import state_after_return, take_back_parcels


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelMallOrderCommand(Command):
    """`owner_id` does not want what was ordered: before it is paid, or paid and not shipped."""

    session_id: UUID = field(metadata=UNHASHED)
    order_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipMallOrderCommand(Command):
    """`owner_id` acts for the shop: all of the order that was not sent is on its way."""

    session_id: UUID = field(metadata=UNHASHED)
    order_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmDeliveryCommand(Command):
    """`owner_id` has what was ordered."""

    session_id: UUID = field(metadata=UNHASHED)
    order_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLinesCommand(Command):
    """`owner_id` acts for the shop: of those lines (by number) so many units came back. Only what is `restocked` can be sold again."""

    session_id: UUID = field(metadata=UNHASHED)
    order_id: UUID
    units: tuple[tuple[int, int], ...]
    is_restocked: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDueOrderCommand(Command):
    """The house: an order's time to be paid is over. Nothing happens to one that is not due."""

    order_id: UUID


@dataclass(frozen=True, slots=True)
class MallOrderStanding:
    """How an order stands now."""

    order_id: UUID
    customer_id: UUID
    state: str
    refunded: Amount


@composite_verb(MallOrderStanding)
async def cancel_mall_order(tx: Tx, command: CancelMallOrderCommand) -> MallOrderStanding | Refusal:
    """What was reserved is free again; what was paid goes back to where it came from. Refuses MallOrderNotFound, MallOrderEnded once it is shipped,
    BookingTooLate, KeyShownAlready."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    order = await own_order(tx, command.owner_id, command.order_id)
    if order.state is OrderState.PAID:
        (lines,) = await orders.list_lines(tx, [order])
        everything = {one.number: one.units - one.returned_units for one in lines if one.units > one.returned_units}
        assert command.request_id is not None
        return await _return(tx, command.request_id, order, lines, everything, command.owner_id, "")
    after = order._replace(state=step(order.state, OrderEvent.CANCEL), changed_at=tx.now)
    await stock.release(tx, [order.id])
    return _changed(tx, after)


@composite_verb(MallOrderStanding)
async def ship_mall_order(tx: Tx, command: ShipMallOrderCommand) -> MallOrderStanding | Refusal:
    """In one parcel, without a carrier that is known. It counts as delivered after the shop's days. Refuses MallOrderNotFound, MallOrderEnded."""
    order, shop = await sold_order(tx, command.session_id, command.owner_id, command.order_id)
    check_shippable(order.state)
    standing = await parcels.find_standing(tx, order)
    left = parcels.all_left(standing)
    if not left:
        raise MallOrderEnded(order.state.value)
    assert command.request_id is not None
    return _standing(parcels.write_after(tx, standing, [parcels.carried(tx, standing, shop, command.request_id, left, command.owner_id)]))


@composite_verb(MallOrderStanding)
async def confirm_delivery(tx: Tx, command: ConfirmDeliveryCommand) -> MallOrderStanding | Refusal:
    """Refuses MallOrderNotFound, MallOrderEnded."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    return await _deliver(tx, await own_order(tx, command.owner_id, command.order_id))


@composite_verb(MallOrderStanding)
async def return_lines(tx: Tx, command: ReturnLinesCommand) -> MallOrderStanding | Refusal:
    """The units' money goes back to where it came from, in proportion. Refuses MallOrderNotFound, MallOrderEnded (not paid, or all came back),
    UnitsMalformed, and what the wallet refuses of a refund."""
    order, _ = await sold_order(tx, command.session_id, command.owner_id, command.order_id)
    (lines,) = await orders.list_lines(tx, [order])
    units = dict(command.units)
    if len(units) < len(command.units):
        raise UnitsMalformed(len(command.units))
    assert command.request_id is not None
    return await _return(tx, command.request_id, order, lines, units, command.owner_id, command.reason, is_restocked=command.is_restocked)


@composite_verb(MallOrderStanding)
async def end_due_order(tx: Tx, command: EndDueOrderCommand) -> MallOrderStanding | Refusal:
    """Unpaid for too long, it expires and its units are free again. Refuses MallOrderNotFound."""
    order = await orders.lock_order(tx, command.order_id)
    if order is None:
        raise MallOrderNotFound
    if order.state is OrderState.PLACED and order.expires_at <= tx.now:
        await stock.release(tx, [order.id])
        return _changed(tx, order._replace(state=step(order.state, OrderEvent.EXPIRE), changed_at=tx.now))
    return _standing(order)


async def _deliver(tx: Tx, order: MallOrder) -> MallOrderStanding:
    """What is on its way arrived, and with it all of the order; what waits at a branch or for its time does not arrive by being said so."""
    state = step(order.state, OrderEvent.DELIVER)
    standing = await parcels.find_standing(tx, order)
    if not standing.parcels:
        parcels.give_rights(tx, order, standing.lines)
        return _changed(tx, order._replace(state=state, due_at=None, changed_at=tx.now))
    arrived = [parcels.ended(one, ParcelState.DELIVERED, tx.now, order.customer_id) for one in standing.parcels if one.packed.is_on_its_way]
    after = parcels.write_after(tx, standing, arrived)
    if after.state is not state:
        raise MallOrderEnded(order.state.value)
    return _standing(after)


async def _return(
    tx: Tx,
    request_id: UUID,
    order: MallOrder,
    lines: list[MallOrderLine],
    units: Mapping[int, int],
    by_id: UUID,
    reason: str,
    *,
    is_restocked: bool = True,
) -> MallOrderStanding:
    """Units and their money go back, both or neither."""
    if order.payment_id is None or order.state is OrderState.REFUNDED:
        raise MallOrderEnded(order.state.value)
    held = [Held(one.number, one.units, one.total_minor, one.returned_units, one.refunded_minor) for one in lines]
    returned = {one.number: one for one in take_back(held, units)}
    minor = sum(one.minor for one in returned.values())
    made, restocked = await take_back_parcels(tx, order, lines, {one.number: one.units for one in returned.values()}, by_id, is_restocked=is_restocked)
    by_variant = {one.variant_id: restocked[one.number] for one in lines if one.number in restocked}
    if by_variant:
        await stock.restock(tx, order.id, by_variant, by_id, request_id)
    paid = await wallet.checkouts.find_paid(tx, order.payment_id)
    assert paid is not None
    refund_id = request_id
    if minor:
        refund_id = (await wallet.checkouts.give_back_payment(tx, request_id, paid, Amount(minor, order.asset), reason, by_id)).id
    after = [
        one._replace(returned_units=one.returned_units + returned[one.number].units, refunded_minor=one.refunded_minor + returned[one.number].minor)
        if one.number in returned
        else one
        for one in lines
    ]
    orders.write_lines(tx, [one for one in after if one.number in returned])
    tx.publish(OrderReturned(order.customer_id, order.shop_id, order.id, refund_id, minor, order.asset.code))
    is_all = all(one.returned_units == one.units for one in after)
    state = step(order.state, OrderEvent.REFUND_ALL) if is_all else state_after_return(order, after, made)
    if state is OrderState.DELIVERED and order.state is not state:
        parcels.give_rights(tx, order, after)
    return _changed(tx, order._replace(state=state, refunded_minor=order.refunded_minor + minor, changed_at=tx.now))


def _changed(tx: Tx, order: MallOrder) -> MallOrderStanding:
    return _standing(write_changed(tx, order))


def _standing(order: MallOrder) -> MallOrderStanding:
    return MallOrderStanding(order.id, order.customer_id, order.state.value, order.refunded)
