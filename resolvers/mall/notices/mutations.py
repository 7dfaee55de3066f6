"""Ask to be told when something is there again, and think better of it."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import mall
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.mall.catalogue.problems import VariantUnavailable
from resolvers.mall.notices.problems import StockNoticesFull, StockThere
from resolvers.mall.notices.types import StockNotice, StockNoticeDropped
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id


@strawberry.input(description="A variant that the viewer waits for.")
class StockNoticeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    variant_id: strawberry.ID = strawberry.field(description="The variant.")


AskForStockResult = Annotated[
    StockNotice | VariantUnavailable | StockThere | StockNoticesFull | IdReused,
    strawberry.union("AskForStockResult", description="What is waited for, or why it is not."),
]
DropStockNoticeResult = Annotated[
    StockNoticeDropped | IdReused, strawberry.union("DropStockNoticeResult", description="What is not waited for, or why it was refused.")
]


@mutation("Be told at one's phone, once, when there are units of a variant.", permission=Permission.CUSTOMER)
async def ask_for_stock(info: Info, input: StockNoticeInput) -> AskForStockResult:
    command = mall.notices.AskForStockCommand(**command_of(info, input.request_id), variant_id=read_id(input.variant_id) or NOBODY)
    return await info.context.write(mall.notices.ask_for_stock, command)  # type: ignore[arg-type]


@mutation("Not be told any more.", permission=Permission.CUSTOMER)
async def drop_stock_notice(info: Info, input: StockNoticeInput) -> DropStockNoticeResult:
    command = mall.notices.DropStockNoticeCommand(**command_of(info, input.request_id), variant_id=read_id(input.variant_id) or NOBODY)
    return await info.context.write(mall.notices.drop_stock_notice, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    ask_for_stock = ask_for_stock
    drop_stock_notice = drop_stock_notice
