"""Funds of several currencies beside each other: each has its own money, fees and portfolio."""

import pytest

from domains import wealth
from domains.kernel.assets import CNY, USD
from domains.kernel.errors import AssetMismatch
from domains.kernel.money import Amount
from domains.wealth import OrderState
from tests.domains.wallet.people import person
from tests.domains.wealth.test_change import redeem
from tests.domains.wealth.wealth_house import WealthHouse


async def test_a_dollar_fund_is_bought_and_redeemed_in_dollars_beside_one_in_yuan(house: WealthHouse) -> None:
    dollars, yuan = await house.fund("000007", asset="USD"), await house.fund()
    someone, other = await person(house.database, 1_000_000, USD), await house.investor(1_000_000)
    await house.answer(someone, wealth.InvestorClass.C4)
    await house.stay_signed_in()
    with pytest.raises(AssetMismatch):
        await house.subscribe(someone, dollars, 1_000_000)
    order = await house.subscribe(someone, dollars, 1_000_000, amount=Amount(1_000_000, USD))
    await house.subscribe(other, yuan, 1_000_000)
    house.at("2026-09-21T15:00")
    await house.run()
    await house.nav(dollars, "2026-09-21", 20_000)
    await house.nav(yuan, "2026-09-21", 10_000)
    house.at("2026-09-22T10:00")
    await house.run()
    done = await house.order(order)
    assert (done.state, done.asset, done.done_shares_minor, done.fee_minor) == (OrderState.SETTLED, USD, 492_611, 14_778)
    redeemed = await house.redeem(someone, dollars, 492_611)
    house.at("2026-09-22T15:00")
    await house.run()
    await house.nav(dollars, "2026-09-22", 22_000)
    house.at("2026-09-24T10:00")
    await house.run()
    paid = await house.order(redeemed)
    assert (paid.state, paid.gross_minor, await house.money(someone)) == (OrderState.SETTLED, 1_083_744, (paid.net_minor, paid.net_minor))
    assert [await house.posted(wealth.fee_id(asset)) for asset in (USD, CNY)] == [14_778 + (paid.fee_minor or 0), 14_778]
    async with house.database.reading() as read:
        portfolios = await wealth.find_portfolios(read, [someone.id, other.id], USD) + await wealth.find_portfolios(read, [someone.id, other.id], CNY)
    assert [(one.asset.code, one.worth.minor, one.realised.minor) for one in portfolios] == [
        ("USD", 0, (paid.net_minor or 0) - 1_000_000),
        ("USD", 0, 0),
        ("CNY", 0, 0),
        ("CNY", 985_222, 0),
    ]
    assert await house.is_consistent()


async def test_change_in_dollars_is_redeemed_in_dollars_alone(house: WealthHouse) -> None:
    fund = await house.fund("000008", wealth.ProductKind.MONEY_MARKET, (await house.change_fund()).terms, asset="USD")
    someone = await person(house.database, 50_000, USD)
    await house.answer(someone, wealth.InvestorClass.C1)
    await house.stay_signed_in()
    await house.subscribe(someone, fund, 50_000, amount=Amount(50_000, USD))
    house.at("2026-09-21T15:00")
    await house.run()
    await house.nav(fund, "2026-09-21", 10_000, 0)
    house.at("2026-09-22T10:00")
    await house.run()
    with pytest.raises(AssetMismatch):
        await redeem(house, someone, fund, 10_000)
    done = await redeem(house, someone, fund, 10_000, amount=Amount(10_000, USD))
    assert (done.at_once, await house.money(someone)) == (Amount(10_000, USD), (10_000, 10_000))
    assert await house.is_consistent()


async def test_a_currency_without_two_decimals_has_no_funds(house: WealthHouse) -> None:
    with pytest.raises(wealth.FundMalformed) as refused:
        await house.fund("000005", asset="JPY")
    assert refused.value.what == "asset"
