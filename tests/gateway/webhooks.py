"""Webhooks on their way, for tests: a sender, and what it signs with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from domains import scenes
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.relay import relay_until_idle
from domains.scenes.webhooks import WebhookEndpointRegistered
from gateway.webhook_sender import SenderOptions, WebhookSender
from gateway.wiring import register_domains
from integrations.webhooks import WebhookClient

register_domains()


@asynccontextmanager
async def a_sender(database: Database, total_seconds: float = 5.0, shaper: Any = None, options: SenderOptions | None = None) -> AsyncIterator[WebhookSender]:
    async with WebhookClient(may_be_loopback=True, total_seconds=total_seconds) as client:
        yield WebhookSender(database, client, shaper, options)


async def send(database: Database, **how: Any) -> int:
    """Relay what happened, and make the attempts that are due."""
    await relay_until_idle(database)
    async with a_sender(database, **how) as sender:
        return await sender.send_due()


async def secrets_of(database: Database, registered: WebhookEndpointRegistered) -> list[str]:
    async with database.reading(single=True) as read:
        (found,) = await scenes.webhooks.list_webhook_secrets(read, [registered.endpoint.id])
    return [scenes.webhooks.webhook_secret(database.ports.get(Keyring), secret.id) for secret in found]


async def the_endpoint(database: Database, registered: WebhookEndpointRegistered) -> scenes.webhooks.WebhookEndpoint:
    async with database.reading(single=True) as read:
        (found,) = await scenes.webhooks.find_webhook_endpoints(read, [registered.endpoint.id], [registered.endpoint.partner_id])
    assert found is not None
    return found
