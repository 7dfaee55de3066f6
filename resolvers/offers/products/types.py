"""Products, as everybody sees them."""

from enum import Enum

import strawberry

from domains import offers
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.scalars import Instant


@strawberry.enum(description="Of what kind a product is.")
class ProductKind(Enum):
    MERCHANT = strawberry.enum_value("merchant", description="Somewhere to pay.")
    RED_PACKET = strawberry.enum_value("red_packet", description="A red packet to grab.")
    PERSON = strawberry.enum_value("person", description="Somebody to pay.")
    SCENE = strawberry.enum_value("scene", description="A partner's scene.")
    BRANCH_SERVICE = strawberry.enum_value("branch_service", description="A service at a branch.")
    CAMPAIGN = strawberry.enum_value("campaign", description="A campaign with coupons to claim.")
    FUND = strawberry.enum_value("fund", description="A fund or a term product.")
    LOAN = strawberry.enum_value("loan", description="A loan product.")
    GOODS = strawberry.enum_value("goods", description="Goods of the mall.")
    TICKET = strawberry.enum_value("ticket", description="The viewer's own queue ticket at a branch.")
    PREFILL = strawberry.enum_value("prefill", description="A form that the viewer filled in before a visit.")


@computed("Of what kind it is.", name="kind")
def kind_of_product(row: offers.Product) -> ProductKind:
    return ProductKind[row.kind.name]


@computed("Whether it can be had. A retired product may lead to another.")
def is_live(row: offers.Product) -> bool:
    return row.state == "live"


@batched("Product | None", "The live product that a retired one leads to; null while it is live itself, and where nothing follows it.", name="successor")
async def successor_of_product(read: Read, products: list[offers.Product], viewers: list[Viewer]) -> list[offers.Product | None]:
    standing = await offers.find_standing(read, [product.key for product in products])
    return [None if found is None or found.key == product.key else found for product, found in zip(products, standing, strict=True)]


@type_of(offers.Product, "What can be offered: bought, opened or learned about by its code.")
class Product:
    id: strawberry.ID = field("The product, within its kind.")
    kind = kind_of_product
    name_zh: str = field("Its Chinese name.")
    name_en: str = field("Its English name.")
    is_live = is_live
    registered_at: Instant = field("Since when it is known.")
    successor = successor_of_product
