"""Webhooks are verified by libraries that nobody here wrote: npm standardwebhooks and svix, and PyPI's standardwebhooks."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import standardwebhooks

from domains import scenes
from domains.kernel.database import Database
from domains.scenes.webhooks import WebhookEndpointRegistered
from tests.domains.scenes.partners import a_partner
from tests.domains.scenes.webhooks import a_receiver, an_endpoint, ping
from tests.gateway.webhooks import secrets_of, send
from tests.patience import patience

FOLDER = Path(__file__).parent
FOREIGN = "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldCBrZXk="


class Verifier:
    """The partner's server in Node."""

    def __init__(self, node: asyncio.subprocess.Process, port: int) -> None:
        self._node = node
        self.address = f"http://127.0.0.1:{port}/hooks"

    async def tell(self, line: str) -> str:
        assert self._node.stdin is not None and self._node.stdout is not None
        self._node.stdin.write(f"{line}\n".encode())
        async with patience():
            return (await self._node.stdout.readline()).decode()


@asynccontextmanager
async def a_verifier() -> AsyncIterator[Verifier]:
    pipe = asyncio.subprocess.PIPE
    node = await asyncio.create_subprocess_exec("node", "webhooks.mjs", cwd=FOLDER, stdin=pipe, stdout=pipe)
    assert node.stdout is not None
    try:
        async with patience():
            yield Verifier(node, int(await node.stdout.readline()))
    finally:
        if node.returncode is None:
            node.kill()
        await node.wait()


async def rotate(database: Database, registered: WebhookEndpointRegistered) -> None:
    endpoint = registered.endpoint
    command = scenes.webhooks.RotateWebhookSecretCommand(
        request_id=uuid4(), owner_id=endpoint.partner_id, partner_id=endpoint.partner_id, endpoint_id=endpoint.id
    )
    await database.write(scenes.webhooks.rotate_webhook_secret, command)


async def test_standardwebhooks_and_svix_take_what_is_signed_and_refuse_what_is_not(packages: None, fresh_database: Database) -> None:
    partner_id = await a_partner(fresh_database)
    async with a_verifier() as verifier:
        registered = await an_endpoint(fresh_database, partner_id, verifier.address)
        await verifier.tell(json.dumps([*await secrets_of(fresh_database, registered), FOREIGN]))
        await ping(fresh_database, registered)
        assert await send(fresh_database) == 1
        await rotate(fresh_database, registered)
        new, old = await secrets_of(fresh_database, registered)
        await verifier.tell(json.dumps([new, old, FOREIGN]))
        await ping(fresh_database, registered)
        assert await send(fresh_database) == 1
        seen = json.loads(await verifier.tell("end"))
    no = "No matching signature found"
    assert seen == [
        {"standardwebhooks": ["webhook.test", no], "svix": ["webhook.test", no], "changed": [no, no]},
        {"standardwebhooks": ["webhook.test", "webhook.test", no], "svix": ["webhook.test", "webhook.test", no], "changed": [no, no]},
    ]


async def test_standardwebhooks_of_python_takes_what_is_signed_and_refuses_what_is_not(fresh_database: Database) -> None:
    partner_id = await a_partner(fresh_database)
    async with a_receiver() as receiver:
        registered = await an_endpoint(fresh_database, partner_id, receiver.address())
        await ping(fresh_database, registered)
        await send(fresh_database)
    ((headers, body),) = receiver.received
    (secret,) = await secrets_of(fresh_database, registered)
    assert standardwebhooks.Webhook(secret).verify(body.decode(), headers)["type"] == "webhook.test"
    for changed, key in ((body + b" ", secret), (body, FOREIGN)):
        try:
            standardwebhooks.Webhook(key).verify(changed.decode(), headers)
        except standardwebhooks.WebhookVerificationError:
            continue
        raise AssertionError("a forged webhook was taken")
