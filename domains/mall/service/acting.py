"""Who acts: a customer who is signed in, staff, and whoever acts for a merchant that has a shop in the mall."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar
from uuid import UUID

from domains import customers, wallet
from domains.kernel.transactions import Queryable, Tx
from domains.mall.errors.shops import ShopClosed, ShopNotFound
from domains.mall.queries import catalogue, shops
from domains.mall.queries.catalogue import Goods
from domains.mall.queries.shops import MallShop
from domains.mall.rules.catalogue import GoodsState
from domains.mall.rules.shops import ShopState

Found = TypeVar("Found")


async def acted_shop(tx: Tx, session_id: UUID, owner_id: UUID, shop_id: UUID) -> MallShop:
    """The open shop that somebody acts for. Raises Unauthenticated, ShopNotFound, ShopClosed."""
    shop = await own_shop(tx, session_id, owner_id, shop_id)
    if shop.state is not ShopState.OPEN:
        raise ShopClosed(shop.state.value)
    return shop


async def own_shop(tx: Tx, session_id: UUID, owner_id: UUID, shop_id: UUID) -> MallShop:
    """The same, however the shop stands."""
    await customers.acting.check_session(tx, session_id, owner_id)
    (shop,) = await find_acted(tx, [owner_id], shop_id)
    if shop is None:
        raise ShopNotFound
    return shop


async def find_acted(source: Queryable, customer_ids: Sequence[UUID], shop_id: UUID) -> list[MallShop | None]:
    """For each of them the shop, if they act for its merchant. Two statements."""
    shop = (await shops.find_shops(source, [shop_id])).get(shop_id)
    if shop is None:
        return [None] * len(customer_ids)
    desks = await wallet.find_desks(source, customer_ids, [shop.merchant_id] * len(customer_ids))
    return [None if desk is None else shop for desk in desks]


async def find_for_acting(source: Queryable, customer_ids: Sequence[UUID], shop_id: UUID, find: Callable[[MallShop], Awaitable[Found]]) -> list[Found | None]:
    """For each of them what `find` reads of the shop, once for all, if they act for its merchant. Where nobody does, nothing of it is read."""
    acted = await find_acted(source, customer_ids, shop_id)
    shop = next((one for one in acted if one is not None), None)
    if shop is None:
        return [None] * len(acted)
    found = await find(shop)
    return [None if one is None else found for one in acted]


async def find_seen_goods(source: Queryable, customer_ids: Sequence[UUID], product_id: UUID) -> list[Goods | None]:
    """For each of them the product, if they may see it: a draft is seen by who acts for its shop alone."""
    found = (await catalogue.find_goods(source, [product_id])).get(product_id)
    if found is None or found.state is not GoodsState.DRAFT:
        return [found] * len(customer_ids)
    return [None if shop is None else found for shop in await find_acted(source, customer_ids, found.shop_id)]
