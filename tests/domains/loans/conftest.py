"""Fixtures of loans."""

import pytest

from domains.kernel.database import Database
from tests.domains.loans.loan_house import LoanHouse


@pytest.fixture
async def house(fresh_database: Database) -> LoanHouse:
    return await LoanHouse.open(fresh_database)
