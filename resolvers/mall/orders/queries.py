"""The root queries on orders."""

import strawberry

from domains import mall
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.mall.orders.types import MallOrder, MallOrderState
from resolvers.mall.stock.types import Warehouse
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id


@batched(MallOrder | None, "An order of the viewer; null for what is none.", permission=Permission.CUSTOMER)
async def mall_order(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[mall.MallOrder | None]:
    order_id = read_id(id) or NOBODY
    found = (await mall.find_orders(read, [order_id])).get(order_id)
    return [found if found is not None and found.customer_id == viewer.id else None for viewer in viewers]


@batched(Connection[MallOrder], "The viewer's orders, newest first.", permission=Permission.CUSTOMER)
async def mall_orders(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[mall.MallOrder]]:
    return await mall.list_orders(read, [viewer.id for viewer in viewers], first, after)


@batched(Connection[MallOrder] | None, "The orders of a shop that the viewer acts for, newest first; null for others'.", permission=Permission.CUSTOMER)
async def shop_orders(
    read: Read,
    roots: list[None],
    viewers: list[Viewer],
    *,
    shop_id: strawberry.ID,
    states: list[MallOrderState] | None = None,
    first: int = 20,
    after: Cursor | None = None,
) -> list[Page[mall.MallOrder] | None]:
    told = list(mall.OrderState) if states is None else [mall.OrderState[one.name] for one in states]
    return await mall.find_for_acting(
        read, [viewer.id for viewer in viewers], read_id(shop_id) or NOBODY, lambda shop: mall.list_orders_of_shop(read, shop.id, told, first, after)
    )


@batched(list[Warehouse] | None, "The warehouses of a shop that the viewer acts for; null for others'.", permission=Permission.CUSTOMER, list_size=20)
async def shop_warehouses(read: Read, roots: list[None], viewers: list[Viewer], *, shop_id: strawberry.ID) -> list[list[mall.Warehouse] | None]:
    async def of_shop(shop: mall.MallShop) -> list[mall.Warehouse]:
        return (await mall.list_warehouses(read, [shop.id]))[0]

    return await mall.find_for_acting(read, [viewer.id for viewer in viewers], read_id(shop_id) or NOBODY, of_shop)


@strawberry.type
class Query:
    mall_order = mall_order
    mall_orders = mall_orders
    shop_orders = shop_orders
    shop_warehouses = shop_warehouses
