"""Webhook endpoints and deliveries, as their partner sees them."""

from enum import Enum

import strawberry

from domains import scenes
from domains.kernel.crypto import Keyring
from domains.kernel.data_classes import C1, C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.scalars import Instant


@strawberry.enum(description="How a webhook endpoint stands.")
class WebhookEndpointState(Enum):
    ACTIVE = strawberry.enum_value("active", description="It is told what happens.")
    DISABLED = strawberry.enum_value("disabled", description="Nothing is sent to it; what happens is held for a replay.")
    REMOVED = strawberry.enum_value("removed", description="For good.")


@strawberry.enum(description="Why a webhook endpoint is disabled.")
class WebhookDisabledReason(Enum):
    PARTNER = strawberry.enum_value("partner", description="Its partner disabled it.")
    GONE = strawberry.enum_value("gone", description="It answered 410.")
    FAILING = strawberry.enum_value("failing", description="It failed for three days, twenty times or more, without one success.")


@strawberry.enum(description="Where a delivery stands.")
class WebhookDeliveryState(Enum):
    PENDING = strawberry.enum_value("pending", description="It is sent now, or tried again at `nextAt`.")
    DELIVERED = strawberry.enum_value("delivered", description="The endpoint answered 2xx.")
    FAILED = strawberry.enum_value("failed", description="Given up after 24 hours. A replay sends it again.")
    HELD = strawberry.enum_value("held", description="Its endpoint is, or was, disabled. A replay sends it.")


@type_of(scenes.webhooks.WebhookSecret, "A secret that signs what an endpoint is sent. What it is, is told where it is made, and by a repeat of that request.")
class WebhookSecret:
    id: strawberry.ID = field("The secret, by which it is told from others.")
    created_at: Instant = field("Since when it signs.")
    expires_at: Instant | None = field("Until when it signs; null for the newest one.")


@computed("How it stands.", name="state")
def endpoint_state(row: scenes.webhooks.WebhookEndpoint) -> WebhookEndpointState:
    return WebhookEndpointState(row.state)


@computed("Why it is disabled; null unless it is.")
def disabled_reason(row: scenes.webhooks.WebhookEndpoint) -> WebhookDisabledReason | None:
    return None if row.disabled_reason is None else WebhookDisabledReason(row.disabled_reason)


@batched(list[WebhookSecret], "The secrets that sign now, newest first: several while one is replaced.", data_class=C1, list_size=4)
async def secrets(read: Read, rows: list[scenes.webhooks.WebhookEndpoint], viewers: list[Viewer]) -> list[list[scenes.webhooks.WebhookSecret]]:
    return await scenes.webhooks.list_webhook_secrets(read, [row.id for row in rows])


@type_of(scenes.webhooks.WebhookEndpoint, "An address of the partner's that is told what happens.")
class WebhookEndpoint:
    id: strawberry.ID = field("The endpoint.")
    address: str = field("Where it is told.")
    event_types: list[str] = field("What it is told.")
    document_id: str | None = field("The registered query that shapes what it is told; null for the plain ids.")
    state = endpoint_state
    disabled_reason = disabled_reason
    failures: int = field("How often it failed since it last answered 2xx.")
    failing_since: Instant | None = field("Since when it fails; null while it answers.")
    created_at: Instant = field("When it was registered.")
    secrets = secrets


@batched(str, "What signs from now on: `whsec_` and base64, after Standard Webhooks.", data_class=C2)
async def secret(read: Read, rows: list[scenes.webhooks.WebhookEndpointRegistered], viewers: list[Viewer]) -> list[str]:
    keyring = read.port(Keyring)
    return [scenes.webhooks.webhook_secret(keyring, row.secret.id) for row in rows]


@type_of(scenes.webhooks.WebhookEndpointRegistered, "An endpoint with a new secret.")
class WebhookEndpointRegistered:
    endpoint: WebhookEndpoint = field("The endpoint.")
    secret = secret


@computed("Where it stands.", name="state")
def delivery_state(row: scenes.webhooks.WebhookDelivery) -> WebhookDeliveryState:
    return WebhookDeliveryState(row.state)


@type_of(scenes.webhooks.WebhookDelivery, "A message to an endpoint.")
class WebhookDelivery:
    id: strawberry.ID = field("The message: its `webhook-id`, the same however often it is sent.")
    endpoint_id: strawberry.ID = field("Where to.")
    event_type: str = field("What it tells.")
    state = delivery_state
    attempts: int = field("How often it was tried since it, or its replay, was due.")
    created_at: Instant = field("When what it tells happened.")
    tried_at: Instant | None = field("When it was last tried; null if never.")
    next_at: Instant | None = field("When it is tried next; null unless it is pending.")
    status: int | None = field("The last answer's HTTP status; null where there was none.")
    failure: str | None = field("What kept the last attempt from an answer: timeout, connection, address (it leads nowhere public) or protocol.")
    excerpt: str | None = field("How the last answer began, 200 characters at most.", C2)


@type_of(scenes.webhooks.WebhooksReplayed, "Messages of a period are sent again.")
class WebhooksReplayed:
    count: int = field("How many.")
    at_a_time: int = field("How many at most at a time: where `count` is as large, ask again from where this period ended.")
