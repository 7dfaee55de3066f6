"""The root queries on shops."""

import strawberry

from domains import mall
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.mall.shops.types import MallShop, MallShopState
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id


@batched(MallShop | None, "A shop of the mall that is open or was; null for what is none.", permission=Permission.PUBLIC)
async def mall_shop(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[mall.MallShop | None]:
    shop_id = read_id(id) or NOBODY
    shop = (await mall.find_shops(read, [shop_id])).get(shop_id)
    seen = shop if shop is not None and shop.state in (mall.ShopState.OPEN, mall.ShopState.CLOSED) else None
    return [seen for _ in roots]


@batched(Connection[MallShop], "Shops that stand so, for staff, newest first.", permission=Permission.OPERATOR_MERCHANTS)
async def mall_shops(
    read: Read, roots: list[None], viewers: list[Viewer], *, state: MallShopState = MallShopState.PENDING, first: int = 20, after: Cursor | None = None
) -> list[Page[mall.MallShop]]:
    page = await mall.list_shops(read, mall.ShopState[state.name], first, after)
    return [page for _ in roots]


@strawberry.type
class Query:
    mall_shop = mall_shop
    mall_shops = mall_shops
