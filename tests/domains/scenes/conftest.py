"""A house with scene partners, one for each module of tests."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from gateway.embedded import Instance
from tests.domains.scenes.scene_house import THIRD, SceneHouse, scene_house
from tests.domains.wallet.top_ups import own_database
from tests.integrations.running import Sandbox, running_sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bank(request: pytest.FixtureRequest, migrated: Instance, sandbox: Sandbox) -> AsyncIterator[SceneHouse]:
    """Its database is its own, so its clock can be set."""
    with own_database(migrated, f"scenes_{request.module.__name__.rpartition('.')[2]}") as dsn:
        async with scene_house(dsn, sandbox, more=[THIRD.format(url=sandbox.url)]) as opened:
            yield opened
