"""Ask to sell in the mall, and decide; and name categories."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import mall
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.mall.catalogue.problems import CategoryMalformed
from resolvers.mall.catalogue.types import MallCategory
from resolvers.mall.shops.problems import ShopClosed, ShopMalformed, ShopNotFound
from resolvers.mall.shops.types import MallShop, MallShopState
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id


@strawberry.input(description="Sell in the mall from a merchant's shop.")
class ApplyForMallShopInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    shop_id: strawberry.ID = strawberry.field(description="The merchant's shop.")
    name: str = strawberry.field(description="What customers see.")
    company_name: str = strawberry.field(description="The company behind it.")
    credit_code: str = strawberry.field(description="Its unified social credit code.")
    confirm_days: int = strawberry.field(default=7, description="Days after which what was shipped counts as delivered.")


@strawberry.input(description="Decide about a shop.")
class DecideMallShopInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    shop_id: strawberry.ID = strawberry.field(description="The shop.")
    state: MallShopState = strawberry.field(description="How it is to stand.")
    reason: str = strawberry.field(default="", description="Why.")


@strawberry.input(description="Name a category.")
class SaveMallCategoryInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    code: str = strawberry.field(description='Its path: "home.kitchen" is below "home".')
    name_zh: str = strawberry.field(description="Its Chinese name.")
    name_en: str = strawberry.field(description="Its English name.")
    position: int = strawberry.field(default=0, description="Where it is shown among its siblings.")


ApplyForMallShopResult = Annotated[
    MallShop | ShopNotFound | ShopClosed | ShopMalformed | IdReused,
    strawberry.union("ApplyForMallShopResult", description="The shop, which waits for staff, or why it was refused."),
]
DecideMallShopResult = Annotated[
    MallShop | ShopNotFound | ShopClosed | ShopMalformed | IdReused,
    strawberry.union("DecideMallShopResult", description="The shop, or why it was refused."),
]
SaveMallCategoryResult = Annotated[
    MallCategory | CategoryMalformed | IdReused, strawberry.union("SaveMallCategoryResult", description="The category, or why it was refused.")
]


@mutation("Ask to sell in the mall from a shop of one's own.", permission=Permission.CUSTOMER)
async def apply_for_mall_shop(info: Info, input: ApplyForMallShopInput) -> ApplyForMallShopResult:
    named = {"name": input.name, "company_name": input.company_name, "credit_code": input.credit_code, "confirm_days": input.confirm_days}
    command = mall.ApplyForShopCommand(**command_of(info, input.request_id), shop_id=read_id(input.shop_id) or NOBODY, **named)  # type: ignore[arg-type]
    return await info.context.write(mall.apply_for_shop, command)  # type: ignore[arg-type]


@mutation("Let a shop sell, decline it, close it, or open it again.", permission=Permission.OPERATOR_MERCHANTS)
async def decide_mall_shop(info: Info, input: DecideMallShopInput) -> DecideMallShopResult:
    command = mall.DecideShopCommand(
        **command_of(info, input.request_id), shop_id=read_id(input.shop_id) or NOBODY, state=mall.ShopState[input.state.name], reason=input.reason
    )
    return await info.context.write(mall.decide_shop, command)  # type: ignore[arg-type]


@mutation("Name a category, or name a known one anew.", permission=Permission.OPERATOR_MERCHANTS)
async def save_mall_category(info: Info, input: SaveMallCategoryInput) -> SaveMallCategoryResult:
    names = (input.code, input.name_zh, input.name_en)
    told = dict(zip(("code", "name_zh", "name_en"), names, strict=True))
    command = mall.SaveCategoryCommand(**command_of(info, input.request_id), **told, position=input.position)  # type: ignore[arg-type]
    return await info.context.write(mall.save_category, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    apply_for_mall_shop = apply_for_mall_shop
    decide_mall_shop = decide_mall_shop
    save_mall_category = save_mall_category
