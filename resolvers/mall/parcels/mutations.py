"""Send parcels, and say that they have come."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import mall
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.mall.orders.problems import MallOrderEnded, MallOrderNotFound
from resolvers.mall.parcels.problems import CarrierUnknown, ParcelMalformed, ParcelNotFound
from resolvers.mall.parcels.types import MallParcelStanding
from resolvers.mall.stock.problems import UnitsMalformed
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id


@strawberry.input(description="Units of a line for a parcel.")
class ParcelUnitsInput:
    number: int = strawberry.field(description="Which line.")
    units: int = strawberry.field(description="How many units.")


@strawberry.input(description="Send a part of an order.")
class SendMallParcelInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id sends nothing twice.")
    order_id: strawberry.ID = strawberry.field(description="The order.")
    units: list[ParcelUnitsInput] = strawberry.field(description="What is in the parcel, each line once.")
    carrier: str = strawberry.field(default="", description="Who carries it; empty for the shop's own people.")
    tracking_number: str = strawberry.field(default="", description="The carrier's number.")


@strawberry.input(description="A parcel.")
class MallParcelInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    parcel_id: strawberry.ID = strawberry.field(description="The parcel.")


SendMallParcelResult = Annotated[
    MallParcelStanding | MallOrderNotFound | MallOrderEnded | CarrierUnknown | ParcelMalformed | UnitsMalformed | IdReused,
    strawberry.union("SendMallParcelResult", description="The parcel, or why nothing was sent."),
]
ConfirmMallParcelResult = Annotated[
    MallParcelStanding | ParcelNotFound | MallOrderEnded | IdReused,
    strawberry.union("ConfirmMallParcelResult", description="How the parcel stands, or why it was refused."),
]


@mutation("A part of an order of a shop that the viewer acts for is on its way.", permission=Permission.CUSTOMER)
async def send_mall_parcel(info: Info, input: SendMallParcelInput) -> SendMallParcelResult:
    command = mall.fulfilment.SendParcelCommand(
        **command_of(info, input.request_id),
        order_id=read_id(input.order_id) or NOBODY,
        units=tuple((one.number, one.units) for one in input.units),
        carrier=input.carrier,
        tracking_number=input.tracking_number,
    )
    return await info.context.write(mall.fulfilment.send_parcel, command)  # type: ignore[arg-type]


@mutation("The viewer has the parcel, whatever its carrier says.", permission=Permission.CUSTOMER)
async def confirm_mall_parcel(info: Info, input: MallParcelInput) -> ConfirmMallParcelResult:
    command = mall.fulfilment.ConfirmParcelCommand(**command_of(info, input.request_id), parcel_id=read_id(input.parcel_id) or NOBODY)
    return await info.context.write(mall.fulfilment.confirm_parcel, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    send_mall_parcel = send_mall_parcel
    confirm_mall_parcel = confirm_mall_parcel
