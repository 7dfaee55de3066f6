"""Keys that a client publishes at an address: read with bounds, read again when they change, and never often, whoever makes up keys."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import uvicorn
from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from domains import scenes
from gateway.development_clock import LOOK_EVERY_SECONDS, set_clock
from tests.gateway.app.running import RunningApp, running_app
from tests.gateway.graphql.conftest import free_port
from tests.gateway.oauth.clients import TestClient

Dsn = Callable[[str], str]


@dataclass
class Published:
    """A partner's page of keys, and how often it was asked."""

    address: str
    keys: list[dict[str, Any]] = field(default_factory=list)
    answer: str = "keys"
    asked: int = 0

    async def give(self, request: Request) -> Response:
        self.asked += 1
        if self.answer == "redirect":
            return RedirectResponse("/elsewhere", 302)
        if self.answer == "hangs":
            await asyncio.sleep(30)
        if self.answer == "large":
            return Response(b'{"keys": [' + b" " * 20_000 + b"]}", media_type="application/json")
        if self.answer == "private":
            return Response(json.dumps({"keys": [ECKey.generate_key("P-256").as_dict(private=True) | {"kid": "2"}]}))
        return Response(json.dumps({"keys": self.keys}), 503 if self.answer == "away" else 200)


@asynccontextmanager
async def publishing() -> AsyncIterator[Published]:
    port = free_port()
    page = Published(f"http://127.0.0.1:{port}/keys")
    routes = [Route("/keys", page.give), Route("/elsewhere", page.give)]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=port, log_level="error", lifespan="off", timeout_graceful_shutdown=1))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield page
    server.should_exit = True
    await serving


@pytest_asyncio.fixture
async def page() -> AsyncIterator[Published]:
    async with publishing() as published:
        yield published


@pytest_asyncio.fixture
async def app(fresh_dsn: Dsn, tmp_path: Path) -> AsyncIterator[RunningApp]:
    async with running_app(fresh_dsn("scenebank_app"), tmp_path, partners_on_loopback=True) as running:
        yield running


def a_key(name: str) -> tuple[ECKey, dict[str, Any]]:
    key = ECKey.generate_key("P-256")
    return key, key.as_dict(private=False) | {"kid": name}


async def register(app: RunningApp, page: Published, **changed: Any) -> Any:
    told = {
        "client_name": "Keys",
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks_uri": page.address,
        "grant_types": ["client_credentials"],
        "redirect_uris": [],
        "response_types": [],
        "scope": "webhooks.manage",
    }
    return (await app.http.post("/oauth/register", json=told | changed)).json()


async def a_client(app: RunningApp, page: Published) -> TestClient:
    key, public = a_key("1")
    page.keys = [public]
    shown = await register(app, page)
    assert shown.get("jwks_uri") == page.address and "jwks" not in shown, shown
    async with app.application.house.database.reading(single=True) as read:
        (client,) = await scenes.find_clients(read, [shown["client_id"]])
    assert client is not None
    return TestClient(app, client, key)


async def later(app: RunningApp, by: timedelta) -> None:
    """Let time pass in the house."""
    set_clock(app.application.settings.data, app.application.house.clock.now() + by)
    await asyncio.sleep(2 * LOOK_EVERY_SECONDS)


async def told(client: TestClient, kid: str = "1") -> int:
    form = {"grant_type": "client_credentials", "scope": "webhooks.manage", "client_assertion": client.assertion({"kid": kid})}
    return (await client.post("token", form, proof=None)).status_code


async def test_a_client_that_publishes_a_new_key_uses_it_at_once(app: RunningApp, page: Published) -> None:
    client = await a_client(app, page)
    assert (await told(client), page.asked) == (200, 1)
    new, public = a_key("2")
    page.keys.append(public)
    await later(app, timedelta(seconds=61))
    assert (await told(replace(client, key=new), "2"), await told(client, "1"), page.asked) == (200, 200, 2)
    # The old one is taken away: within the hour it holds no more.
    page.keys = [public]
    await later(app, timedelta(minutes=61))
    assert (await told(client, "1"), await told(replace(client, key=new), "2"), page.asked) == (401, 200, 3)


async def test_made_up_keys_have_the_address_asked_once_a_minute_and_change_nothing(app: RunningApp, page: Published) -> None:
    client = await a_client(app, page)
    thief = replace(client, key=ECKey.generate_key("P-256"))
    await later(app, timedelta(seconds=61))
    answers = await asyncio.gather(*(told(thief, f"made-up-{number}") for number in range(20)))
    assert (set(answers), page.asked) == ({401}, 2)
    await later(app, timedelta(seconds=61))
    assert (await told(thief, "another"), page.asked, await told(client)) == (401, 3, 200)
    # A key that is not the client's under a name that is.
    assert (await told(thief, "1"), page.asked) == (401, 3)


@pytest.mark.parametrize("answer", ["away", "redirect", "large", "private", "hangs"])
async def test_an_address_that_answers_otherwise_leaves_the_keys_that_are_known(app: RunningApp, page: Published, answer: str) -> None:
    client = await a_client(app, page)
    page.answer = answer
    await later(app, timedelta(hours=2))
    new = replace(client, key=ECKey.generate_key("P-256"))
    async with asyncio.timeout(12):
        assert (await told(client), await told(new, "2"), page.asked) == (200, 401, 2)


async def test_nobody_is_registered_by_an_address_that_gives_no_keys(app: RunningApp, page: Published) -> None:
    for answer in ("away", "redirect", "large", "private"):
        page.answer = answer
        assert (await register(app, page))["error"] == "invalid_client_metadata"
    page.answer = "keys"
    assert (await register(app, page))["error"] == "invalid_client_metadata"
    assert (await register(app, page, token_endpoint_auth_method="client_secret_basic"))["error"] == "invalid_client_metadata"
    async with app.application.house.database.reading(single=True) as read:
        assert await read.fetchval("SELECT count(*) FROM scenes_client") == 0


async def test_without_the_flag_addresses_of_this_machine_are_not_called(fresh_dsn: Dsn, tmp_path: Path, page: Published) -> None:
    async with running_app(fresh_dsn("scenebank_app"), tmp_path) as app:
        assert (await register(app, page))["error"] == "invalid_client_metadata"
    assert page.asked == 0
