"""What an ended campaign has left goes back to its funder, once nothing of it is set aside."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from domains import ledger, offers
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.offers.accounts import marketing_id
from domains.offers.jobs.coupons import return_ended_budgets
from tests.domains.offers.campaigns import FIVE_OFF, TWENTY_FROM_HUNDRED, budget, campaign, claim, pay_with, reserve
from tests.domains.offers.games import end
from tests.domains.offers.staff import Staff
from tests.domains.wallet import tills
from tests.domains.wallet.people import person
from tests.staff import staff_member


@pytest.fixture
async def house(fresh_database: Database) -> Staff:
    fresh_database.clock.freeze(fresh_database.clock.now())
    return Staff(fresh_database, await staff_member(fresh_database, "operator:offers"))


def returning(staff: Staff, one: offers.Campaign, **more: Any) -> offers.ReturnBudgetCommand:
    return offers.ReturnBudgetCommand(**{"request_id": uuid4(), "campaign_id": one.id, **staff.who, **more})


async def marketing(database: Database) -> int:
    async with database.reading() as read:
        return (await ledger.find_accounts(read, [marketing_id(CNY)]))[marketing_id(CNY)].posted.minor


async def test_what_is_left_goes_back_once_however_often_it_is_asked(house: Staff) -> None:
    database, one = house.database, await campaign(house, FIVE_OFF, 5_000)
    with pytest.raises(offers.CampaignStillRuns):
        await database.write(offers.return_budget, returning(house, one))
    with pytest.raises(offers.CampaignNotFound):
        await database.write(offers.return_budget, returning(house, one, campaign_id=uuid4()))
    before = await marketing(database)
    await end(house, one)
    command = returning(house, one)
    told = await asyncio.gather(*(database.write(offers.return_budget, command) for _ in range(4)))
    others = await asyncio.gather(*(database.write(offers.return_budget, returning(house, one)) for _ in range(4)))
    assert sorted(answer.returned.minor for answer in {*told, *others}) == [0, 5_000] or sum(answer.returned.minor for answer in others) == 0
    await return_ended_budgets(database)
    assert (await budget(database, one), await marketing(database) - before) == ((0, 0), 5_000)


async def test_a_reservation_is_waited_for(house: Staff) -> None:
    database = house.database
    shop, payer = await tills.shop(database), await person(database, 20_000)
    one = await campaign(house, FIVE_OFF, 5_000)
    await reserve(database, payer, [await claim(database, payer, one)], shop, 6_000)
    await end(house, one)
    with pytest.raises(offers.BudgetReserved):
        await database.write(offers.return_budget, returning(house, one))
    await return_ended_budgets(database)
    assert await budget(database, one) == (5_000, 4_500)
    await pay_with(database, payer, shop, 6_000, 500)
    database.clock.advance(timedelta(hours=2))
    await return_ended_budgets(database)
    assert await budget(database, one) == (0, 0)


async def test_what_a_refund_brings_back_after_the_end_goes_back_too(house: Staff) -> None:
    database = house.database
    shop, payer = await tills.shop(database, fee_bps=0), await person(database, 20_000)
    one = await campaign(house, TWENTY_FROM_HUNDRED, 5_000, ends_at=database.clock.now() + timedelta(hours=1))
    await reserve(database, payer, [await claim(database, payer, one)], shop, 12_000)
    paid = await pay_with(database, payer, shop, 12_000, 2_000)
    before = await marketing(database)
    database.clock.advance(timedelta(hours=2))
    await return_ended_budgets(database)
    assert (await budget(database, one), await marketing(database) - before) == ((0, 0), 3_000)
    await tills.refund(database, shop, paid.payment_id, 12_000)
    assert await budget(database, one) == (2_000, 2_000)
    await return_ended_budgets(database)
    assert await budget(database, one) == (2_000, 2_000)
    database.clock.advance(timedelta(hours=1))
    await return_ended_budgets(database)
    await return_ended_budgets(database)
    assert (await budget(database, one), await marketing(database) - before) == ((0, 0), 5_000)
