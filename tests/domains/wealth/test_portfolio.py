"""Portfolios: what is held and worth, what it brought over any range, and how many statements that takes."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from domains import wealth
from domains.kernel.assets import CNY
from domains.kernel.errors import InvalidInput
from domains.wealth import Undefined
from domains.wealth.rules.portfolio import History, Step, chart, returns_over
from tests.domains.wallet.people import Person
from tests.domains.wealth.wealth_house import WealthHouse

ONE, TWO = UUID(int=1), UUID(int=2)


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_what_is_paid_in_is_no_gain_and_each_return_says_its_own() -> None:
    """10,000 at 1.0; 1.1 when another 11,000 come; 0.99 at the end."""
    steps = [Step(ONE, day("2026-01-01"), 1_000_000, -1_000_000), Step(ONE, day("2026-07-01"), 1_000_000, -1_100_000)]
    history = History(steps, {ONE: [(day("2026-01-01"), 10_000), (day("2026-07-01"), 11_000), (day("2026-12-31"), 9_900)]})
    told = returns_over(history, day("2026-01-01"), day("2026-12-31"))
    assert told.gain_minor == 1_980_000 - 2_100_000
    assert told.simple == Decimal("-0.057142857143")
    assert told.time_weighted == Decimal("-0.010000000000")
    assert isinstance(told.money_weighted, Decimal)
    years = [Decimal((day(text) - day("2026-01-01")).days) / 365 for text in ("2026-01-01", "2026-07-01", "2026-12-31")]
    worth = sum(flow / (1 + told.money_weighted) ** at for flow, at in zip((-1_000_000, -1_100_000, 1_980_000), years, strict=True))
    assert abs(worth) < Decimal("0.001")


def test_an_empty_range_has_reasons_and_no_numbers() -> None:
    told = returns_over(History([], {}), day("2026-01-01"), day("2026-12-31"))
    assert told == (0, Undefined.NOTHING_INVESTED, Undefined.NOTHING_INVESTED, Undefined.NO_FLOWS)


def test_a_chart_has_the_worth_and_what_was_paid_in_of_each_day() -> None:
    steps = [Step(ONE, day("2026-01-02"), 100, -100), Step(TWO, day("2026-01-03"), 50, -100), Step(ONE, day("2026-01-04"), -100, 120)]
    navs = {ONE: [(day("2026-01-02"), 10_000), (day("2026-01-04"), 12_000)], TWO: [(day("2026-01-03"), 20_000)]}
    points = chart(History(steps, navs), [day(f"2026-01-0{number}") for number in range(1, 5)])
    assert [(point.worth_minor, point.paid_in_minor) for point in points] == [(0, 0), (100, 100), (200, 200), (100, 80)]


async def portfolio_of(house: WealthHouse, someone: Person) -> wealth.Portfolio:
    async with house.database.reading() as read:
        return (await wealth.find_portfolios(read, [someone.id], CNY))[0]


async def test_a_portfolio_shows_what_is_held_at_its_last_value(house: WealthHouse) -> None:
    fund, change, investor = await house.fund(), await house.change_fund(), await house.investor(3_000_000)
    await house.buy(investor, fund, 1_000_000)
    await house.buy(investor, change, 500_000)
    await house.nav(fund, "2026-09-22", 11_000)
    held = await portfolio_of(house, investor)
    assert [(one.fund.code, one.worth.minor, one.unrealised.minor) for one in held.holdings] == [("000001", 1_083_744, 83_744), ("000009", 500_000, 0)]
    assert (held.worth.minor, held.cost.minor, held.realised.minor, held.income.minor) == (1_583_744, 1_500_000, 0, 0)
    async with house.database.reading() as read:
        (told,) = await wealth.find_returns(read, [held], day("2026-09-18"), day("2026-09-23"))
        (points,) = await wealth.find_charts(read, [held], day("2026-09-18"), day("2026-09-23"))
    assert (told.gain.minor, told.simple.told) == (83_744, Decimal("0.055829333333"))
    assert [point.worth.minor for point in points] == [0, 0, 0, 0, 1_083_744, 1_583_744]
    stranger = await portfolio_of(house, await house.investor())
    assert (stranger.holdings, stranger.worth.minor) == ((), 0)


@pytest.mark.parametrize(("first", "last"), [("2026-09-21", "2026-09-21"), ("2026-09-22", "2026-09-21"), ("2010-01-01", "2026-09-21")])
async def test_a_range_that_is_none_is_bad_input(house: WealthHouse, first: str, last: str) -> None:
    investor = await house.investor()
    held = await portfolio_of(house, investor)
    async with house.database.reading() as read:
        with pytest.raises(InvalidInput):
            await wealth.find_returns(read, [held], day(first), day(last))
