"""Make promotions and end them."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from domains import mall
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.mall.promotions.problems import PromotionMalformed, PromotionNotFound
from resolvers.mall.promotions.types import MallPromotion
from resolvers.mall.shops.problems import ShopClosed, ShopNotFound
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, IdReused, UnknownCurrency
from resolvers.scalars import Instant, read_id


@strawberry.enum(description="What a promotion is of.")
class PromotionReach(Enum):
    ALL = strawberry.enum_value("all", description="All that the shop sells.")
    CATEGORIES = strawberry.enum_value("categories", description="Categories with what is below them.")
    PRODUCTS = strawberry.enum_value("products", description="Products.")
    VARIANTS = strawberry.enum_value("variants", description="Variants.")


@strawberry.enum(description="What a promotion gives.")
class PromotionGift(Enum):
    PERCENT_OFF = strawberry.enum_value("percent_off", description="A part of every unit's price.")
    UNITS_FREE = strawberry.enum_value("units_free", description="Of so many units, the cheapest.")
    AMOUNT_OFF = strawberry.enum_value("amount_off", description="An amount, once so much is spent.")


@strawberry.input(description="A promotion.")
class MakeMallPromotionInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    shop_id: strawberry.ID = strawberry.field(description="Whose it is.")
    name_zh: str = strawberry.field(description="Its Chinese name.")
    name_en: str = strawberry.field(description="Its English name.")
    reach: PromotionReach = strawberry.field(default=PromotionReach.ALL, description="What it is of.")
    ids: list[str] = strawberry.field(default_factory=list, description="Paths of categories, or ids; none where it is of all.")
    gift: PromotionGift = strawberry.field(description="What it gives.")
    off_bps: int = strawberry.field(default=0, description="Hundredths of a percent, for `PERCENT_OFF`.")
    free_units: int = strawberry.field(default=0, description="How many units are free, for `UNITS_FREE`.")
    of_units: int = strawberry.field(default=0, description="Of how many.")
    off: MoneyInput | None = strawberry.field(default=None, description="How much, for `AMOUNT_OFF`.")
    least: MoneyInput | None = strawberry.field(default=None, description="Once so much is spent.")
    repeats: bool = strawberry.field(default=False, description="Again for each further `least`.")
    combines: bool = strawberry.field(default=False, description="Whether it stacks with others that do.")
    priority: int = strawberry.field(default=0, description="Of those that stack, the highest comes first.")
    begins_at: Instant = strawberry.field(description="From when on.")
    ends_at: Instant = strawberry.field(description="Until when.")


@strawberry.input(description="End a promotion.")
class EndMallPromotionInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    promotion_id: strawberry.ID = strawberry.field(description="The promotion.")


MakeMallPromotionResult = Annotated[
    MallPromotion | ShopNotFound | ShopClosed | PromotionMalformed | AmountMalformed | UnknownCurrency | IdReused,
    strawberry.union("MakeMallPromotionResult", description="The promotion, or why it was refused."),
]
EndMallPromotionResult = Annotated[
    MallPromotion | PromotionNotFound | IdReused, strawberry.union("EndMallPromotionResult", description="The promotion, or why it was refused.")
]


@mutation("Make what a shop sells cheaper for a time.", permission=Permission.CUSTOMER)
async def make_mall_promotion(info: Info, input: MakeMallPromotionInput) -> MakeMallPromotionResult:
    terms = mall.PromotionTerms(
        mall.Reach[input.reach.name],
        mall.Gift[input.gift.name],
        tuple(input.ids),
        input.off_bps,
        input.free_units,
        input.of_units,
        0 if input.off is None else amount_of(input.off).minor,
        0 if input.least is None else amount_of(input.least).minor,
        input.repeats,
        input.combines,
        input.priority,
    )
    command = mall.MakePromotionCommand(
        **command_of(info, input.request_id),
        shop_id=read_id(input.shop_id) or NOBODY,
        name_zh=input.name_zh,
        name_en=input.name_en,
        terms=terms,
        begins_at=input.begins_at,
        ends_at=input.ends_at,
    )
    return await info.context.write(mall.make_promotion, command)  # type: ignore[arg-type]


@mutation("Nothing becomes cheaper by it any more.", permission=Permission.CUSTOMER)
async def end_mall_promotion(info: Info, input: EndMallPromotionInput) -> EndMallPromotionResult:
    command = mall.EndPromotionCommand(**command_of(info, input.request_id), promotion_id=read_id(input.promotion_id) or NOBODY)
    return await info.context.write(mall.end_promotion, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    make_mall_promotion = make_mall_promotion
    end_mall_promotion = end_mall_promotion
