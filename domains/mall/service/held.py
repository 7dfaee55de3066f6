"""Orders that a verb holds until its commit, whose they are, and how they are written when they changed."""

from uuid import UUID

from domains.kernel.transactions import Tx
from domains.mall.errors.orders import MallOrderNotFound
from domains.mall.errors.shops import ShopNotFound
from domains.mall.events.orders import MallOrderChanged
from domains.mall.queries import orders
from domains.mall.queries.orders import MallOrder
from domains.mall.queries.shops import MallShop
from domains.mall.service.acting import own_shop


async def own_order(tx: Tx, customer_id: UUID, order_id: UUID) -> MallOrder:
    """An order of a customer. Raises MallOrderNotFound."""
    order = await orders.lock_order(tx, order_id)
    if order is None or order.customer_id != customer_id:
        raise MallOrderNotFound
    return order


async def sold_order(tx: Tx, session_id: UUID, owner_id: UUID, order_id: UUID) -> tuple[MallOrder, MallShop]:
    """An order of a shop that somebody acts for. Raises Unauthenticated, MallOrderNotFound."""
    order = await orders.lock_order(tx, order_id)
    if order is None:
        raise MallOrderNotFound
    try:
        return order, await own_shop(tx, session_id, owner_id, order.shop_id)
    except ShopNotFound:
        raise MallOrderNotFound from None


def write_changed(tx: Tx, order: MallOrder) -> MallOrder:
    """Write how it stands, and tell of it."""
    orders.write_orders(tx, [order])
    tx.publish(MallOrderChanged(order.customer_id, order.shop_id, order.id, order.state.value))
    return order
