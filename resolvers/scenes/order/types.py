"""Orders in scenes, as the app sees them."""

from enum import Enum

import strawberry

from domains import scenes
from domains.kernel.data_classes import C2
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant


@strawberry.enum(description="How far an order has come.")
class SceneOrderState(Enum):
    PENDING = strawberry.enum_value("pending", description="The money is held; the partner has not said yet how it ended. It is asked again until it does.")
    PAID = strawberry.enum_value("paid", description="The partner has it.")
    RETURNED = strawberry.enum_value("returned", description="The partner refused: the money can be spent again.")
    IN_REVIEW = strawberry.enum_value("in_review", description="The partner and the bank do not agree; the bank's staff look into it.")


ORDER_STATES = {
    scenes.OrderState.REQUESTED: SceneOrderState.PENDING,
    scenes.OrderState.PENDING: SceneOrderState.PENDING,
    scenes.OrderState.PAID: SceneOrderState.PAID,
    scenes.OrderState.REFUSED: SceneOrderState.RETURNED,
    scenes.OrderState.MISMATCH: SceneOrderState.IN_REVIEW,
}


@computed("How far it has come.", name="state")
def scene_order_state(row: scenes.Order) -> SceneOrderState:
    return ORDER_STATES[row.state]


@computed("Which scene: see `scene`.", name="sceneId")
def scene_of_order(row: scenes.Order) -> strawberry.ID:
    return strawberry.ID(row.scene)


@computed("The partner's code for its refusal; null unless it refused.", name="refusalCode")
def scene_refusal_code(row: scenes.Order) -> str | None:
    return row.reason if row.state is scenes.OrderState.REFUSED else None


@computed("The number of the partner's receipt, once it was paid and the partner gave one.", C2, name="receiptNumber")
def receipt_number(row: scenes.Order) -> str | None:
    number = None if row.receipt is None else row.receipt.get("receipt_number")
    return number if isinstance(number, str) else None


@batched(Money, "What the partner has given back of it.", name="refunded")
async def refunded_of_order(read: Read, orders: list[scenes.Order], viewers: list[Viewer]) -> list[Amount]:
    sums = await scenes.sum_refunded(read, [order.customer_id for order in orders], [order.id for order in orders])
    return [Amount(minor, order.amount.asset) for order, minor in zip(orders, sums, strict=True)]


@type_of(scenes.Order, "What a partner is paid for.")
class SceneOrder:
    id: strawberry.ID = field("The order: the id that the app made, or the bank for a standing consent.")
    scene_id = scene_of_order
    purpose: str = field('What it pays, for example "bill".')
    state = scene_order_state
    amount: Money = field("How much was ordered, and is held until it ends.", C2)
    paid: Money | None = field("What the partner has of it; null until it ended so. Less than was held where a deposit was settled.", C2)
    is_automatic: bool = field("Whether a standing consent paid.")
    reference: str | None = field("The partner's own reference, once it is known.")
    receipt_number = receipt_number
    refusal_code = scene_refusal_code
    refunded = refunded_of_order
    requested_at: Instant = field("When it was asked for.")
    settled_at: Instant | None = field("When it ended.")
