"""Credit is told of what was paid at partners, and of what came back."""

from uuid import UUID

from domains.kernel.events import PublishedEvent, listener
from domains.kernel.transactions import Tx
from domains.scenes.events.order import SceneOrderPaid, SceneOrderRefunded
from domains.scenes.service.tell_credit import tell_of_paid_orders, tell_of_refunded_orders


@listener(SceneOrderPaid, SceneOrderRefunded)
async def tell_credit(tx: Tx, events: list[PublishedEvent]) -> None:
    """Orders that partners were paid for count for the customer's credit, refunded ones do not."""
    by_name: dict[str, list[tuple[UUID, UUID]]] = {SceneOrderPaid.__name__: [], SceneOrderRefunded.__name__: []}
    for event in events:
        by_name[event.name].append((event.subject_id, UUID(event.payload["order_id"])))
    await tell_of_paid_orders(tx, by_name[SceneOrderPaid.__name__])
    await tell_of_refunded_orders(tx, by_name[SceneOrderRefunded.__name__])
