"""What the ways to pay a purchase share: its id, and the purposes of its orders."""

from uuid import UUID

from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.scenes.queries.order import Order
from domains.scenes.queries.purchase import Purchase, lock_purchase

PURCHASE, INSTALMENT = "purchase", "instalment"
"""The purposes of its orders: all of it at once, and a part of it. Their details name the shop's own order."""


def purchase_id_of(customer_id: UUID, scene: str, reference: str) -> UUID:
    """The id of a purchase of that customer: derived from the shop's reference."""
    return derived_id(customer_id, f"purchase:{scene}:{reference}")


async def lock_purchase_of(tx: Tx, order: Order) -> Purchase | None:
    """The purchase that an order pays, or a part of it: held until commit."""
    return await lock_purchase(tx, order.customer_id, purchase_id_of(order.customer_id, order.scene, order.details["order"]))
