"""The root queries on the catalogue."""

import strawberry

from domains import mall, wallet
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.mall.catalogue.types import Goods, MallCategory
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
    product_id = read_id(id) or NOBODY
    found = (await mall.find_goods(read, [product_id])).get(product_id)
    if found is None or found.state is not mall.GoodsState.DRAFT:
        return [found for _ in roots]
    shop = (await mall.find_shops(read, [found.shop_id]))[found.shop_id]
    desks = await wallet.find_desks(read, [viewer.id for viewer in viewers], [shop.merchant_id] * len(viewers))
    return [found if desk is not None else None for desk in desks]


@strawberry.type
class Query:
    mall_categories = mall_categories
    goods_on_sale = goods_on_sale
    goods = goods
