"""The root queries on the catalogue."""

import strawberry

from domains import mall
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.mall.catalogue.types import Goods, GoodsState, MallCategory
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id


@batched(list[MallCategory], "The categories of the mall, parents before children.", permission=Permission.PUBLIC, list_size=200)
async def mall_categories(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[mall.Category]]:
    found = await mall.list_categories(read)
    return [found for _ in roots]


@batched(Connection[Goods], "What is sold now, of a category with what is below it, newest first.", permission=Permission.PUBLIC)
async def goods_on_sale(
    read: Read, roots: list[None], viewers: list[Viewer], *, category: str | None = None, first: int = 20, after: Cursor | None = None
) -> list[Page[mall.Goods]]:
    page = await mall.list_on_sale(read, category, first, after)
    return [page for _ in roots]


@batched(Goods | None, "A product that is or was sold, or a draft of the viewer's own shop; null for what is none.", permission=Permission.PUBLIC)
async def goods(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[mall.Goods | None]:
    return await mall.find_seen_goods(read, [viewer.id for viewer in viewers], read_id(id) or NOBODY)


@batched(Connection[Goods] | None, "What a shop that the viewer acts for sells, sold or not, newest first; null for others'.", permission=Permission.CUSTOMER)
async def shop_goods(
    read: Read,
    roots: list[None],
    viewers: list[Viewer],
    *,
    shop_id: strawberry.ID,
    states: list[GoodsState] | None = None,
    first: int = 20,
    after: Cursor | None = None,
) -> list[Page[mall.Goods] | None]:
    told = list(mall.GoodsState) if states is None else [mall.GoodsState[one.name] for one in states]
    return await mall.find_for_acting(
        read, [viewer.id for viewer in viewers], read_id(shop_id) or NOBODY, lambda shop: mall.list_goods_of_shop(read, shop.id, told, first, after)
    )


@strawberry.type
class Query:
    mall_categories = mall_categories
    goods_on_sale = goods_on_sale
    goods = goods
    shop_goods = shop_goods
