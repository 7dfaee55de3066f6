"""A house with scene partners, one for each module of tests."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from domains.kernel.clock import Clock
from domains.kernel.database import Database
from gateway.embedded import Instance
from integrations.sandbox.keys import SANDBOX_API_KEY
from tests.domains.scenes.scene_house import CLINIC, THIRD, THIRD_SHOP, SceneHouse, scene_house
from tests.domains.scenes.trading import Trade, trading
from tests.domains.wallet.top_ups import own_database
from tests.integrations.running import Sandbox, running_sandbox

THIRD_NETWORK = """
name = "third-network"
kind = "social"
capabilities = ["friends"]
[title]
zh = "第三社区"
en = "Third Network"
[api]
base_url = "{url}/scenes/plum-circle/api"
[auth]
issuer = "{url}/scenes/plum-circle"
client_id = "scenebank"
method = "client_secret_basic"
scopes = ["openid", "friends", "offline_access"]
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bank(request: pytest.FixtureRequest, migrated: Instance, sandbox: Sandbox) -> AsyncIterator[SceneHouse]:
    """Its database is its own, so its clock can be set."""
    with own_database(migrated, f"scenes_{request.module.__name__.rpartition('.')[2]}") as dsn:
        more = [one.format(url=sandbox.url) for one in (THIRD, THIRD_SHOP, CLINIC, THIRD_NETWORK)]
        async with scene_house(dsn, sandbox, more=more, secrets={"third-network": SANDBOX_API_KEY}) as opened:
            yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def other_process(request: pytest.FixtureRequest, migrated: Instance, bank: SceneHouse) -> AsyncIterator[Database]:
    """The same house, as another process sees it: connections and a committer of its own."""
    dsn = migrated.dsn(user="scenebank_app", database=f"scenes_{request.module.__name__.rpartition('.')[2]}")
    opened = await Database.open(dsn, Clock(), ports=bank.database.ports._wired)
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def trade(bank: SceneHouse) -> AsyncIterator[Trade]:
    async with trading(bank) as made:
        yield made
