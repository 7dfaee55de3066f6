"""The whole application on a real server, over the run's database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from gateway.embedded import Instance
from tests.gateway.app.running import RunningApp, SignedIn, running_app
from tests.gateway.oauth.clients import a_customer


@pytest_asyncio.fixture(scope="session")
async def app(migrated: Instance, tmp_path_factory: object) -> AsyncIterator[RunningApp]:
    """One server for all tests that make clients of their own."""
    folder: Path = tmp_path_factory.mktemp("oauth")  # type: ignore[attr-defined]
    async with running_app(migrated.app_dsn, folder) as running:
        yield running


@pytest_asyncio.fixture(scope="session")
async def customer(app: RunningApp) -> SignedIn:
    """Somebody who consents."""
    return await a_customer(app)
