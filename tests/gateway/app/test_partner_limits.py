"""One allowance for all that a partner asks: its customers do not have one each, and what it spends is nobody else's."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest_asyncio

from gateway.embedded import Instance
from tests.gateway.app.partners import a_program
from tests.gateway.app.running import RunningApp, running_app
from tests.gateway.app.test_settlements import file_of

ACCOUNTS = "{ consentedAccounts { id balance { amount } available { amount } } }"


@pytest_asyncio.fixture
async def narrow_app(migrated: Instance, tmp_path: Path) -> AsyncIterator[RunningApp]:
    """A house that gives partners little, and next to nothing back in a second."""
    async with running_app(migrated.app_dsn, tmp_path, cost_operation_max=100, partner_cost_capacity=100, partner_cost_refill_per_second=1) as running:
        yield running


async def test_a_partner_that_asks_too_much_is_told_when_to_come_back_and_others_are_served(narrow_app: RunningApp) -> None:
    first, customer = await a_program(narrow_app)
    second, _ = await a_program(narrow_app, partner=first.partner)
    answers = [await (first if number % 2 else second).post(ACCOUNTS) for number in range(60)]
    served = [answer for answer in answers if answer.status_code == 200]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert served and refused and len(served) + len(refused) == 60
    (error,) = refused[-1].json()["errors"]
    assert error["extensions"]["code"] == "RATE_LIMITED"
    assert error["extensions"]["retryAfterSeconds"] == int(refused[-1].headers["retry-after"]) >= 1
    # Neither the customer nor another partner pays for it.
    assert (await narrow_app.ask("{ wallets { id } }", customer))["wallets"]
    other, _ = await a_program(narrow_app, customer=customer)
    assert (await other.post(ACCOUNTS)).status_code == 200


async def test_files_come_out_of_the_same_allowance_as_operations(narrow_app: RunningApp) -> None:
    program, customer = await a_program(narrow_app, scopes=("accounts.read", "payments.read"))
    assert (await file_of(program, uuid4())).status_code == 404
    refused = await file_of(program, uuid4())
    assert (refused.status_code, refused.json(), int(refused.headers["retry-after"]) >= 1) == (429, {"error": "rate_limited"}, True)
    assert (await program.refused(ACCOUNTS)) == (429, "RATE_LIMITED")
    other, _ = await a_program(narrow_app, customer=customer, scopes=("accounts.read", "payments.read"))
    assert (await other.post(ACCOUNTS)).status_code == 200
    assert (await file_of(other, uuid4())).status_code == 429
