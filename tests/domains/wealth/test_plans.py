"""Regular plans: one order for each period whatever happens, on trading days, stopped by three failures; and wallets that are swept."""

import asyncio
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains import wealth
from domains.kernel.assets import CNY
from domains.kernel.errors import AmountOutOfRange
from domains.kernel.money import Amount
from domains.wealth import PlanRhythm, PlanState
from domains.wealth.jobs.plans import order_due_occurrences, sweep_idle_wallets
from domains.wealth.rules.calendar import TradingCalendar
from domains.wealth.rules.plans import occurrence_on, ordered_on
from tests.domains.wallet.people import Person, fund
from tests.domains.wealth.wealth_house import PROVED, WealthHouse


async def plan(
    house: WealthHouse, someone: Person, product: wealth.Fund, minor: int = 1_000, rhythm: str = "weekly", on: str = "2026-09-24", **more: Any
) -> wealth.Plan:
    named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "product_id": product.id, "pin": PROVED}
    told = {"amount": Amount(minor, CNY), "rhythm": PlanRhythm(rhythm), "first_on": date.fromisoformat(on)}
    return await house.database.write(wealth.make_plan, wealth.MakePlanCommand(**{**named, **told, **more}))


async def set_state(house: WealthHouse, one: wealth.Plan, someone: Person, state: PlanState) -> wealth.Plan:
    named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "plan_id": one.id, "state": state}
    return await house.database.write(wealth.set_plan_state, wealth.SetPlanStateCommand(**named))


async def orders_of(house: WealthHouse, someone: Person) -> list[wealth.FundOrder]:
    async with house.database.reading() as read:
        return (await wealth.list_orders(read, [someone.id], 50, None))[0].items[::-1]


async def as_it_stands(house: WealthHouse, one: wealth.Plan) -> wealth.Plan:
    async with house.database.reading() as read:
        return (await wealth.list_plans(read, [one.customer_id]))[0][0]


async def test_each_period_has_one_order_however_often_and_by_whomever_it_is_tried(house: WealthHouse) -> None:
    product, investor = await house.fund(), await house.investor(10_000)
    made = await plan(house, investor, product)
    await order_due_occurrences(house.database)
    assert await orders_of(house, investor) == []
    for day in ("2026-09-24T10:00", "2026-09-24T10:05", "2026-09-26T10:00", "2026-10-01T10:00", "2026-10-08T09:00", "2026-10-08T09:05"):
        house.at(day)
        await asyncio.gather(*(order_due_occurrences(house.database) for _ in range(4)))
    placed = await orders_of(house, investor)
    # The second falls into Golden Week: it is ordered on 8 October, where the third one falls as well.
    assert [(one.placed_at.date(), one.trade_date, one.plan_id) for one in placed] == [
        (date(2026, 9, 24), date(2026, 9, 24), made.id),
        (date(2026, 10, 8), date(2026, 10, 8), made.id),
        (date(2026, 10, 8), date(2026, 10, 8), made.id),
    ]
    assert (await as_it_stands(house, made)).number == 3


async def test_three_failures_in_a_row_stop_a_plan_and_a_success_between_forgives(house: WealthHouse) -> None:
    product, investor = await house.fund(), await house.investor(0)
    made = await plan(house, investor, product)
    for day in ("2026-09-24", "2026-09-25", "2026-09-28"):
        house.at(f"{day}T10:00")
        await order_due_occurrences(house.database)
        await order_due_occurrences(house.database)
    failing = await as_it_stands(house, made)
    assert (failing.failures, failing.reason, failing.state) == (2, "InsufficientFunds", PlanState.ACTIVE)
    await fund(house.database, investor, 1_000)
    house.at("2026-09-29T10:00")
    await order_due_occurrences(house.database)
    assert ((await as_it_stands(house, made)).failures, len(await orders_of(house, investor))) == (0, 1)
    for day in ("2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12"):
        house.at(f"{day}T10:00")
        await order_due_occurrences(house.database)
    stopped = await as_it_stands(house, made)
    assert (stopped.state, stopped.failures, len(await orders_of(house, investor))) == (PlanState.STOPPED, 3, 1)
    with pytest.raises(wealth.PlanStopped):
        await set_state(house, made, investor, PlanState.ACTIVE)


async def test_what_falls_into_a_pause_is_left_out(house: WealthHouse) -> None:
    product, investor = await house.fund(), await house.investor(10_000)
    made = await plan(house, investor, product, rhythm="fortnightly")
    await set_state(house, made, investor, PlanState.PAUSED)
    house.at("2026-10-09T10:00")
    await order_due_occurrences(house.database)
    await house.stay_signed_in()
    resumed = await set_state(house, made, investor, PlanState.ACTIVE)
    assert (resumed.number, resumed.try_on, await orders_of(house, investor)) == (2, date(2026, 10, 22), [])


async def test_a_plan_that_cannot_be_is_refused(house: WealthHouse) -> None:
    product, investor = await house.fund(), await house.investor()
    for refusal, more in (
        (AmountOutOfRange, {"minor": 999}),
        (wealth.PlanBeginsInThePast, {"on": "2026-09-20"}),
        (wealth.CalendarMissing, {"on": "2027-03-01"}),
        (wealth.FundNotFound, {"product_id": uuid4()}),
    ):
        with pytest.raises(refusal):
            await plan(house, investor, product, **more)  # type: ignore[arg-type]
    made = await plan(house, investor, product)
    with pytest.raises(wealth.PlanNotFound):
        await set_state(house, made, await house.investor(), PlanState.STOPPED)


@given(st.dates(date(2026, 1, 1), date(2026, 3, 31)), st.sampled_from(list(PlanRhythm)), st.integers(0, 8))
def test_an_occurrence_is_never_ordered_before_its_day_nor_on_a_closed_one(first_on: date, rhythm: PlanRhythm, number: int) -> None:
    closed = TradingCalendar.of([(2026, [date(2026, 1, 1), date(2026, 5, 1)])])
    ordered = ordered_on(first_on, rhythm, number, closed)
    assert ordered >= occurrence_on(first_on, rhythm, number) and closed.is_trading_day(ordered)


async def test_a_wallet_is_swept_once_a_trading_day_down_to_what_it_keeps(house: WealthHouse) -> None:
    product, investor = await house.change_fund(), await house.investor(10_000)
    named = {"request_id": uuid4(), "owner_id": investor.id, "session_id": investor.session_id, "product_id": product.id, "pin": PROVED}
    await house.database.write(wealth.set_sweep, wealth.SetSweepCommand(**named, keep=Amount(3_000, CNY), is_active=True))  # type: ignore[arg-type]
    await asyncio.gather(*(sweep_idle_wallets(house.database) for _ in range(4)))
    assert ([one.amount_minor for one in await orders_of(house, investor)], await house.money(investor)) == ([7_000], (10_000, 3_000))
    await fund(house.database, investor, 500)
    await sweep_idle_wallets(house.database)
    assert await house.money(investor) == (10_500, 3_500)
    house.at("2026-09-26T10:00")
    await sweep_idle_wallets(house.database)
    assert await house.money(investor) == (10_500, 3_500)
    house.at("2026-09-28T10:00")
    await sweep_idle_wallets(house.database)
    assert [one.amount_minor for one in await orders_of(house, investor)] == [7_000, 500]
