"""What becomes of an order once it is placed: it is cancelled, expires, is shipped, arrives, or comes back."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.mall.errors.after_sale import AfterSaleOpen
from domains.mall.errors.orders import MallOrderEnded, MallOrderNotFound
from domains.mall.errors.stock import UnitsMalformed
from domains.mall.queries import orders
from domains.mall.queries.orders import MallOrder
from domains.mall.rules.orders import OrderEvent, OrderState, step
from domains.mall.rules.parcels import ParcelState, check_shippable
from domains.mall.rules.returns import take_back
from domains.mall.service import parcels, stock
from domains.mall.service.held import own_order, sold_order
from domains.mall.service.refunds import MallOrderStanding, Refunded, changed, held, refund, standing_of, waits_for_exchange


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


@composite_verb(MallOrderStanding)
async def cancel_mall_order(tx: Tx, command: CancelMallOrderCommand) -> MallOrderStanding | Refusal:
    """What was reserved is free again; what was paid goes back to where it came from. Refuses MallOrderNotFound, MallOrderEnded once it is shipped,
    AfterSaleOpen while an exchange waits, BookingTooLate, KeyShownAlready."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    order = await own_order(tx, command.owner_id, command.order_id)
    if order.state is OrderState.PAID:
        (lines,) = await orders.list_lines(tx, [order])
        if waits_for_exchange(lines):
            raise AfterSaleOpen
        assert command.request_id is not None
        everything = take_back([held(one) for one in lines], {one.number: one.left_units for one in lines if one.left_units})
        return await refund(tx, Refunded(command.request_id, command.owner_id), order, lines, everything)
    after = order._replace(state=step(order.state, OrderEvent.CANCEL), changed_at=tx.now)
    await stock.release(tx, [order.id])
    return changed(tx, after)


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
    return standing_of(parcels.write_after(tx, standing, [parcels.carried(tx, standing, shop, command.request_id, left, command.owner_id)]))


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
    if order.payment_id is None or order.state is OrderState.REFUNDED:
        raise MallOrderEnded(order.state.value)
    units = dict(command.units)
    if len(units) < len(command.units):
        raise UnitsMalformed(len(command.units))
    assert command.request_id is not None
    told = Refunded(command.request_id, command.owner_id, command.reason, is_restocked=command.is_restocked)
    return await refund(tx, told, order, lines, take_back([held(one) for one in lines], units))


@composite_verb(MallOrderStanding)
async def end_due_order(tx: Tx, command: EndDueOrderCommand) -> MallOrderStanding | Refusal:
    """Unpaid for too long, it expires and its units are free again. Refuses MallOrderNotFound."""
    order = await orders.lock_order(tx, command.order_id)
    if order is None:
        raise MallOrderNotFound
    if order.state is OrderState.PLACED and order.expires_at <= tx.now:
        await stock.release(tx, [order.id])
        return changed(tx, order._replace(state=step(order.state, OrderEvent.EXPIRE), changed_at=tx.now))
    return standing_of(order)


async def _deliver(tx: Tx, order: MallOrder) -> MallOrderStanding:
    """What is on its way arrived, and with it all of the order; what waits at a branch or for its time does not arrive by being said so."""
    state = step(order.state, OrderEvent.DELIVER)
    standing = await parcels.find_standing(tx, order)
    if not standing.parcels:
        parcels.give_rights(tx, order, standing.lines)
        return changed(tx, order._replace(state=state, due_at=None, changed_at=tx.now))
    arrived = [parcels.ended(one, ParcelState.DELIVERED, tx.now, order.customer_id) for one in standing.parcels if one.packed.is_on_its_way]
    after = parcels.write_after(tx, standing, arrived)
    if after.state is not state:
        raise MallOrderEnded(order.state.value)
    return standing_of(after)
