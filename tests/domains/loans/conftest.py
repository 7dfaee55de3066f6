"""Fixtures of loans."""

import pytest

from domains.kernel.database import Database
from tests.domains.loans.loan_house import LoanHouse
from tests.domains.loans.servicing_house import ServicingHouse


@pytest.fixture
async def house(fresh_database: Database) -> LoanHouse:
    return await LoanHouse.open(fresh_database)


@pytest.fixture
async def servicing_house(fresh_database: Database) -> ServicingHouse:
    house = await ServicingHouse.open(fresh_database)
    assert isinstance(house, ServicingHouse)
    return house
