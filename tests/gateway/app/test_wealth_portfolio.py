"""A portfolio looked at closely over HTTP: lots, gain, spread, and a benchmark."""

from domains.wealth import RiskRating
from tests.domains.wealth.wealth_house import EQUITY, WealthHouse, with_rating
from tests.gateway.app.documents import ask_trusted, yuan
from tests.gateway.app.investing import answered, app, house, later, signed_up, subscribed, told_value
from tests.gateway.app.running import RunningApp, SignedIn

__all__ = ["app", "house"]


async def held(app: RunningApp, house: WealthHouse) -> tuple[SignedIn, SignedIn]:
    """Somebody who bought a fund two days ago, beside an index that has values, and a stranger."""
    fund = await house.fund(terms=with_rating(EQUITY, RiskRating.R2))
    index = await house.fund("510300", terms=with_rating(EQUITY, RiskRating.R3))
    one, stranger = await signed_up(app, 1_000_000), await signed_up(app)
    await answered(app, one, 2)
    await subscribed(app, one, fund, "10000.00")
    house.at("2026-09-21T16:00")
    await house.run()
    await told_value(app, fund, "2026-09-21", "1.0000")
    for day, value in (("2026-09-21", "2.0000"), ("2026-09-22", "2.2000")):
        house.at(f"{day}T16:00")
        await told_value(app, index, day, value)
    one, stranger = await later(app, house, "2026-09-23T10:00", one, stranger)
    await house.run()
    await told_value(app, fund, "2026-09-23", "1.1000")
    return one, stranger


async def test_lots_and_gain_are_told_exactly(app: RunningApp, house: WealthHouse) -> None:
    one, stranger = await held(app, house)
    with house.database.counting() as statements:
        (order,) = (await ask_trusted(app, "FundOrders", one, first=20))["nodes"]
    statements = [one for one in statements if "wealth_" in one]
    # The orders, their products, and the products' last values, whatever is asked of them.
    assert (order["fund"]["code"], order["fee"], order["net"], len(statements)) == ("000001", yuan("147.78"), yuan("9852.22"), 3)
    quote = await ask_trusted(app, "FundRedemptionQuote", one, code="000001", shares="1000.00")
    assert (quote["value"], quote["gross"], quote["fee"], quote["net"]) == ("1.1000", yuan("1100.00"), yuan("16.50"), yuan("1083.50"))
    assert quote["lots"] == [{"acquiredOn": "2026-09-22", "heldDays": 1, "shares": "1000.00", "feePercent": "1.5000", "fee": yuan("16.50")}]
    assert await ask_trusted(app, "FundRedemptionQuote", stranger, code="000001", shares="1.00") is None
    paying = await ask_trusted(app, "FundSubscriptionQuote", one, code="000001", amount=yuan("1000.00"))
    assert (paying["fee"], paying["shares"], paying["tradeDate"], paying["fit"]) == (yuan("14.78"), "895.65", "2026-09-23", "SUITABLE")
    position = await ask_trusted(app, "FundPosition", one, code="000001")
    (lot,) = position["lots"]
    assert lot == {
        "acquiredOn": "2026-09-22",
        "heldDays": 1,
        "shares": "9852.22",
        "left": "9852.22",
        "cost": yuan("10000.00"),
        "worth": yuan("10837.44"),
        "unrealised": yuan("837.44"),
        "unrealisedRate": {"rate": "0.083744000000", "undefined": None},
        "feePercent": "1.5000",
    }
    assert (position["gain"]["gross"], position["gain"]["net"]) == (yuan("985.22"), yuan("837.44"))
    assert (await ask_trusted(app, "PortfolioGains", one, currency="CNY"))["positions"] == [{"fund": {"code": "000001"}, "gain": position["gain"]}]
    assert [await ask_trusted(app, "FundPosition", who, code=code) for who, code in ((one, "510300"), (one, "999999"), (stranger, "000001"))] == [None] * 3
    assert await ask_trusted(app, "PortfolioGains", stranger, currency="CNY") == {"positions": []}


async def test_spread_and_benchmark_are_told_exactly(app: RunningApp, house: WealthHouse) -> None:
    one, _ = await held(app, house)
    spread = await ask_trusted(app, "PortfolioAllocation", one, currency="CNY")
    assert spread["byKind"] == [{"key": "equity", "worth": yuan("10837.44"), "percent": "100.0000"}]
    assert [part["key"] for part in (*spread["byRating"], *spread["byFund"])] == ["R2", "000001"]
    told = await ask_trusted(app, "PortfolioBenchmark", one, currency="CNY", code="510300", since="2026-09-21", until="2026-09-23")
    assert told["benchmark"]["change"] == {"rate": "0.100000000000", "undefined": None}
    assert [point["worth"] for point in told["benchmark"]["points"]] == [yuan("0.00"), yuan("10000.00"), yuan("10000.00")]
    assert (await ask_trusted(app, "PortfolioBenchmark", one, currency="CNY", code="999999", since="2026-09-21", until="2026-09-23"))["benchmark"] is None
    early = await ask_trusted(app, "PortfolioBenchmark", one, currency="CNY", code="510300", since="2026-09-01", until="2026-09-23")
    assert (early["benchmark"]["change"], early["benchmark"]["points"]) == ({"rate": None, "undefined": "NO_VALUE"}, [])
