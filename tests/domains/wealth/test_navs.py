"""Published values: once, corrected, held where they jump; and the income of each day, to the last digit."""

from datetime import date
from uuid import uuid4

import pytest

from domains import wealth
from domains.wealth.jobs.daily_run import pay_due_income
from domains.wealth.service import income
from tests.domains.wealth.test_orders_that_end import freeze
from tests.domains.wealth.wealth_house import WealthHouse


async def test_a_value_that_is_told_twice_is_one_and_another_one_is_a_correction(house: WealthHouse) -> None:
    fund = await house.fund()
    assert await house.nav(fund, "2026-09-21", 10_000) == await house.nav(fund, "2026-09-21", 10_000)
    corrected = await house.nav(fund, "2026-09-21", 10_100)
    assert (corrected.revision, corrected.nav_e4) == (1, 10_100)
    async with house.database.reading() as read:
        assert (await wealth.find_navs(read, [(fund.id, date(2026, 9, 21))]))[fund.id, date(2026, 9, 21)] == corrected


@pytest.mark.parametrize("nav_e4", [13_000, 7_000, 20_000])
async def test_a_value_that_jumps_by_thirty_percent_waits_for_an_operator(house: WealthHouse, nav_e4: int) -> None:
    fund, investor = await house.fund(), await house.investor(5_000)
    await house.nav(fund, "2026-09-18", 10_000)
    order = await house.subscribe(investor, fund, 5_000)
    house.at("2026-09-21T15:00")
    await house.run()
    with pytest.raises(wealth.NavJumped) as held:
        await house.nav(fund, "2026-09-21", nav_e4)
    assert held.value.change_ppm == (nav_e4 - 10_000) * 100
    await house.run()
    assert (await house.order(order)).state is wealth.OrderState.ACCEPTED
    named = {"code": fund.code, "day": date(2026, 9, 21), **house.who}
    with pytest.raises(wealth.NavMalformed) as other:
        await house.database.write(wealth.confirm_nav, wealth.ConfirmNavCommand(request_id=uuid4(), nav_e4=nav_e4 + 1, **named))
    assert other.value.what == "other"
    await house.run()
    assert (await house.order(order)).state is wealth.OrderState.ACCEPTED
    confirmation = wealth.ConfirmNavCommand(request_id=uuid4(), nav_e4=nav_e4, **named)
    assert (await house.database.write(wealth.confirm_nav, confirmation)).state == "published"
    await house.run()
    assert (await house.order(order)).nav_e4 == nav_e4


@pytest.mark.parametrize(("nav_e4", "income_e4"), [(0, None), (-5, None), (10_000, 5_000)])
async def test_a_value_of_nothing_or_with_an_income_that_a_fund_has_not_is_refused(house: WealthHouse, nav_e4: int, income_e4: int | None) -> None:
    fund = await house.fund()
    with pytest.raises(wealth.NavMalformed):
        await house.nav(fund, "2026-09-21", nav_e4, income_e4)


async def test_income_comes_day_by_day_and_parts_of_a_fen_are_carried(house: WealthHouse) -> None:
    fund, investor = await house.change_fund(), await house.investor(12_345)
    await house.buy(investor, fund, 12_345)
    assert [group.day for group in await house.pay_income(fund)] == [date(2026, 9, 21)]
    house.at("2026-09-24T10:00")
    for day, income_e4 in (("2026-09-22", 5_000), ("2026-09-24", 5_000)):
        await house.nav(fund, day, 10_000, income_e4)
    paid = await house.pay_income(fund)
    assert [(group.day, group.paid_minor) for group in paid] == [(date(2026, 9, 22), 0)]  # the 23rd is missing, so the 24th waits
    assert (await house.position(investor, fund)).carried_e8 == 61_725_000
    await house.nav(fund, "2026-09-23", 10_000, 5_000)
    assert [(group.day, group.paid_minor) for group in await house.pay_income(fund)] == [(date(2026, 9, 23), 1), (date(2026, 9, 24), 0)]
    held = await house.position(investor, fund)
    assert (held.shares_minor, held.income_minor, held.carried_e8) == (12_346, 1, 3 * 61_725_000 - 10**8 + 5_000)
    assert await house.is_consistent()


async def test_shares_that_came_after_a_day_earn_nothing_for_it(house: WealthHouse) -> None:
    fund, early, late = await house.change_fund(), await house.investor(10_000_000), await house.investor(10_000_000)
    await house.buy(early, fund, 10_000_000)
    await house.buy(late, fund, 10_000_000)
    for day in ("2026-09-22",):
        await house.nav(fund, day, 10_000, 10_000)
    await house.pay_income(fund)
    assert ((await house.position(early, fund)).income_minor, (await house.position(late, fund)).income_minor) == (1_000, 0)


async def test_a_day_s_income_waits_for_the_orders_that_are_to_be_confirmed_by_it(house: WealthHouse) -> None:
    fund, investor = await house.change_fund(), await house.investor(10_000_000)
    order = await house.subscribe(investor, fund, 10_000_000)
    house.at("2026-09-22T20:00")
    for day in ("2026-09-21", "2026-09-22"):
        await house.nav(fund, day, 10_000, 10_000)
    # The value of the 21st came late: its order would have been confirmed in the morning.
    assert [one.day for one in await house.pay_income(fund)] == [date(2026, 9, 21)]
    await house.run()
    assert (await house.order(order)).state is wealth.OrderState.SETTLED
    assert [(one.day, one.paid_minor) for one in await house.pay_income(fund)] == [(date(2026, 9, 22), 1_000)]
    assert await house.is_consistent()


async def test_income_that_had_to_wait_is_paid_by_the_clock(house: WealthHouse) -> None:
    fund, idle, investor = await house.change_fund(), await house.change_fund("000008"), await house.investor(10_000_000)
    await house.buy(investor, fund, 10_000_000)
    await house.nav(fund, "2026-09-22", 10_000, 10_000)
    await pay_due_income(house.database)
    await pay_due_income(house.database)
    async with house.database.reading() as read:
        days = [(run.day, run.paid_minor, run.is_done) for run in await wealth.list_runs(read, fund.id, date(2026, 9, 1))]
        assert await wealth.list_runs(read, idle.id, date(2026, 9, 1)) == []
    assert days == [(date(2026, 9, 21), 0, True), (date(2026, 9, 22), 1_000, True)]


async def test_a_day_s_income_waits_for_who_stands_behind_many_that_are_frozen(house: WealthHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(income, "LATE_MOST", 1)
    fund = await house.change_fund()
    people = [await house.investor(10_000) for _ in range(4)]
    for number, someone in enumerate(people):
        house.at(f"2026-09-21T10:0{number}")
        await house.subscribe(someone, fund, 10_000)
    for someone in people[:3]:
        await freeze(house, someone, True)
    house.at("2026-09-21T15:00")
    await house.run()
    await house.nav(fund, "2026-09-21", 10_000, 0)
    await house.run()
    await house.pay_income(fund)
    house.at("2026-09-22T10:00")
    await house.nav(fund, "2026-09-22", 10_000, 10_000)
    assert await house.pay_income(fund) == []
    await house.run()
    assert [group.paid_minor for group in await house.pay_income(fund)] == [1]
    assert (await house.position(people[3], fund)).income_minor == 1
