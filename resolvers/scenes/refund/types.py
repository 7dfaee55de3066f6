"""Refunds of orders in scenes, as the app sees them."""

import strawberry

from domains import scenes
from domains.kernel.data_classes import C2
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant
from resolvers.scenes.order.types import ORDER_STATES, SceneOrderState


@computed("How far it has come: paid when the money is back, returned when the partner gives nothing back.", name="state")
def scene_refund_state(row: scenes.SceneRefund) -> SceneOrderState:
    return ORDER_STATES[row.state]


@type_of(scenes.SceneRefund, "What a partner is to give back of an order.")
class SceneRefund:
    id: strawberry.ID = field("The refund.")
    order_id: strawberry.ID = field("What it is of: see `sceneOrder`.")
    state = scene_refund_state
    amount: Money = field("How much.", C2)
    requested_at: Instant = field("When it was asked for.")
    settled_at: Instant | None = field("When it ended.")
