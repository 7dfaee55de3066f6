"""Deal the queue of a flash sale: number all who joined, place orders for those whose turn it is, and end the sale when nothing is left of it.

It may run at any time, in any number of processes: each waits for the other, and finds what is left to do."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.mall.errors.flash import FlashSaleNotFound
from domains.mall.events.flash import FlashQueueAdvanced, FlashTurnBegun
from domains.mall.events.orders import MallOrderPlaced
from domains.mall.queries import catalogue, flash, orders
from domains.mall.queries.catalogue import Offered
from domains.mall.queries.flash import NextPlace
from domains.mall.queries.orders import MallOrder, MallOrderLine
from domains.mall.rules.flash import UNITS_MOST, FlashSale, deal
from domains.mall.rules.orders import OrderState
from domains.mall.service import stock

TURNS_MOST = 500
"""Orders that one transaction places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFlashSaleCommand(Command):
    """The house looks after a sale. Nothing happens to one where nothing is to be done."""

    sale_id: UUID


@dataclass(frozen=True, slots=True)
class FlashDealt:
    """How many joined since the last time, and how many have their turn by this one; `is_more` when there are more to come at once."""

    sale_id: UUID
    joined: int
    turns: int
    is_more: bool


@composite_verb(FlashDealt)
async def deal_flash_sale(tx: Tx, command: DealFlashSaleCommand) -> FlashDealt | Refusal:
    """Refuses FlashSaleNotFound."""
    before = await flash.lock_sale(tx, command.sale_id)
    if before is None:
        raise FlashSaleNotFound
    joined = await flash.number_arrivals(tx, before.id, before.last_place)
    numbered = before._replace(last_place=before.last_place + joined)
    slots = (await flash.count_slots(tx, [before.id]))[before.id]
    dealing = deal(numbered, slots, TURNS_MOST, tx.now)
    after = numbered._replace(state=dealing.state, served_place=numbered.served_place + dealing.turns)
    if dealing.turns:
        await _begin_turns(tx, numbered, dealing.turns)
    if dealing.is_freed:
        await stock.let_go(tx, await flash.list_free_slots(tx, before.id, UNITS_MOST))
    if after.state is not before.state:
        await flash.forget_deliveries(tx, before.id)
    flash.set_sale(tx, after, tx.now if dealing.is_closed else None)
    if (after.served_place, after.state) != (before.served_place, before.state):
        tx.publish(FlashQueueAdvanced(after.id, after.shop_id, after.served_place, after.state.value))
    return FlashDealt(after.id, joined, dealing.turns, is_more=dealing.turns == TURNS_MOST)


async def _begin_turns(tx: Tx, sale: FlashSale, turns: int) -> None:
    """An order for each of the next, which waits for its money; each has one of the units that were with the sale."""
    served = await flash.list_next(tx, sale.id, sale.served_place, turns)
    slots = await flash.list_free_slots(tx, sale.id, turns)
    offered = (await catalogue.find_offered(tx, [sale.variant_id]))[sale.variant_id]
    placed = [_order(tx, sale, one) for one in served]
    flash.give_slots(tx, [slot._replace(order_id=one.id, customer_id=one.customer_id) for slot, one in zip(slots, placed, strict=True)])
    flash.serve_places(tx, sale.id, served)
    orders.write_orders(tx, placed)
    orders.write_lines(tx, [_line(sale, one, offered) for one in placed])
    for one in placed:
        tx.publish(MallOrderPlaced(one.customer_id, sale.shop_id, one.id, sale.price_minor, sale.asset.code))
        tx.publish(FlashTurnBegun(one.customer_id, sale.shop_id, sale.id, one.id))


def _order(tx: Tx, sale: FlashSale, one: NextPlace) -> MallOrder:
    """It is a checkout of its own, paid as any other is."""
    named = (one.customer_id, one.order_id, one.order_id, sale.shop_id, sale.merchant_id, OrderState.PLACED, sale.asset)
    minors = (sale.price_minor, 0, sale.price_minor, 0, 0)
    return MallOrder(*named, *minors, None, (), one.sealed, tx.now, tx.now + timedelta(minutes=sale.pay_minutes), None, tx.now)


def _line(sale: FlashSale, order: MallOrder, offered: Offered) -> MallOrderLine:
    names = (sale.variant_id, offered.variant.product_id, offered.title_zh, offered.title_en, dict(offered.variant.attributes))
    return MallOrderLine(order.customer_id, order.id, 1, *names, 1, sale.price_minor, 0, sale.price_minor, 0, 0, sale.asset)
