"""Put things into the cart and take them out."""

from typing import Annotated

import strawberry

from domains import mall
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.mall.carts.types import CartChanged
from resolvers.mall.catalogue.problems import VariantUnavailable
from resolvers.mall.orders.problems import CartFull
from resolvers.mall.stock.problems import UnitsMalformed
from resolvers.permissions import Permission
from resolvers.scalars import read_id


@strawberry.input(description="How many units of a variant the cart is to have.")
class SetCartLineInput:
    variant_id: strawberry.ID = strawberry.field(description="What.")
    units: int = strawberry.field(description="How many, 999 at most; 0 takes it out.")


SetCartLineResult = Annotated[
    CartChanged | UnitsMalformed | VariantUnavailable | CartFull, strawberry.union("SetCartLineResult", description="The line, or why it was refused.")
]


@mutation("Put so many units into the cart. Nothing is reserved by it; again is the same, so there is no id.", permission=Permission.CUSTOMER)
async def set_cart_line(info: Info, input: SetCartLineInput) -> SetCartLineResult:
    viewer = info.context.viewer
    who = {"owner_id": viewer.id, "session_id": viewer.session_id}
    command = mall.SetCartLineCommand(request_id=None, **who, variant_id=read_id(input.variant_id) or NOBODY, units=input.units)
    return await info.context.write(mall.set_cart_line, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    set_cart_line = set_cart_line
