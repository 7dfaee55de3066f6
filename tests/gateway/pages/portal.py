"""A partner's engineer in the portal, and what stands behind the pages."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from gateway.oauth.server import HouseKeys
from tests.gateway.app.running import RunningApp
from tests.gateway.pages.browser import Browser, Page


class PortalUser(Browser):
    """A browser that is to go through the portal for one partner."""

    def __init__(self, app: RunningApp, folder: Path, language: str, partner_id: UUID) -> None:
        super().__init__(app, folder, language)
        self.partner_id = partner_id

    async def enter(self, key: str) -> Page:
        """Sign in with that key."""
        return await self.submit(await self.get("/portal/login"), "/portal/login", key=key)

    async def clients(self) -> list[scenes.Client]:
        async with self.app.application.house.database.reading() as read:
            return await scenes.list_clients(read, self.partner_id)

    async def client(self) -> scenes.Client:
        """The partner's only client."""
        (client,) = await self.clients()
        return client

    async def endpoints(self) -> list[scenes.webhooks.WebhookEndpoint]:
        async with self.app.application.house.database.reading() as read:
            (found,) = await scenes.webhooks.list_webhook_endpoints(read, [self.partner_id], 50, None)
        return list(found.items)

    async def delivery(self, endpoint_id: UUID, state: str, event_type: str = "payment.paid", excerpt: str = "away for a while") -> UUID:
        """One in the log, in that state."""
        delivery_id = uuid4()
        async with self.app.application.house.database.transaction() as tx:
            await tx.execute(
                "INSERT INTO scenes_webhook_delivery (endpoint_id, id, partner_id, event_type, data, fact_position, state, attempts, created_at, due_since,"
                " next_at, tried_at, status, failure, excerpt) VALUES ($1, $2, $3, $4, $5, 1, $6, 3, $7, $7, NULL, $7, 503, NULL, $8)",
                *(endpoint_id, delivery_id, self.partner_id, event_type, {"initiation_id": str(uuid4())}, state, tx.now, excerpt),
            )
        return delivery_id


async def a_partner(app: RunningApp, name: str = "晨光商城") -> UUID:
    """One that the bank took in."""
    partner_id = uuid4()
    await app.application.house.database.write(scenes.register_partner, scenes.RegisterPartnerCommand(request_id=partner_id, owner_id=HOUSE_ID, name=name))
    return partner_id


async def a_key(app: RunningApp, partner_id: UUID) -> str:
    """The key that opens the portal to a partner from now on."""
    database = app.application.house.database
    opened = await database.write(scenes.open_portal, scenes.OpenPortalCommand(request_id=None, owner_id=HOUSE_ID, partner_id=partner_id))
    return scenes.text_of(HouseKeys(database.ports), scenes.Purpose.PORTAL, opened.partner_id, opened.number)


async def registered(app: RunningApp, **more: Any) -> dict[str, Any]:
    """Whoever registered itself in the sandbox: its client."""
    told = {"client_name": "Sandbox", "redirect_uris": ["https://shop.example/back"]} | more
    answer = await app.http.post("/oauth/register", json=told)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())
