"""The root query on the cart."""

import strawberry

from domains import mall
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.mall.carts.types import MallCart
from resolvers.permissions import Permission


@batched(MallCart, "The viewer's cart, and what it comes to for whoever comes from `scene`, if one is named.", permission=Permission.CUSTOMER)
async def mall_cart(read: Read, roots: list[None], viewers: list[Viewer], *, scene: strawberry.ID | None = None) -> list[mall.Cart]:
    return await mall.find_carts(read, [viewer.id for viewer in viewers], scene)


@strawberry.type
class Query:
    mall_cart = mall_cart
