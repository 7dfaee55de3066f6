"""The one way in which something of an order goes back: units to their shelves, money to every source that it came from, both or neither.

A cancellation, a return, an exchange for something cheaper, a price that is made good and a dispute that is carried out all go through here. What each source
gets is the wallet's rule (wallet/rules/payments.py): coupons what they no longer give, the others in proportion to what is left of theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from domains import wallet
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.mall.errors.orders import MallOrderEnded
from domains.mall.events.orders import OrderReturned
from domains.mall.queries import orders
from domains.mall.queries.orders import MallOrder, MallOrderLine
from domains.mall.queries.parcels import Parcel
from domains.mall.rules.orders import OrderEvent, OrderState, step
from domains.mall.rules.returns import Held, Returned
from domains.mall.service import parcels, stock
from domains.mall.service.held import write_changed
from domains.mall.service.paid import state_after_return, take_back_parcels

RETURNABLE = (OrderState.PAID, OrderState.PART_SHIPPED, OrderState.SHIPPED, OrderState.DELIVERED)
"""How an order stands that was paid and not given back."""


@dataclass(frozen=True, slots=True)
class MallOrderStanding:
    """How an order stands now."""

    order_id: UUID
    customer_id: UUID
    state: str
    refunded: Amount


class Refunded(NamedTuple):
    """An act that gives something back: `key` names it and its refunds, `reason` is for the customer."""

    key: UUID
    by_id: UUID
    reason: str = ""
    is_restocked: bool = True


def held(line: MallOrderLine) -> Held:
    """A line, as the rules of returns see it."""
    return Held(line.number, line.left_units, line.left_minor, line.extra_left_minor)


def waits_for_exchange(lines: Sequence[MallOrderLine]) -> bool:
    """Whether units are on their way to be exchanged: they left their line, and no line has come of it yet."""
    return sum(one.exchanged_units for one in lines) > sum(one.units for one in lines if one.came_of is not None)


async def refund(tx: Tx, act: Refunded, order: MallOrder, lines: Sequence[MallOrderLine], back: Sequence[Returned]) -> MallOrderStanding:
    """Give it back, and end the order when no unit is left. The caller has locked it. Raises MallOrderEnded, and what the wallet refuses of a refund."""
    if order.payment_id is None or order.state not in RETURNABLE:
        raise MallOrderEnded(order.state.value)
    by_number = {one.number: one for one in back}
    units = {one.number: one.units for one in back if one.units}
    made: list[Parcel] = []
    if units:
        made, restocked = await take_back_parcels(tx, order, lines, units, act.by_id, is_restocked=act.is_restocked)
        await _restock(tx, act, order, [(one, restocked[one.number]) for one in lines if one.number in restocked])
    minor = sum(one.minor for one in back)
    refund_id = act.key
    by_payment = _by_payment(order, lines, by_number)
    for payment_id, part in by_payment.items():
        paid = await wallet.checkouts.find_paid(tx, payment_id)
        assert paid is not None
        request_id = act.key if payment_id == order.payment_id else derived_id(act.key, f"extra:{payment_id}")
        refund_id = (await wallet.checkouts.give_back_payment(tx, request_id, paid, Amount(part, order.asset), act.reason, act.by_id)).id
    after = [_lessened(one, by_number[one.number]) if one.number in by_number else one for one in lines]
    orders.write_lines(tx, [one for one in after if one.number in by_number])
    tx.publish(OrderReturned(order.customer_id, order.shop_id, order.id, refund_id, minor, order.asset.code))
    is_all = not any(one.left_units for one in after) and not waits_for_exchange(after)
    state = step(order.state, OrderEvent.REFUND_ALL) if is_all else state_after_return(order, after, made) if units else order.state
    if state is OrderState.DELIVERED and order.state is not state:
        parcels.give_rights(tx, order, after)
    return changed(tx, order._replace(state=state, refunded_minor=order.refunded_minor + minor, changed_at=tx.now))


def changed(tx: Tx, order: MallOrder) -> MallOrderStanding:
    """Write how the order stands, and say so."""
    return standing_of(write_changed(tx, order))


def standing_of(order: MallOrder) -> MallOrderStanding:
    """What a verb answers of an order."""
    return MallOrderStanding(order.id, order.customer_id, order.state.value, order.refunded)


async def _restock(tx: Tx, act: Refunded, order: MallOrder, back: Sequence[tuple[MallOrderLine, int]]) -> None:
    """What an exchange brought was sold to the exchange, all else to the order."""
    by_sale: dict[UUID, dict[UUID, int]] = {}
    for line, units in back:
        if units:
            by_variant = by_sale.setdefault(line.exchange_id or order.id, {})
            by_variant[line.variant_id] = by_variant.get(line.variant_id, 0) + units
    for sale_id, by_variant in sorted(by_sale.items()):
        await stock.restock(tx, sale_id, by_variant, act.by_id, act.key)


def _by_payment(order: MallOrder, lines: Sequence[MallOrderLine], back: Mapping[int, Returned]) -> dict[UUID, int]:
    """How much of each payment goes back, the order's own last: its refund is the one that is told."""
    assert order.payment_id is not None
    parts: dict[UUID, int] = {}
    for line in lines:
        if line.number in back and back[line.number].extra_minor:
            assert line.extra_payment_id is not None
            parts[line.extra_payment_id] = parts.get(line.extra_payment_id, 0) + back[line.number].extra_minor
    rest = sum(one.minor - one.extra_minor for one in back.values())
    return {**dict(sorted(parts.items())), **({order.payment_id: rest} if rest else {})}


def _lessened(line: MallOrderLine, back: Returned) -> MallOrderLine:
    return line._replace(
        returned_units=line.returned_units + back.units,
        refunded_minor=line.refunded_minor + back.minor,
        extra_refunded_minor=line.extra_refunded_minor + back.extra_minor,
    )
