"""The root query on the change account."""

import strawberry

from domains import wealth
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.wealth.change.types import Change


@batched(list[Change], "What the viewer holds that pays at tills: the source `change` of a payment.", permission=Permission.CUSTOMER, list_size=5)
async def change(read: Read, roots: list[None], viewers: list[Viewer]) -> list[list[wealth.HeldChange]]:
    held = await wealth.find_change(read, {viewer.id for viewer in viewers})
    return [[one for one in held if one.customer_id == viewer.id] for viewer in viewers]


@strawberry.type
class Query:
    change = change
