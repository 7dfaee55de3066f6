"""Lots, gains, the spread of a portfolio, and the same money elsewhere: exact figures."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domains import wealth
from domains.kernel.assets import CNY
from domains.wealth import RedemptionTier, SubscriptionTier, Undefined
from domains.wealth.rules.portfolio import Allotted, History, Step, allot, benchmark_chart, growth_between
from tests.domains.wallet.people import Person
from tests.domains.wealth.test_change import holder, redeem
from tests.domains.wealth.test_corrections import replay
from tests.domains.wealth.test_edges import TERM
from tests.domains.wealth.test_portfolio import ONE, day
from tests.domains.wealth.wealth_house import EQUITY, WealthHouse

FREE = replace(EQUITY, subscription=(SubscriptionTier(0, 0),), redemption=(RedemptionTier(0, 15_000), RedemptionTier(7, 5_000)))


async def held_by(house: WealthHouse, someone: Person) -> wealth.Portfolio:
    async with house.database.reading() as read:
        return (await wealth.find_portfolios(read, [someone.id], CNY))[0]


async def test_each_lot_is_shown_with_its_age_its_cost_and_the_fee_of_today(house: WealthHouse) -> None:
    fund, change, investor = await house.fund(terms=FREE), await house.change_fund(), await house.investor(4_000_000)
    await house.stay_signed_in()
    await house.buy(investor, fund, 1_000_000, 10_000)
    await house.buy(investor, change, 1_000)
    house.at("2026-09-24T10:00")
    await house.buy(investor, fund, 2_400_000, 12_000)
    house.at("2026-09-29T10:00")
    with house.database.counting() as statements:
        async with house.database.reading() as read:
            portfolio = (await wealth.find_portfolios(read, [investor.id], CNY))[0]
            lots = await wealth.find_held_lots(read, portfolio.holdings, date(2026, 9, 29))
    assert len(statements) <= 6
    assert [one.fund.code for one in portfolio.holdings] == ["000001", "000009"]
    told = [(one.acquired_on.day, one.held_days, one.left_minor, one.cost.minor, one.worth.minor, one.unrealised.minor, one.fee_ppm) for one in lots[0]]
    assert told == [(22, 7, 1_000_000, 1_000_000, 1_200_000, 200_000, 5_000), (28, 1, 2_000_000, 2_400_000, 2_400_000, 0, 15_000)]
    assert (lots[0][0].unrealised_rate.told, lots[1]) == (Decimal("0.2"), [])


async def test_what_a_position_brought_counts_what_was_redeemed_and_every_fee(house: WealthHouse) -> None:
    """The published gain: 2 bought at 142.90 for a fee of 1.55, sold at 136.60 for one of 1.65."""
    terms = replace(EQUITY, subscription=(SubscriptionTier(0, 0), SubscriptionTier(28_000, 0, 155)), redemption=(RedemptionTier(0, 6_039),))
    fund, investor = await house.fund(terms=terms), await house.investor(28_735)
    await house.stay_signed_in()
    await house.buy(investor, fund, 28_735, 1_429_000)
    house.at("2026-09-24T10:00")
    order = await house.redeem(investor, fund, 100)
    house.at("2026-09-24T15:00")
    await house.run()
    await house.nav(fund, "2026-09-24", 1_366_000)
    house.at(f"{order.confirm_on}T10:00")
    await house.run()
    async with house.database.reading() as read:
        (portfolio,) = await wealth.find_portfolios(read, [investor.id], CNY)
        (gain,) = await wealth.find_gains(read, portfolio.holdings)
    assert (gain.gross.minor, gain.net.minor) == (-1_260, -1_260 - 155 - 82)
    assert gain.gross_rate.told == Decimal("-0.044086773968")
    assert portfolio.realised.minor + portfolio.holdings[0].unrealised.minor == gain.net.minor


async def test_shares_of_a_correction_belong_to_the_lot_that_lacked_them_and_stay_in_its_term(house: WealthHouse) -> None:
    fund, investor = await house.fund(kind=wealth.ProductKind.FIXED_TERM, terms=TERM), await house.investor(10_000)
    await house.stay_signed_in()
    await house.buy(investor, fund, 10_000, 12_500)
    await house.nav(fund, "2026-09-21", 10_000)
    await replay(house, fund, "2026-09-21")
    async with house.database.reading() as read:
        ((lot,),) = await wealth.find_held_lots(read, (await held_by(house, investor)).holdings, date(2026, 9, 23))
    assert (lot.shares_minor, lot.left_minor, lot.cost.minor, lot.acquired_on) == (10_000, 10_000, 10_000, date(2026, 9, 22))
    with pytest.raises(wealth.SharesInsufficient) as refused:
        await house.redeem(investor, fund, 1)
    assert refused.value.available_minor == 0
    assert await house.is_consistent()


async def test_a_lot_that_was_redeemed_wholly_grows_again_by_a_correction(house: WealthHouse) -> None:
    fund, investor = await house.fund(terms=FREE), await house.investor(1_000_000)
    await house.stay_signed_in()
    await house.buy(investor, fund, 1_000_000, 12_500)
    order = await house.redeem(investor, fund, 800_000)
    house.at("2026-09-22T15:00")
    await house.run()
    await house.nav(fund, "2026-09-22", 12_500)
    house.at(f"{order.confirm_on}T10:00")
    await house.run()
    await house.nav(fund, "2026-09-21", 10_000)
    await replay(house, fund, "2026-09-21")
    async with house.database.reading() as read:
        ((lot,),) = await wealth.find_held_lots(read, (await held_by(house, investor)).holdings, date(2026, 9, 23))
    assert (lot.left_minor, lot.cost.minor) == (200_000, 0)
    assert await house.is_consistent()


def test_the_parts_of_a_portfolio_sum_to_a_whole_to_the_last_digit() -> None:
    assert allot({"a": 1, "b": 1, "c": 1}) == [Allotted("a", 1, 333_334), Allotted("b", 1, 333_333), Allotted("c", 1, 333_333)]
    assert allot({"bond": 199, "equity": 1, "index": 0}) == [Allotted("bond", 199, 995_000), Allotted("equity", 1, 5_000)]
    for parts in ({str(n): n * n + 1 for n in range(40)}, {str(n): 7 for n in range(13)}):
        assert sum(one.ppm for one in allot(parts)) == 1_000_000
    assert allot({}) == allot({"a": 0}) == []


async def test_a_portfolio_is_spread_by_kind_rating_and_product(house: WealthHouse) -> None:
    fund, change, investor = await house.fund(terms=FREE), await house.change_fund(), await house.investor(400_000)
    await house.buy(investor, fund, 300_000)
    await house.buy(investor, change, 100_000)
    held = await held_by(house, investor)
    assert [(one.key, one.worth.minor, one.ppm) for one in wealth.allocate(held, lambda one: one.terms.rating.value)] == [
        ("R4", 300_000, 750_000),
        ("R1", 100_000, 250_000),
    ]
    assert [one.key for one in wealth.allocate(held, lambda one: one.code)] == ["000001", "000009"]


def test_the_same_money_elsewhere_follows_every_flow() -> None:
    """1,000 at the start, 500 more, then 300 out; the benchmark doubles, then halves."""
    steps = [Step(ONE, day("2026-01-01"), 1_000, -1_000), Step(ONE, day("2026-01-02"), 500, -500), Step(ONE, day("2026-01-03"), -300, 300)]
    history = History(steps, {ONE: [(day("2026-01-01"), 10_000)]})
    navs = [(day("2026-01-01"), 10_000), (day("2026-01-02"), 20_000), (day("2026-01-03"), 10_000)]
    points = benchmark_chart(history, navs, [day(f"2026-01-0{n}") for n in (1, 2, 3)])
    assert [(point.worth_minor, point.paid_in_minor) for point in points] == [(1_000, 1_000), (2_500, 1_500), (950, 1_200)]
    assert benchmark_chart(history, navs[1:], [day("2026-01-01")]) == []
    assert growth_between(navs, day("2026-01-01"), day("2026-01-02")) == Decimal(1)
    assert growth_between(navs, day("2025-12-31"), day("2026-01-02")) is Undefined.NO_VALUE


async def test_redeeming_change_and_setting_a_sweep_are_told_as_facts(house: WealthHouse) -> None:
    fund = await house.change_fund()
    investor = await holder(house, fund, 50_000)
    await redeem(house, investor, fund, 10_000)
    async with house.database.reading() as read:
        told = await read.fetch(
            "SELECT payload ->> 'product_id' AS product_id, payload ->> 'order_id' AS order_id FROM kernel_outbox WHERE name = 'ChangePaid'"
        )
    assert [(row["product_id"], row["order_id"]) for row in told] == [(str(fund.id), None)]
