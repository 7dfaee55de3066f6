"""Webhook endpoints for tests: registered, and a receiver that does as it is told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from domains import scenes
from domains.kernel.database import Database
from domains.scenes.webhooks import WebhookEndpointRegistered

TEST = ("webhook.disabled",)


async def an_endpoint(database: Database, partner_id: UUID, address: str = "https://partner.example/hooks") -> WebhookEndpointRegistered:
    """An endpoint that wants to hear when another one is disabled."""
    command = scenes.webhooks.RegisterWebhookEndpointCommand(request_id=uuid4(), owner_id=partner_id, partner_id=partner_id, address=address, event_types=TEST)
    return await database.write(scenes.webhooks.register_webhook_endpoint, command)


def of(registered: WebhookEndpointRegistered) -> scenes.webhooks.WebhookEndpointCommand:
    """A command about that endpoint, by its partner."""
    endpoint = registered.endpoint
    return scenes.webhooks.WebhookEndpointCommand(request_id=uuid4(), owner_id=endpoint.partner_id, partner_id=endpoint.partner_id, endpoint_id=endpoint.id)


async def ping(database: Database, registered: WebhookEndpointRegistered, count: int = 1) -> None:
    """That many facts for that endpoint."""
    for _ in range(count):
        await database.write(scenes.webhooks.ping_webhook_endpoint, of(registered))


async def deliveries_of(database: Database, partner_id: UUID) -> list[scenes.webhooks.WebhookDelivery]:
    """The newest of a partner's deliveries."""
    async with database.reading(single=True) as read:
        (page,) = await scenes.webhooks.list_webhook_deliveries(read, [partner_id], 50, None)
    return list(page.items)


@dataclass
class Receiver:
    """What arrived: the three headers and the raw body, in order. `answer` writes the raw answer; without it, 204."""

    port: int = 0
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    answer: Callable[[asyncio.StreamWriter], Awaitable[None]] | None = None

    def address(self, path: str = "/hooks") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head.split("\r\n")[1:] if line)}
            body = await reader.readexactly(int(headers["content-length"]))
            self.received.append((headers, body))
            self.at.append(asyncio.get_running_loop().time())
            if self.answer is not None:
                await self.answer(writer)
            else:
                writer.write(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def answering(status: int, text: str = "", extra: str = "") -> Callable[[asyncio.StreamWriter], Awaitable[None]]:
    """Answers with that status and text."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        body = text.encode()
        writer.write(f"HTTP/1.1 {status} X\r\n{extra}content-length: {len(body)}\r\nconnection: close\r\n\r\n".encode() + body)

    return answer


async def hanging(_writer: asyncio.StreamWriter) -> None:
    """Never answers."""
    await asyncio.sleep(60)


@asynccontextmanager
async def a_receiver() -> AsyncIterator[Receiver]:
    """A partner's server on a free port."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.take, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
