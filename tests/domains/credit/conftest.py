"""A house that scores, with a clock of its own."""

from collections.abc import AsyncIterator

import pytest_asyncio

from domains.kernel.database import Database
from tests.domains.credit.credit_house import CreditHouse


@pytest_asyncio.fixture
async def house(fresh_database: Database) -> AsyncIterator[CreditHouse]:
    yield CreditHouse(fresh_database)
    fresh_database.clock.run()
