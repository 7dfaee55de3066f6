"""The mall's house, in the database that all tests share."""

import pytest

from domains.kernel.database import Database
from tests.domains.mall.mall_house import MallHouse


@pytest.fixture
async def house(database: Database) -> MallHouse:
    return await MallHouse.open(database)
