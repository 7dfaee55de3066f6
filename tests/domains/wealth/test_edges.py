"""Where wealth was weak: terms that are not over, values that cannot be, income of days told late, plans without a calendar, change that is held."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from domains import wealth
from domains.kernel.assets import CNY
from domains.kernel.money import Amount
from domains.wealth import OrderState, PlanState, ProductKind, RedemptionTier, SubscriptionTier
from domains.wealth.jobs.daily_run import price_and_pay
from domains.wealth.jobs.plans import order_due_occurrences
from tests.domains.wallet import tills
from tests.domains.wallet.people import balance
from tests.domains.wealth.test_change import pay, redeem
from tests.domains.wealth.test_plans import as_it_stands, plan
from tests.domains.wealth.wealth_house import EQUITY, PROVED, WealthHouse

TERM = replace(EQUITY, subscription=(SubscriptionTier(0, 0),), redemption=(RedemptionTier(0, 0),), term_days=30)


async def test_a_fixed_term_is_redeemed_when_it_is_over_and_no_earlier(house: WealthHouse) -> None:
    fund, investor = await house.fund(kind=ProductKind.FIXED_TERM, terms=TERM), await house.investor(10_000)
    await house.stay_signed_in()
    bought = await house.buy(investor, fund, 5_000)
    house.at("2026-10-12T10:00")
    await house.buy(investor, fund, 5_000)
    assert bought.confirm_on == date(2026, 9, 22)
    house.at("2026-10-22T14:59:59.999")
    for shares in (5_001, 10_000):
        with pytest.raises(wealth.SharesInsufficient) as refused:
            await house.redeem(investor, fund, shares)
        assert refused.value.available_minor == 5_000
    house.at("2026-10-21T14:59:59.999")
    with pytest.raises(wealth.SharesInsufficient) as refused:
        await house.redeem(investor, fund, 1)
    assert refused.value.available_minor == 0
    house.at("2026-10-21T15:00")
    assert (await house.redeem(investor, fund, 5_000)).trade_date == date(2026, 10, 22)


@pytest.mark.parametrize("nav_e4", [9_999, 10_001])
async def test_what_is_paid_out_at_once_at_one_is_worth_one(house: WealthHouse, nav_e4: int) -> None:
    fund = await house.change_fund()
    with pytest.raises(wealth.NavMalformed) as refused:
        await house.nav(fund, "2026-09-21", nav_e4, 0)
    assert refused.value.what == "nav"


async def test_a_day_that_has_not_come_has_no_value(house: WealthHouse) -> None:
    fund = await house.fund()
    with pytest.raises(wealth.NavMalformed) as refused:
        await house.nav(fund, "2026-09-22")
    assert refused.value.what == "day"
    assert (await house.nav(fund, "2026-09-21")).day == date(2026, 9, 21)


async def test_shares_that_are_confirmed_late_earn_from_the_day_on_which_they_were_due(house: WealthHouse) -> None:
    fund, investor = await house.change_fund(), await house.investor(10_000_000)
    await house.subscribe(investor, fund, 10_000_000)
    house.at("2026-09-23T09:00")
    for day in ("2026-09-21", "2026-09-22"):
        await house.nav(fund, day, 10_000, 10_000)
    await price_and_pay(house.database, {"subject_id": str(fund.id)})
    assert (await house.position(investor, fund)).income_minor == 1_000
    assert await house.is_consistent()


async def test_a_year_without_a_calendar_stops_no_plan(house: WealthHouse) -> None:
    product, investor = await house.fund(), await house.investor(10_000)
    await house.stay_signed_in()
    made = await plan(house, investor, product, on="2026-12-31")
    house.at("2026-12-31T15:00")
    for day in ("2026-12-31T15:00", "2027-01-01T10:00", "2027-01-04T10:00", "2027-01-05T10:00"):
        house.at(day)
        await order_due_occurrences(house.database)
    waiting = await as_it_stands(house, made)
    assert (waiting.state, waiting.failures, waiting.reason, waiting.number) == (PlanState.ACTIVE, 0, "CalendarMissing", 0)
    closed = tuple(date(2027, 1, 1) for _ in range(1))
    await house.database.write(wealth.publish_calendar, wealth.PublishCalendarCommand(request_id=uuid4(), year=2027, closed=closed, **house.who))
    house.at("2027-01-06T10:00")
    await house.answer(investor, wealth.InvestorClass.C4)
    await order_due_occurrences(house.database)
    assert (await as_it_stands(house, made)).number == 1


async def test_change_that_a_redemption_holds_leaves_the_till_the_other_product(house: WealthHouse) -> None:
    first, second = await house.change_fund(), await house.change_fund("000008")
    investor, shop = await house.investor(20_000), await tills.shop(house.database)
    for fund in (first, second):
        house.at("2026-09-21T10:00")
        await house.buy(investor, fund, 10_000)
    held, free = sorted((first, second), key=lambda one: one.id)
    await house.redeem(investor, held, 9_000)
    await pay(house, investor, shop, 5_000, 5_000)
    assert (await house.shares(investor, held), await house.shares(investor, free)) == (10_000, 5_000)
    assert await house.is_consistent()


async def test_friends_who_send_each_other_change_at_the_same_moment_both_have_it(house: WealthHouse) -> None:
    fund = await house.change_fund()
    people = []
    for _ in range(2):
        house.at("2026-09-21T10:00")
        someone = await house.investor(100_000)
        await house.buy(someone, fund, 100_000)
        people.append(someone)

    async def send(source: int) -> object:
        one, other = people[source], people[1 - source]
        named = {"request_id": uuid4(), "owner_id": one.id, "session_id": one.session_id, "target_id": other.id, "pin": PROVED}
        return await house.database.write(wealth.transfer_from_change, wealth.TransferFromChangeCommand(**named, amount=Amount(1_000, CNY)))  # type: ignore[arg-type]

    told = await asyncio.gather(*(send(number % 2) for number in range(24)), return_exceptions=True)
    assert {type(one).__name__ for one in told} == {"Transferred"}
    assert [await balance(house.database, one) for one in people] == [12_000, 12_000]
    async with house.database.reading() as read:
        assert await read.fetchval("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == 0
    assert await house.is_consistent()


async def test_everything_at_once_moves_no_money_and_no_share_twice(house: WealthHouse) -> None:
    fund, shop = await house.change_fund(), await tills.shop(house.database)
    people = []
    for _ in range(3):
        house.at("2026-09-21T10:00")
        someone = await house.investor(150_000)
        await house.buy(someone, fund, 100_000)
        people.append(someone)
    sold = [await house.redeem(one, fund, 20_000) for one in people]
    house.at("2026-09-22T15:00")
    await house.run()
    await house.nav(fund, "2026-09-22", 10_000, 10_000)
    house.at("2026-09-24T10:00")
    acts = []
    for one in people:
        acts += [pay(house, one, shop, 1_000, 600), redeem(house, one, fund, 5_000), house.subscribe(one, fund, 1_000), house.redeem(one, fund, 1_000)]
    runs = [house.run(), house.pay_income(fund), house.run()]
    told = await asyncio.gather(*acts, *runs, return_exceptions=True)
    assert [one for one in told if isinstance(one, BaseException)] == []
    await house.run()
    assert {(await house.order(one)).state for one in sold} == {OrderState.SETTLED}
    # 50,000 were left, 20,000 redeemed, 5,000 at once; 400 paid at the till; 1,000 are held for the subscription.
    assert [await house.money(one) for one in people] == [(74_600, 73_600)] * 3
    async with house.database.reading() as read:
        assert await read.fetchval("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == 0
    assert await house.is_consistent()
