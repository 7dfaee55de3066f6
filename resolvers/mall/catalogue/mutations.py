"""Fill a shop's catalogue."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import mall
from domains.kernel.errors import AssetMismatch
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.mall.catalogue.problems import GoodsChanged, GoodsMalformed, GoodsNotFound
from resolvers.mall.catalogue.types import Goods, GoodsKind, GoodsState
from resolvers.mall.shops.problems import ShopClosed, ShopNotFound
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, CurrencyMismatch, IdReused, UnknownCurrency
from resolvers.scalars import CurrencyCode, Instant, read_id


@strawberry.input(description="What a variant is like, by name.")
class VariantAttributeInput:
    name: str = strawberry.field(description="What is told: colour.")
    value: str = strawberry.field(description="How it is: red.")


@strawberry.input(description="A lower price for some.")
class AudiencePriceInput:
    audience: str = strawberry.field(description='Who pays it: "tier:verified", "scene:campus".')
    price: MoneyInput = strawberry.field(description="How much.")


@strawberry.input(description="A variant.")
class GoodsVariantInput:
    sku: str = strawberry.field(description="The shop's own number; a known one is changed.")
    price: MoneyInput = strawberry.field(description="What a unit costs.")
    list_price: MoneyInput | None = strawberry.field(default=None, description="What it is said to cost elsewhere.")
    attributes: list[VariantAttributeInput] = strawberry.field(default_factory=list, description="What it is like.")
    prices: list[AudiencePriceInput] = strawberry.field(default_factory=list, description="Lower prices for some.")


@strawberry.input(description="A product, or a change of one.")
class SaveGoodsInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    shop_id: strawberry.ID = strawberry.field(description="Who sells it.")
    product_id: strawberry.ID | None = strawberry.field(default=None, description="The product that is changed; null for a new one.")
    version: int = strawberry.field(default=0, description="The version that was read, for a change.")
    currency: CurrencyCode = strawberry.field(default=CurrencyCode("CNY"), description="The shop's currency.")
    kind: GoodsKind = strawberry.field(default=GoodsKind.GOODS, description="What kind it is.")
    category: str = strawberry.field(description="The path of its category.")
    brand: str = strawberry.field(default="", description="Its brand.")
    title_zh: str = strawberry.field(description="Its Chinese title.")
    title_en: str = strawberry.field(description="Its English title.")
    description: str = strawberry.field(default="", description="What is to be known of it.")
    media: list[str] = strawberry.field(default_factory=list, description="Pictures: https addresses.")
    is_stocked: bool = strawberry.field(default=True, description="Whether its units are counted.")
    published_from: Instant | None = strawberry.field(default=None, description="From when on it is sold.")
    published_until: Instant | None = strawberry.field(default=None, description="Until when.")
    variants: list[GoodsVariantInput] = strawberry.field(description="Its variants, 100 at most. A known one that is not named is sold no more.")


@strawberry.input(description="Publish or withdraw a product.")
class SetGoodsStateInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    product_id: strawberry.ID = strawberry.field(description="The product.")
    state: GoodsState = strawberry.field(description="How it is to stand.")


SaveGoodsResult = Annotated[
    Goods | ShopNotFound | ShopClosed | GoodsMalformed | GoodsNotFound | GoodsChanged | AmountMalformed | CurrencyMismatch | UnknownCurrency | IdReused,
    strawberry.union("SaveGoodsResult", description="The product, or why it was refused."),
]
SetGoodsStateResult = Annotated[
    Goods | GoodsNotFound | ShopNotFound | ShopClosed | GoodsMalformed | IdReused,
    strawberry.union("SetGoodsStateResult", description="The product, or why it was refused."),
]


@mutation("Make a product, as a draft, or change one.", permission=Permission.CUSTOMER)
async def save_goods(info: Info, input: SaveGoodsInput) -> SaveGoodsResult:
    command = mall.SaveGoodsCommand(
        **command_of(info, input.request_id),
        shop_id=read_id(input.shop_id) or NOBODY,
        product_id=None if input.product_id is None else read_id(input.product_id) or NOBODY,
        version=input.version,
        kind=mall.GoodsKind[input.kind.name],
        category=input.category,
        brand=input.brand,
        title_zh=input.title_zh,
        title_en=input.title_en,
        description=input.description,
        media=tuple(input.media),
        is_stocked=input.is_stocked,
        published_from=input.published_from,
        published_until=input.published_until,
        variants=tuple(_variant(one, input.currency) for one in input.variants),
    )
    return await info.context.write(mall.save_goods, command)  # type: ignore[arg-type]


@mutation("Publish a product, or withdraw it.", permission=Permission.CUSTOMER)
async def set_goods_state(info: Info, input: SetGoodsStateInput) -> SetGoodsStateResult:
    state = mall.GoodsState[input.state.name]
    command = mall.SetGoodsStateCommand(**command_of(info, input.request_id), product_id=read_id(input.product_id) or NOBODY, state=state)
    return await info.context.write(mall.set_goods_state, command)  # type: ignore[arg-type]


def _variant(told: GoodsVariantInput, currency: str) -> mall.VariantTerms:
    return mall.VariantTerms(
        told.sku,
        {one.name: one.value for one in told.attributes},
        _minor(told.price, currency),
        None if told.list_price is None else _minor(told.list_price, currency),
        {one.audience: _minor(one.price, currency) for one in told.prices},
    )


def _minor(told: MoneyInput, currency: str) -> int:
    amount = amount_of(told)
    if amount.asset.code != currency:
        raise AssetMismatch(amount.asset.code, currency)
    return amount.minor


@strawberry.type
class Mutation:
    save_goods = save_goods
    set_goods_state = set_goods_state
