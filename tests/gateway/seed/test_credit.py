"""A demo has credit to look at: bands of both customers, offers made beforehand, and an application that is decided; planted once."""

from decimal import Decimal
from uuid import UUID

import pytest

from domains import credit, loans
from domains.credit import Band
from domains.kernel.clock import Clock
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.ids import derived_id
from domains.loans import ApplicationState
from domains.loans.jobs.applications import take_step
from domains.loans.jobs.preapprovals import run_batch
from domains.loans.queries.applications import list_waiting
from domains.loans.rules.applications import WAITING_FOR
from gateway.seed import DEMO_CUSTOMERS, seed
from gateway.seed.credit import plant_credit
from tests.gateway.seed.conftest import NOON

FIRST, SECOND = (demo.id for demo in DEMO_CUSTOMERS)
WRITTEN = ("customers_consent", "customers_session", "credit_event", "credit_standing", "loans_batch", "loans_application", "kernel_outbox")


@pytest.fixture
async def demo(fresh_database: Database) -> Database:
    """Seeded with the demo's two alone, at noon of a known day."""
    fresh_database.clock.freeze(NOON)
    await seed(fresh_database, customers=2)
    return fresh_database


async def steps(database: Database) -> None:
    """What the worker does of applications."""
    while True:
        async with database.reading() as read:
            waiting = await list_waiting(read, WAITING_FOR, read.now + (NOON - NOON.replace(hour=0)), 10)
        if not waiting:
            return
        for customer_id, application_id, state in waiting:
            await take_step(database, customer_id, application_id, state)


async def test_both_have_a_band_with_reasons(demo: Database) -> None:
    async with demo.reading() as read:
        bands = await credit.find_bands(read, [FIRST, SECOND])
        explained = await credit.find_explanations(read, [FIRST, SECOND])
    assert [one.band for one in bands] == [Band.A, Band.B]
    assert all(one is not None and one.reasons for one in explained)


async def test_both_are_offered_a_loan_and_the_seconds_application_is_decided(demo: Database) -> None:
    await run_batch(demo, derived_id(HOUSE_ID, "plant offers"))
    await steps(demo)
    async with demo.reading() as read:
        offers = await loans.find_standing_offers(read, [FIRST, SECOND])
        key = (SECOND, derived_id(SECOND, "plant application"))
        one = (await loans.find_applications(read, [key]))[key]
        (decision,) = (await loans.list_decisions(read, [key]))[key]
    assert {id_: [(offer.limit_minor, offer.annual_rate) for offer in found] for id_, found in offers.items()} == {
        FIRST: [(10_000_000, Decimal("0.048"))],
        SECOND: [(5_000_000, Decimal("0.072"))],
    }
    assert (one.state, one.annual_rate, one.reasons) == (ApplicationState.OFFERED, Decimal("0.072"), ())
    assert (decision.band, decision.band_version, decision.answers_band, decision.card_version, decision.policy_version) == ("B", 1, "A", 1, 0)


async def test_planting_again_changes_nothing_and_leaves_no_session(demo: Database) -> None:
    async def counted() -> dict[str, int]:
        async with demo.reading() as read:
            return {table: await read.fetchval(f"SELECT count(*) FROM {table}") for table in WRITTEN}

    before = await counted()
    await plant_credit(demo)
    assert await counted() == before
    async with demo.reading() as read:
        standing = await read.fetchval("SELECT count(*) FROM customers_session WHERE revoked_at IS NULL")
    assert standing == 0


async def test_without_the_two_nothing_is_planted(fresh_database: Database) -> None:
    clock: Clock = fresh_database.clock
    clock.freeze(NOON)
    await plant_credit(fresh_database)
    async with fresh_database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM credit_event WHERE customer_id = ANY($1)", [FIRST, SECOND]) == 0
    assert isinstance(FIRST, UUID)
