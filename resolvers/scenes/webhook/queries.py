"""The webhooks' root queries, for a partner's own token."""

import strawberry

from domains import scenes
from domains.kernel.data_classes import C1
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id
from resolvers.scenes.webhook.types import WebhookDelivery, WebhookDeliveryState, WebhookEndpoint

NO_DELIVERIES: Page[scenes.webhooks.WebhookDelivery] = Page([], [], False)


STATES: dict[str, scenes.webhooks.DeliveryState] = {"PENDING": "pending", "DELIVERED": "delivered", "FAILED": "failed", "HELD": "held"}


@batched(Connection[WebhookEndpoint], "Where the partner is told, newest first.", permission=Permission.PARTNER, data_class=C1)
async def webhook_endpoints(
    read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[scenes.webhooks.WebhookEndpoint]]:
    return await scenes.webhooks.list_webhook_endpoints(read, [viewer.id for viewer in viewers], first, after)


@batched(Connection[WebhookDelivery], "What the partner was told, newest first; kept for 30 days.", permission=Permission.PARTNER, data_class=C1)
async def webhook_deliveries(
    read: Read,
    roots: list[None],
    viewers: list[Viewer],
    *,
    first: int = 20,
    after: Cursor | None = None,
    state: WebhookDeliveryState | None = None,
    endpoint_id: strawberry.ID | None = None,
) -> list[Page[scenes.webhooks.WebhookDelivery]]:
    named = None if endpoint_id is None else read_id(endpoint_id)
    if endpoint_id is not None and named is None:
        return [NO_DELIVERIES] * len(roots)
    return await scenes.webhooks.list_webhook_deliveries(
        read, [viewer.id for viewer in viewers], first, after, state=None if state is None else STATES[state.name], endpoint_id=named
    )


@strawberry.type
class Query:
    webhook_endpoints = webhook_endpoints
    webhook_deliveries = webhook_deliveries
