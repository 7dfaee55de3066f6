"""Bills, as the app sees them."""

from datetime import date
from enum import Enum

import strawberry

from domains import scenes
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant
from resolvers.scenes.order.types import SceneOrder


@strawberry.enum(description="Where a bill stands.")
class BillState(Enum):
    OPEN = strawberry.enum_value("open", description="It can be paid.")
    PAYING = strawberry.enum_value("paying", description="An order pays it: see `order`.")
    PAID = strawberry.enum_value("paid", description="It is paid, here or elsewhere.")
    GONE = strawberry.enum_value("gone", description="The partner asks for it no longer.")


@computed("Where it stands.", name="state")
def bill_state(row: scenes.Bill) -> BillState:
    return BillState(row.state.value)


@computed("Which scene: see `scene`.", name="sceneId")
def scene_of_bill(row: scenes.Bill) -> strawberry.ID:
    return strawberry.ID(row.scene)


@batched(SceneOrder | None, "The order that pays or paid it; null where none did, or it cannot be read just now.", name="order")
async def order_of_bill(read: Read, bills: list[scenes.Bill], viewers: list[Viewer]) -> list[scenes.Order | None]:
    ids = [bill.order_id for bill in bills if bill.order_id is not None]
    owners = [bill.customer_id for bill in bills if bill.order_id is not None]
    found = {order.id: order for order in await scenes.find_orders(read, ids, owners) if order is not None} if ids else {}
    return [None if bill.order_id is None else found.get(bill.order_id) for bill in bills]


@type_of(scenes.Bill, "A bill of a partner.")
class Bill:
    id: strawberry.ID = field("The bill.")
    scene_id = scene_of_bill
    state = bill_state
    title: str = field("What it is for, in the partner's words.", C2)
    account: str = field("The customer's number at the partner.", C2)
    period: str = field("Which time it is about, in the partner's words.")
    amount: Money = field("What is to be paid.", C2)
    due_on: date = field("The last day on which it can be paid in time.")
    held_back: str | None = field("Why a standing consent did not pay it: over_cap, or a refusal's name; null where nothing kept it.")
    order = order_of_bill
    found_at: Instant = field("When the bank first heard of it.")
