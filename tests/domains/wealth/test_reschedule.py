"""The trading calendar is published anew while orders are under way: they get the days that follow from it, and never an earlier value."""

from datetime import date
from uuid import uuid4

import pytest

from domains import wealth
from domains.kernel.commands import HOUSE_ID
from domains.wealth import OrderState
from domains.wealth.jobs.corrections import reschedule_open_orders
from domains.wealth.service import reschedule
from tests.domains.wealth.wealth_house import WealthHouse

CLOSED = (date(2026, 9, 25), *(date(2026, 10, day) for day in (1, 2, 5, 6, 7)))


async def published(house: WealthHouse, *closed: date) -> None:
    """And the job has run, twice."""
    command = wealth.PublishCalendarCommand(request_id=uuid4(), year=2026, closed=closed, **house.who)
    await house.database.write(wealth.publish_calendar, command)
    for _ in range(2):
        await reschedule_open_orders(house.database, {"subject_id": str(HOUSE_ID), "year": 2026})


def days(order: wealth.FundOrder) -> tuple[int, int, int]:
    return order.trade_date.day, order.confirm_on.day, order.settle_on.day


async def test_a_trade_date_that_is_closed_now_becomes_the_next_one_and_can_be_cancelled_until_then(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(20_000)
    order, other = await house.subscribe(investor, fund, 5_000), await house.subscribe(investor, fund, 6_000)
    assert days(order) == (21, 22, 23)
    await published(house, date(2026, 9, 21), date(2026, 9, 23), *CLOSED)
    moved = await house.order(order)
    assert (days(moved), moved.cut_off_at.isoformat(), moved.state) == ((22, 24, 28), "2026-09-22T07:00:00+00:00", OrderState.PLACED)
    house.at("2026-09-22T14:59")
    assert (await house.cancel(investor, other)).state is OrderState.CANCELLED
    house.at("2026-09-22T15:00")
    await house.run()
    await house.nav(fund, "2026-09-22", 10_000)
    await house.run()
    house.at("2026-09-24T10:00")
    await house.run()
    assert (await house.order(order)).state is OrderState.SETTLED
    assert await house.is_consistent()
    async with house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM kernel_outbox WHERE name = 'FundOrderRescheduled'") == 2


async def test_a_day_that_opens_again_moves_no_order_to_an_earlier_value(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(20_000)
    house.at("2026-09-24T16:00")
    order = await house.subscribe(investor, fund, 5_000)
    assert days(order) == (28, 29, 30)
    await published(house, *CLOSED[1:])
    assert days(await house.order(order)) == (28, 29, 30)


async def test_what_is_priced_keeps_its_trade_date_and_waits_for_the_next_trading_day(house: WealthHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reschedule, "GROUP_MOST", 1)
    fund, investor = await house.fund(), await house.investor(20_000)
    priced, done = await house.subscribe(investor, fund, 5_000), await house.subscribe(investor, fund, 6_000)
    house.at("2026-09-21T15:00")
    await house.run()
    await house.nav(fund, "2026-09-21", 10_000)
    await house.run()
    await published(house, date(2026, 9, 22), *CLOSED)
    for order in (priced, done):
        assert days(await house.order(order)) == (21, 23, 24)
    house.at("2026-09-22T10:00")
    await house.run()
    assert (await house.order(priced)).state is OrderState.PRICED
    house.at("2026-09-23T10:00")
    await house.run()
    assert (await house.order(priced)).state is OrderState.SETTLED
    await published(house, date(2026, 9, 21), *CLOSED)
    assert days(await house.order(done)) == (21, 23, 24)


async def test_orders_that_wait_for_a_year_that_is_not_published_keep_their_days(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(20_000)
    house.at("2026-12-29T10:00")
    await house.stay_signed_in()
    order = await house.subscribe(investor, fund, 5_000)
    assert days(order) == (29, 30, 31)
    await published(house, date(2026, 12, 31), *CLOSED)
    assert days(await house.order(order)) == (29, 30, 31)
