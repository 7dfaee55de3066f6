"""Top-ups and withdrawals at channels that fail often: every one ends posted or returned, and the channels' bills are the house's books to the cent."""

from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from integrations.http import Bounds
from tests.domains.wallet.reconciling import reconcile
from tests.domains.wallet.top_ups import House, house_with_channel
from tests.integrations.running import running_sandbox

PATIENT = Bounds(connect=2.0, total=1.5, retry_pause=0.01)
"""Silence means a fault, not that the machine is busy."""


@pytest_asyncio.fixture
async def house(fresh_dsn: Callable[[str], str]) -> AsyncIterator[House]:
    with running_sandbox() as sandbox:
        async with house_with_channel(fresh_dsn("scenebank_app"), sandbox, second=True, bounds=PATIENT) as opened:
            yield opened


async def test_two_hundred_of_each_with_faults_reconcile_to_zero(house: House) -> None:
    await reconcile(house, 200, 200, 6)


@pytest.mark.prove
async def test_ten_thousand_of_each_with_faults_reconcile_to_zero(house: House) -> None:
    await reconcile(house, 10_000, 10_000, 200)
