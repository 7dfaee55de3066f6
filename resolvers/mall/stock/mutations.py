"""Put units on shelves, and count them."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import mall
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.mall.catalogue.problems import GoodsNotFound
from resolvers.mall.shops.problems import ShopClosed, ShopMalformed, ShopNotFound
from resolvers.mall.stock.problems import OutOfStock, UnitsMalformed, WarehouseNotFound
from resolvers.mall.stock.types import StockCounted, Warehouse
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id


@strawberry.input(description="Open a warehouse.")
class OpenWarehouseInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    shop_id: strawberry.ID = strawberry.field(description="Whose it is.")
    name: str = strawberry.field(description="Its name.")
    position: int = strawberry.field(default=0, description="The lowest gives first.")


@strawberry.input(description="Units that came.")
class ReceiveStockInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id counts nothing twice.")
    warehouse_id: strawberry.ID = strawberry.field(description="Where they lie.")
    variant_id: strawberry.ID = strawberry.field(description="What they are.")
    units: int = strawberry.field(description="How many.")


@strawberry.input(description="Units that were counted.")
class AdjustStockInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    warehouse_id: strawberry.ID = strawberry.field(description="Where they lie.")
    variant_id: strawberry.ID = strawberry.field(description="What they are.")
    on_hand_units: int = strawberry.field(description="How many there are.")


OpenWarehouseResult = Annotated[
    Warehouse | ShopNotFound | ShopClosed | ShopMalformed | IdReused,
    strawberry.union("OpenWarehouseResult", description="The warehouse, or why it was refused."),
]
ReceiveStockResult = Annotated[
    StockCounted | WarehouseNotFound | ShopNotFound | ShopClosed | GoodsNotFound | UnitsMalformed | IdReused,
    strawberry.union("ReceiveStockResult", description="What is there now, or why it was refused."),
]
AdjustStockResult = Annotated[
    StockCounted | WarehouseNotFound | ShopNotFound | ShopClosed | GoodsNotFound | UnitsMalformed | OutOfStock | IdReused,
    strawberry.union("AdjustStockResult", description="What is there now, or why it was refused."),
]


@mutation("Open a warehouse of a shop.", permission=Permission.CUSTOMER)
async def open_warehouse(info: Info, input: OpenWarehouseInput) -> OpenWarehouseResult:
    command = mall.OpenWarehouseCommand(
        **command_of(info, input.request_id), shop_id=read_id(input.shop_id) or NOBODY, name=input.name, position=input.position
    )
    return await info.context.write(mall.open_warehouse, command)  # type: ignore[arg-type]


@mutation("Put units on a shelf.", permission=Permission.CUSTOMER)
async def receive_stock(info: Info, input: ReceiveStockInput) -> ReceiveStockResult:
    places = {"warehouse_id": read_id(input.warehouse_id) or NOBODY, "variant_id": read_id(input.variant_id) or NOBODY}
    command = mall.ReceiveStockCommand(**command_of(info, input.request_id), **places, units=input.units)
    return await info.context.write(mall.receive_stock, command)  # type: ignore[arg-type]


@mutation("Say how many units are on a shelf.", permission=Permission.CUSTOMER)
async def adjust_stock(info: Info, input: AdjustStockInput) -> AdjustStockResult:
    places = {"warehouse_id": read_id(input.warehouse_id) or NOBODY, "variant_id": read_id(input.variant_id) or NOBODY}
    command = mall.AdjustStockCommand(**command_of(info, input.request_id), **places, on_hand_units=input.on_hand_units)
    return await info.context.write(mall.adjust_stock, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    open_warehouse = open_warehouse
    receive_stock = receive_stock
    adjust_stock = adjust_stock
