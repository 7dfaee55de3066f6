"""Categories, products and variants, as the app sees them."""

from enum import Enum

import strawberry

from domains import mall
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.mall.promotions.types import MallPromotion
from resolvers.mall.shops.types import MallShop
from resolvers.money import Money
from resolvers.scalars import Instant

VARIANTS_SHOWN = 6
"""As many as a product is taken to have when an operation's cost is counted."""


@strawberry.enum(description="What kind of product it is.")
class GoodsKind(Enum):
    GOODS = strawberry.enum_value("goods", description="Sent, or picked up.")
    SERVICE = strawberry.enum_value("service", description="Booked for a time.")
    VOUCHER = strawberry.enum_value("voucher", description="Redeemed by code.")
    DIGITAL = strawberry.enum_value("digital", description="Delivered at once.")


@strawberry.enum(description="Whether it is sold.")
class GoodsState(Enum):
    DRAFT = strawberry.enum_value("draft", description="Seen by the shop alone.")
    PUBLISHED = strawberry.enum_value("published", description="Sold within its time.")
    WITHDRAWN = strawberry.enum_value("withdrawn", description="Sold no more.")


@type_of(mall.Category, "A place in the catalogue.")
class MallCategory:
    code: str = field("Its path.")
    name_zh: str = field("Its Chinese name.")
    name_en: str = field("Its English name.")
    position: int = field("Where it is shown among its siblings.")


@strawberry.type(description="What a variant is like, by name.")
class VariantAttribute:
    name: str = field("What is told: colour.")
    value: str = field("How it is: red.")


@computed("What it is like.", name="attributes")
def attributes_of_variant(row: mall.Variant) -> list[VariantAttribute]:
    return attributes_of(row.attributes)


@batched(int, "How many can be promised now; for what is not stocked, 0.")
async def free_units(read: Read, variants: list[mall.Variant], viewers: list[Viewer]) -> list[int]:
    found = await mall.count_free(read, [one.id for one in variants])
    return [int(found.get(one.id, 0)) for one in variants]


@type_of(mall.Variant, "One thing that can be put into a cart.")
class GoodsVariant:
    id: strawberry.ID = field("The variant.")
    sku: str = field("The shop's own number.")
    attributes = attributes_of_variant
    price: Money = field("What a unit costs without promotions.", C2)
    list_price: Money | None = field("What it is said to cost elsewhere.", C2)
    is_sold: bool = field("Whether it is still sold.")
    free_units = free_units


@computed("What kind it is.", name="kind")
def kind_of_goods(row: mall.Goods) -> GoodsKind:
    return GoodsKind(row.kind.value)


@computed("Whether it is sold.", name="state")
def state_of_goods(row: mall.Goods) -> GoodsState:
    return GoodsState(row.state.value)


@computed("Of five stars, in hundredths: 4.80 is 480.", name="hundredths")
def hundredths_of_rating(row: mall.searching.GoodsRating) -> int:
    return row.rating_e2


@type_of(mall.searching.GoodsRating, "What verified buyers think of a product.")
class GoodsRating:
    hundredths = hundredths_of_rating
    raters: int = field("How many buyers, each of whom had the product.")
    as_of: Instant = field("As of when.")


@computed("Pictures, the first one first.", name="media")
def media_of_goods(row: mall.Goods) -> list[str]:
    return list(row.media)


@batched(list[GoodsVariant], "Its variants, in the shop's order.", list_size=VARIANTS_SHOWN)
async def variants(read: Read, goods: list[mall.Goods], viewers: list[Viewer]) -> list[list[mall.Variant]]:
    return await mall.list_variants(read, [one.id for one in goods])


@batched(MallShop | None, "Who sells it; null if it cannot be read just now.")
async def shop(read: Read, goods: list[mall.Goods], viewers: list[Viewer]) -> list[mall.MallShop | None]:
    found = await mall.find_shops(read, [one.shop_id for one in goods])
    return [found.get(one.shop_id) for one in goods]


@batched(list[MallPromotion], "The promotions of its shop that stand now.", list_size=6)
async def promotions(read: Read, goods: list[mall.Goods], viewers: list[Viewer]) -> list[list[mall.Promotion]]:
    return await mall.list_promotions(read, [one.shop_id for one in goods])


@type_of(mall.Goods, "A product.")
class Goods:
    id: strawberry.ID = field("The product.")
    kind = kind_of_goods
    state = state_of_goods
    category: str = field("The path of its category.")
    brand: str = field("Its brand; empty for none.")
    title_zh: str = field("Its Chinese title.")
    title_en: str = field("Its English title.")
    description: str = field("What is to be known of it.")
    media = media_of_goods
    published_from: Instant | None = field("From when on it is sold.")
    published_until: Instant | None = field("Until when.")
    version: int = field("Counts its changes.")
    rating: GoodsRating | None = field("What verified buyers think of it; null while nobody said.")
    variants = variants
    shop = shop
    promotions = promotions


def attributes_of(told: dict[str, str]) -> list[VariantAttribute]:
    """Attributes by name, in their order."""
    return [VariantAttribute(name=name, value=value) for name, value in told.items()]
