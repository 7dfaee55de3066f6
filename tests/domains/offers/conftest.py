"""Fixtures of offers."""

import pytest

from domains.kernel.database import Database
from tests.domains.offers.staff import Staff
from tests.staff import staff_member


@pytest.fixture
async def staff(database: Database) -> Staff:
    return Staff(database, await staff_member(database, "operator:offers"))
