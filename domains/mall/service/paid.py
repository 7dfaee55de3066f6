"""What reaches the customer with the payment itself, and what of it goes back with a refund."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from domains.kernel.transactions import Tx
from domains.mall.events.orders import MallOrderChanged
from domains.mall.queries import keys, parcels
from domains.mall.queries.orders import MallOrder, MallOrderLine
from domains.mall.queries.parcels import Parcel
from domains.mall.rules.orders import OrderState
from domains.mall.rules.parcels import order_after
from domains.mall.service.keys import deliver_keys, take_keys_back
from domains.mall.service.parcels import Standing, give_rights, ordered_of, tell_changed
from domains.mall.service.slots import free_waiting, no_longer_waited_for


async def give_keys(tx: Tx, paid: Sequence[MallOrder], lines: Sequence[Sequence[MallOrderLine]]) -> list[MallOrder]:
    """Orders that are paid in this commit get the keys of their digital lines; one of nothing else is delivered by that. One statement where none has any.
    Raises OutOfStock. The orders are written by the caller."""
    pooled = await keys.list_pooled(tx, sorted({one.variant_id for of_order in lines for one in of_order}))
    if not pooled:
        return list(paid)
    wanted = {
        order.id: {one.number: (one.variant_id, one.units) for one in of_order if one.variant_id in pooled} for order, of_order in zip(paid, lines, strict=True)
    }
    made = await deliver_keys(tx, paid, wanted)
    parcels.write_parcels(tx, list(made.values()))
    after = []
    for order, of_order in zip(paid, lines, strict=True):
        after.append(_after_keys(tx, order, of_order, made[order.id]) if order.id in made else order)
    return after


async def take_back_parcels(
    tx: Tx, order: MallOrder, lines: Sequence[MallOrderLine], returned: Mapping[int, int], by_id: UUID, *, is_restocked: bool
) -> tuple[list[Parcel], dict[int, int]]:
    """Before units (by the line's number) are refunded: what waits for the customer waits no more, and keys are not theirs any more. Gives the order's parcels
    as they stand then, and how many units of each line can be sold again. Raises BookingTooLate, KeyShownAlready. One statement where there is no parcel."""
    (made,) = await parcels.list_of_orders(tx, [order.id])
    restocked = dict(returned) if is_restocked else {}
    if not made:
        return [], restocked
    waiting = no_longer_waited_for(made, ordered_of(lines), returned)
    freed = await free_waiting(tx, waiting, by_id, is_asked_by_customer=by_id == order.customer_id)
    parcels.write_parcels(tx, freed)
    for one in freed:
        tell_changed(tx, one)
    for number, units in (await take_keys_back(tx, made, returned, is_restocked=is_restocked)).items():
        restocked[number] = units
    now = {one.id: one for one in freed}
    return [now.get(one.id, one) for one in made], {number: units for number, units in restocked.items() if units}


def state_after_return(order: MallOrder, lines: Sequence[MallOrderLine], made: Sequence[Parcel]) -> OrderState:
    """How an order stands once units of it came back and others are kept: what is left may be all on its way now, or all there."""
    return order_after(order.state, Standing(order, list(lines), list(made)).ordered, [one.packed for one in made])


def _after_keys(tx: Tx, order: MallOrder, lines: Sequence[MallOrderLine], parcel: Parcel) -> MallOrder:
    tell_changed(tx, parcel)
    state = state_after_return(order, lines, [parcel])
    if state is order.state:
        return order
    give_rights(tx, order, lines)
    tx.publish(MallOrderChanged(order.customer_id, order.shop_id, order.id, state.value))
    return order._replace(state=state)
