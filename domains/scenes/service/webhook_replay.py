"""Send webhooks again: one delivery, or those of a period. The same id, so that whoever took it before knows it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.scenes.errors.webhook import WebhookDeliveryNotFound, WebhookEndpointDisabled, WebhookEndpointNotFound
from domains.scenes.queries import webhook_delivery as deliveries
from domains.scenes.queries import webhook_endpoint as endpoints
from domains.scenes.queries.webhook_delivery import WebhookDelivery

REPLAYED_MAX = 10_000
"""Of one period; the rest by asking again from where this one ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayDeliveryCommand(Command):
    partner_id: UUID
    delivery_id: UUID


@composite_verb(WebhookDelivery)
async def replay_webhook_delivery(tx: Tx, command: ReplayDeliveryCommand) -> WebhookDelivery | Refusal:
    """Send it now, whatever became of it, and for 24 hours again. Refuses WebhookDeliveryNotFound, WebhookEndpointDisabled."""
    found = await deliveries.find_delivery(tx, command.partner_id, command.delivery_id)
    if found is None:
        raise WebhookDeliveryNotFound
    endpoint = (await endpoints.lock_endpoints(tx, [found.endpoint_id])).get(found.endpoint_id)
    if endpoint is None or endpoint.state != "active":
        raise WebhookEndpointDisabled
    await deliveries.replay_one(tx, endpoint.id, found.id)
    replayed = await deliveries.find_delivery(tx, command.partner_id, command.delivery_id)
    assert replayed is not None
    return replayed


@dataclass(frozen=True, slots=True)
class WebhooksReplayed:
    """How many deliveries are sent again. As many as `at_a_time`: there may be more."""

    endpoint_id: UUID
    count: int
    at_a_time: int = REPLAYED_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPeriodCommand(Command):
    """What happened from `since` until before `until`: what did not arrive or, with `also_delivered`, all of it."""

    partner_id: UUID
    endpoint_id: UUID
    since: datetime
    until: datetime
    also_delivered: bool = False


@composite_verb(WebhooksReplayed)
async def replay_webhook_period(tx: Tx, command: ReplayPeriodCommand) -> WebhooksReplayed | Refusal:
    """Send a period's deliveries again. Refuses WebhookEndpointNotFound, WebhookEndpointDisabled."""
    endpoint = (await endpoints.lock_endpoints(tx, [command.endpoint_id])).get(command.endpoint_id)
    if endpoint is None or endpoint.partner_id != command.partner_id:
        raise WebhookEndpointNotFound
    if endpoint.state != "active":
        raise WebhookEndpointDisabled
    count = await deliveries.replay_period(
        tx, endpoint.id, endpoint.partner_id, command.since, command.until, REPLAYED_MAX, also_delivered=command.also_delivered
    )
    return WebhooksReplayed(endpoint.id, count)
