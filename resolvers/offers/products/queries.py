"""The products' root queries."""

import strawberry

from domains import offers
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.offers.products.types import Product, ProductKind
from resolvers.permissions import Permission
from resolvers.scalars import read_id


@batched(Product | None, "The product of that kind and id; null if there is none.", permission=Permission.PUBLIC)
async def product(read: Read, roots: list[None], viewers: list[Viewer], *, kind: ProductKind, id: strawberry.ID) -> list[offers.Product | None]:
    product_id = read_id(id)
    if product_id is None:
        return [None] * len(roots)
    key = (offers.Kind[kind.name], product_id)
    return [(await offers.find_products(read, [key])).get(key)] * len(roots)


@strawberry.type
class Query:
    product = product
