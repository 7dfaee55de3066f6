"""The root queries on files of products."""

import strawberry

from domains import mall
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.mall.imports.types import GoodsImport
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id

importing = mall.importing


@batched(GoodsImport | None, "A file of products of a shop that the viewer acts for; null for others'.", permission=Permission.CUSTOMER)
async def goods_import(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[mall.importing.GoodsImport | None]:
    return await importing.find_acted_imports(read, [viewer.id for viewer in viewers], read_id(id) or NOBODY)


@batched(
    Connection[GoodsImport] | None, "The files of products of a shop that the viewer acts for, newest first; null for others'.", permission=Permission.CUSTOMER
)
async def goods_imports(
    read: Read, roots: list[None], viewers: list[Viewer], *, shop_id: strawberry.ID, first: int = 20, after: Cursor | None = None
) -> list[Page[mall.importing.GoodsImport] | None]:
    return await mall.find_for_acting(
        read, [viewer.id for viewer in viewers], read_id(shop_id) or NOBODY, lambda shop: importing.list_imports(read, shop.id, first, after)
    )


@strawberry.type
class Query:
    goods_import = goods_import
    goods_imports = goods_imports
