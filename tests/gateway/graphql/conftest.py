"""Endpoints on a real server, each on a free loopback port."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from gateway import server
from gateway.graphql import EndpointOptions
from tests.gateway.graphql.world import World, make_world


@dataclass
class Served:
    """A world behind a server: `http` speaks to its endpoint, `socket_url` is the endpoint's WebSocket."""

    world: World
    http: httpx.AsyncClient
    port: int

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/graphql"

    async def post(self, query: str, accept: str | None = "application/graphql-response+json", **more: Any) -> httpx.Response:
        headers = {"accept": accept} if accept else {}
        return await self.http.post("", json={"query": query, **more}, headers=headers)


@asynccontextmanager
async def serving(world: World) -> AsyncIterator[Served]:
    port = free_port()

    async def application(scope: Any, receive: Any, send: Any) -> None:
        # The endpoint alone: its `drain` is called by whoever mounts it, and is not the one that a stopping server calls.
        await world.endpoint(scope, receive, send)

    async with (
        server.serving(application, port, lifespan="off"),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/graphql", timeout=10) as http,
    ):
        yield Served(world, http, port)


Serve = Callable[..., Any]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """`await serve(batch_max=3, documents={...})` serves a fresh world with these options until the test ends."""
    async with AsyncExitStack() as stack:

        async def start(documents: dict[str, Any] | None = None, **options: Any) -> Served:
            return await stack.enter_async_context(serving(make_world(EndpointOptions(**options), **(documents or {}))))

        yield start


@pytest.fixture(scope="session")
async def shared() -> AsyncIterator[Served]:
    """One world with default options, for tests that only ask."""
    async with serving(make_world()) as served:
        yield served


@pytest.fixture
def served(shared: Served) -> Served:
    shared.world.ledger.calls.clear()
    return shared


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
