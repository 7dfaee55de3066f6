"""Values come by a feed over HTTP: late, missing, corrected, the same file twice, zero, and a jump of 30 %."""

from collections.abc import AsyncIterator, Callable
from uuid import uuid4

import pytest
import pytest_asyncio

from domains import wealth
from domains.wealth import OrderState, RiskRating
from domains.wealth.jobs.daily_run import replay_corrected_orders
from tests.domains.wealth.registering import MONDAY, RegisterHouse, register_house
from tests.domains.wealth.wealth_house import EQUITY, with_rating
from tests.integrations.running import running_sandbox


@pytest_asyncio.fixture
async def house(fresh_dsn: Callable[[str], str]) -> AsyncIterator[RegisterHouse]:
    with running_sandbox() as sandbox:
        async with register_house(fresh_dsn("scenebank_app"), sandbox) as opened:
            yield opened


async def over(house: RegisterHouse) -> None:
    """The day's trade is over, and orders are accepted."""
    house.at("2026-09-21T20:00")
    await house.run()


async def test_a_value_that_is_late_or_missing_lets_its_orders_wait_and_no_others(house: RegisterHouse) -> None:
    fund, other = await house.fund(), await house.fund("000002", terms=with_rating(EQUITY, RiskRating.R2))
    (_, order), (_, waiting) = await house.holder(fund), await house.holder(other)
    await over(house)
    await house.plan("late", MONDAY)
    await house.plant(fund, MONDAY, "1.2500")
    await house.values()
    assert (await house.files(), await house.state(order)) == ({}, OrderState.ACCEPTED)
    await house.heal()
    await house.values()
    await house.run()
    assert [await house.state(one) for one in (order, waiting)] == [OrderState.PRICED, OrderState.ACCEPTED]
    house.at("2026-09-23T10:00")
    await house.run()
    assert [await house.state(one) for one in (order, waiting)] == [OrderState.SETTLED, OrderState.ACCEPTED]
    await house.plant(other, MONDAY, "0.9000")
    await house.values()
    await house.run()
    done = await house.order(waiting)
    assert (done.state, done.nav_e4, done.trade_date) == (OrderState.SETTLED, 9_000, MONDAY)
    assert await house.is_consistent()


async def test_a_corrected_file_is_replayed_and_the_same_file_again_changes_nothing(house: RegisterHouse) -> None:
    fund = await house.fund()
    someone, order = await house.holder(fund)
    await over(house)
    await house.plant(fund, MONDAY, "1.2500")
    for _ in range(3):
        await house.values()
    await house.run()
    house.at("2026-09-22T10:00")
    await house.run()
    assert (await house.shares(someone, fund), (await house.files())["values"].readings) == (788_177, 1)
    await house.plant(fund, MONDAY, "1.0000")
    await house.values()
    await replay_corrected_orders(house.database, {"subject_id": str(fund.id), "day": MONDAY.isoformat(), "revision": 1})
    assert (await house.shares(someone, fund), (await house.order(order)).nav_revision, (await house.files())["values"].readings) == (985_222, 1, 2)
    assert await house.is_consistent()


async def test_zero_another_day_an_unknown_product_and_a_jump_are_named_by_their_lines(house: RegisterHouse) -> None:
    fund, bold, steady = await house.fund(), await house.fund("000002"), await house.fund("000003")
    await house.nav(bold, "2026-09-18", 10_000)
    (_, order), (_, waiting) = await house.holder(steady), await house.holder(bold)
    await over(house)
    await house.plant(fund, MONDAY, "0.0000")
    await house.plant(bold, MONDAY, "1.3000")
    await house.plant(steady, MONDAY, "1.1000")
    await house.plant("999999", MONDAY, "1.0000")
    await house.values()
    await house.run()
    file = (await house.files())["values"]
    assert (file.lines, file.broken) == (1, 3)
    assert [(one.number, one.why) for one in file.broken_lines] == [
        (2, "not a value: nav"),
        (3, "waits for an operator: changed by 300000 millionths"),
        (5, "no such product"),
    ]
    assert [await house.state(one) for one in (order, waiting)] == [OrderState.PRICED, OrderState.ACCEPTED]
    async with house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM kernel_outbox WHERE name = 'NavHeld'") == 1
    named = {"code": bold.code, "day": MONDAY, "nav_e4": 13_000, **house.who}
    await house.database.write(wealth.confirm_nav, wealth.ConfirmNavCommand(request_id=uuid4(), **named))
    await house.run()
    assert await house.state(waiting) is OrderState.PRICED


async def test_something_that_is_no_file_is_a_failure_and_the_other_days_are_read(house: RegisterHouse) -> None:
    fund = await house.fund()
    await over(house)
    await house.plant(fund, MONDAY, "1.2500")
    await house.plant(fund, MONDAY.replace(day=18), "1.2000")
    await house.plan("no_file", MONDAY.replace(day=18))
    with pytest.raises(ExceptionGroup, match="values that could not be read"):
        await house.values()
    async with house.database.reading() as read:
        values = await wealth.list_navs(read, fund.id, MONDAY.replace(day=1), MONDAY)
    assert [(one.day, one.nav_e4) for one in values] == [(MONDAY, 12_500)]


async def test_a_value_of_a_day_to_come_is_not_taken(house: RegisterHouse) -> None:
    fund = await house.fund()
    with pytest.raises(wealth.NavMalformed) as refused:
        await house.nav(fund, "2026-09-22")
    assert refused.value.what == "day"
