"""The whole application on a real server, over the run's database."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest_asyncio

from domains import wallet
from domains.kernel.assets import CNY
from gateway.embedded import Instance
from tests.gateway.app.running import RunningApp, SignedIn, running_app


@pytest_asyncio.fixture(scope="session")
async def app(migrated: Instance, tmp_path_factory: object) -> AsyncIterator[RunningApp]:
    """One server for all tests that make clients of their own."""
    folder: Path = tmp_path_factory.mktemp("oauth")  # type: ignore[attr-defined]
    async with running_app(migrated.app_dsn, folder) as running:
        yield running


@pytest_asyncio.fixture(scope="session")
async def customer(app: RunningApp) -> SignedIn:
    """Somebody who consents."""
    made = await app.customer(name="王小明", id_number="110101199003077133")
    command = wallet.OpenWalletCommand(request_id=uuid4(), owner_id=made.id, asset=CNY.code)
    await app.application.house.database.write(wallet.open_wallet, command)
    return made
