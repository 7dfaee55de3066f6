"""What an order would bring is told before it is placed, and an order that finds that value brings exactly that."""

from dataclasses import replace

import pytest

from domains import wealth
from domains.kernel.assets import CNY, USD
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount
from domains.wealth import Fit
from tests.domains.wallet.people import Person
from tests.domains.wealth.wealth_house import EQUITY, WealthHouse


async def redemption(house: WealthHouse, someone: Person, fund: wealth.Fund, shares_minor: int) -> wealth.OrderQuote | None:
    async with house.database.reading() as read:
        return (await wealth.quote_redemption(read, [someone.id], fund.code, shares_minor))[0]


async def test_a_redemption_s_fee_is_shown_by_lots_and_is_the_one_that_is_taken(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(4_000_000)
    await house.stay_signed_in()
    await house.buy(investor, fund, 1_000_000, 10_000)
    house.at("2026-09-28T10:00")
    await house.buy(investor, fund, 1_000_000, 10_000)
    house.at("2026-09-30T10:00")
    quote = await redemption(house, investor, fund, 1_500_000)
    assert quote is not None
    assert [(one.acquired_on.day, one.held_days, one.shares_minor, one.fee_ppm, one.fee.minor) for one in quote.lots] == [
        (22, 8, 985_222, 5_000, 4_926),
        (29, 1, 514_778, 15_000, 7_722),
    ]
    assert (quote.gross.minor, quote.fee.minor, quote.net.minor) == (1_500_000, 12_648, 1_487_352)
    assert [day.isoformat() for day in quote.days] == ["2026-09-30", "2026-10-08", "2026-10-09"]
    order = await house.redeem(investor, fund, 1_500_000)
    assert (order.trade_date, order.confirm_on, order.settle_on) == quote.days
    # What is held by that order is free no more, and its lots are gone for the next one.
    assert await redemption(house, investor, fund, 470_445) is None
    rest = await redemption(house, investor, fund, 470_444)
    assert rest is not None and [(one.acquired_on.day, one.shares_minor) for one in rest.lots] == [(29, 470_444)]
    house.at("2026-09-30T15:00")
    await house.run()
    await house.nav(fund, "2026-09-30", 10_000)
    house.at("2026-10-09T10:00")
    await house.run()
    done = await house.order(order)
    assert (done.fee_minor, done.net_minor) == (quote.fee.minor, quote.net.minor)


async def test_a_subscription_s_fee_is_certain_and_says_how_the_product_fits(house: WealthHouse) -> None:
    fund, investor, unknown = await house.fund(), await house.investor(1_000_000), await house.investor()
    bold = await house.investor(of=wealth.InvestorClass.C2)
    await house.nav(fund, "2026-09-18", 12_500)
    async with house.database.reading() as read:
        first, second = await wealth.quote_subscription(read, [investor.id, bold.id], fund.code, Amount(1_000_000, CNY))
        for amount in (Amount(0, CNY), Amount(10**12, CNY), Amount(1_000, USD)):
            with pytest.raises(InvalidInput):
                await wealth.quote_subscription(read, [unknown.id], fund.code, amount)
        assert await wealth.quote_subscription(read, [investor.id], "999999", Amount(1_000, CNY)) == [None]
    assert first is not None and second is not None
    assert (first.fee.minor, first.net.minor, first.shares_minor, first.nav.nav_e4) == (14_778, 985_222, 788_177, 12_500)
    assert (first.fit, second.fit) == (Fit.SUITABLE, Fit.MISMATCH)


async def test_what_cannot_be_told_is_nothing(house: WealthHouse) -> None:
    fund, change, investor = await house.fund(terms=replace(EQUITY)), await house.change_fund(), await house.investor(50_000)
    assert await redemption(house, investor, fund, 100) is None  # no value yet
    await house.buy(investor, change, 50_000)
    quote = await redemption(house, investor, change, 50_000)
    assert quote is not None and (quote.fee.minor, quote.net.minor, quote.lots) == (0, 50_000, [])
    assert [await redemption(house, investor, change, shares) for shares in (50_001, 0, -1)] == [None] * 3
