"""Fixtures of wealth."""

import pytest

from domains.kernel.database import Database
from tests.domains.wealth.wealth_house import WealthHouse


@pytest.fixture
async def house(fresh_database: Database) -> WealthHouse:
    return await WealthHouse.open(fresh_database)
