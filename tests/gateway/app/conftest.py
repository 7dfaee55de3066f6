"""The whole application on a real server, over the run's database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from gateway.embedded import Instance
from tests.gateway.app.running import RunningApp, running_app


@pytest.fixture(scope="session")
def app_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scenebank")


@pytest_asyncio.fixture(scope="session")
async def app(migrated: Instance, app_folder: Path) -> AsyncIterator[RunningApp]:
    """One server for all tests that make customers of their own."""
    async with running_app(migrated.app_dsn, app_folder) as running:
        yield running
