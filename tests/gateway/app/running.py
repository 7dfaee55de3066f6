"""Runs the application on the production server inside the test process, and speaks to it as an app does."""

import asyncio
import os
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from secrets import randbelow
from typing import Any
from uuid import UUID

import httpx
from pydantic import SecretStr

from domains import customers
from gateway.app import Application
from gateway.server import serving
from gateway.settings import Environment, Settings
from resolvers.context import Viewer
from tests.gateway.graphql.conftest import free_port

RUN_KEYS = f"test:{b64encode(bytes(range(32))).decode()}"
"""The keys of the run's database: its signing key is sealed with them, whichever test came first."""

DECOY = Viewer(id=UUID("dec0dec0-0000-4000-8000-000000000000"))
"""Every query of these tests runs in a gang, between two requests of this stranger."""

_numbers = count(randbelow(10**8))


def a_phone() -> str:
    """A number that no other test uses."""
    return f"+86139{next(_numbers) % 10**8:08d}"


@dataclass(frozen=True)
class SignedIn:
    """A customer with a live token."""

    id: UUID
    session_id: UUID
    phone: str
    token: str
    refresh_token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}


@dataclass
class RunningApp:
    """A server, and the house behind it."""

    application: Application
    http: httpx.AsyncClient
    port: int

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/graphql"

    async def customer(self, **more: Any) -> SignedIn:
        """Somebody new, signed in."""
        phone = a_phone()
        made = await customers.make_development_customer(self.application.house.database, phone, **more)
        return SignedIn(made.customer_id, made.session_id, phone, made.tokens.access_token, made.tokens.refresh_token)

    async def staff_headers(self, *permissions: str) -> dict[str, str]:
        """The token of a member of staff with those permissions."""
        database = self.application.house.database
        tokens = await customers.make_operator_token(database, await customers.create_operator(database, "王经理", list(permissions)))
        return {"authorization": f"Bearer {tokens.access_token}"}

    async def post(self, query: str, who: SignedIn | None = None, *, headers: dict[str, str] | None = None, **variables: Any) -> httpx.Response:
        sent = {"accept": "application/graphql-response+json", "accept-language": "en", **(who.headers if who else {}), **(headers or {})}
        return await self.http.post("/graphql", json={"query": query, "variables": variables}, headers=sent)

    async def ask(self, query: str, who: SignedIn | None = None, **variables: Any) -> Any:
        """The answer's `data`. Fails the test on any error."""
        answer = (await self.post(query, who, **variables)).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


@asynccontextmanager
async def running_app(dsn: str, folder: Path, **settings: Any) -> AsyncIterator[RunningApp]:
    """The application on a free port until the block ends."""
    os.environ.pop("SCENEBANK_ENVIRONMENT", None)
    port = free_port()
    chosen = {
        "environment": Environment.DEVELOPMENT,
        "data": folder,
        "port": port,
        "database_url": SecretStr(dsn),
        "keys": SecretStr(RUN_KEYS),
        "log_level": "warning",
        **settings,
    }
    application = Application(Settings(**chosen), decoy=DECOY)
    async with serving(application, port), httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10, trust_env=False) as http:
        await _ready(http)
        yield RunningApp(application, http, port)


async def _ready(http: httpx.AsyncClient) -> None:
    for _ in range(1000):
        try:
            if (await http.get("/readyz")).status_code == 200:
                return
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.01)
    raise TimeoutError("the application did not become ready")
