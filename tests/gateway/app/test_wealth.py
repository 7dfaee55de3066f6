"""Every trusted document of wealth over HTTP, with exact answers and each refusal."""

from datetime import date
from typing import Any
from uuid import uuid4

from bench.wealth.crowd import enter_holders
from domains import wealth
from domains.kernel.relay import relay_until_idle
from domains.wealth import RiskRating
from tests.domains.wealth.wealth_house import EQUITY, WealthHouse, with_rating
from tests.gateway.app.documents import act, ask_trusted, yuan
from tests.gateway.app.investing import PIN, a_person, answered, app, ask_all, house, later, signed_up, subscribed, told_value
from tests.gateway.app.running import RunningApp, SignedIn

__all__ = ["app", "house"]


async def test_every_document_of_a_fund_s_life_is_answered_exactly(app: RunningApp, house: WealthHouse) -> None:
    steady, change = await house.fund(terms=with_rating(EQUITY, RiskRating.R2)), await house.change_fund()
    one, stranger = await signed_up(app, 1_500_000), await signed_up(app)
    await products_are_told(app, one)
    assert (await answered(app, one, 2))["investorClass"] == "C2"
    cancelled = await subscribed(app, one, steady, "5000.00")
    ended = await act(app, "CancelFundOrder", one, orderId=cancelled["id"])
    assert (ended["__typename"], ended["state"], ended["amount"]) == ("FundOrder", "CANCELLED", yuan("5000.00"))
    again = await act(app, "CancelFundOrder", one, orderId=cancelled["id"])
    assert (again["__typename"], again["standsAt"]) == ("FundOrderUncancellable", "cancelled")
    assert (await act(app, "CancelFundOrder", stranger, orderId=cancelled["id"]))["__typename"] == "FundOrderNotFound"
    house.at("2026-09-21T10:01")
    order = await order_is_placed(app, one, steady)
    assert (await subscribed(app, one, change, "100.00"))["state"] == "PLACED"
    house.at("2026-09-21T15:00")
    await house.run()
    await told_value(app, steady, "2026-09-21", "1.0500")
    await told_value(app, change, "2026-09-21", "1.0000", "0.0000")
    one, stranger = await later(app, house, "2026-09-22T10:00", one, stranger)
    await house.run()
    seen = await ask_trusted(app, "FundOrder", one, id=order["id"])
    assert {name: seen[name] for name in ("state", "value", "doneShares", "fee", "net")} == {
        "state": "SETTLED",
        "value": "1.0500",
        "doneShares": "9383.06",
        "fee": yuan("147.78"),
        "net": yuan("9852.22"),
    }
    assert await ask_trusted(app, "FundOrder", stranger, id=order["id"]) is None
    page = await ask_trusted(app, "FundOrders", one, first=2)
    assert ([node["state"] for node in page["nodes"]], page["pageInfo"]["hasNextPage"]) == (["SETTLED", "SETTLED"], True)
    assert (await ask_trusted(app, "FundOrders", stranger))["nodes"] == []
    values = await ask_trusted(app, "FundValues", one, code="000001", since="2026-09-01", until="2026-09-30")
    assert values == [{"day": "2026-09-21", "value": "1.0500", "incomePer10k": None, "revision": 0}]
    await portfolio_is_told(app, one, stranger)
    await change_is_redeemed_and_sent(app, one, stranger, change)
    sold = await act(app, "RedeemShares", one, fundId=str(steady.id), shares="9383.07", pin=PIN)
    assert (sold["__typename"], sold["availableShares"]) == ("SharesInsufficient", "9383.06")
    sold = await act(app, "RedeemShares", one, fundId=str(steady.id), shares="383.06", pin=PIN)
    assert (sold["state"], sold["shares"], sold["settleOn"], sold["fit"]) == ("PLACED", "383.06", "2026-09-24", None)
    await relay_until_idle(house.database)
    assert await house.is_consistent()


async def products_are_told(app: RunningApp, one: SignedIn) -> None:
    asked = await ask_all(app, "InvestorQuestionnaire", one)
    assert (asked["investorQuestionnaire"]["version"], asked["investorAssessment"]) == (1, None)
    assert [fund_["code"] for fund_ in (await ask_trusted(app, "Funds", one, kind="EQUITY"))["nodes"]] == ["000001"]
    detail = await ask_trusted(app, "Fund", one, code="000001")
    assert (detail["rating"], detail["firstLeast"], detail["latest"]) == ("R2", yuan("10.00"), None)
    assert [(tier["least"], tier["percent"], tier["flat"]) for tier in detail["subscription"]] == [
        (yuan("0.00"), "1.5000", None),
        (yuan("1000000.00"), "0.0000", yuan("1000.00")),
    ]
    assert [(tier["fromDays"], tier["percent"]) for tier in detail["terms"]["redemption"]] == [(0, "1.5000"), (7, "0.5000")]
    assert [fund_["code"] for fund_ in await ask_trusted(app, "CompareFunds", one, codes=["000009", "111111", "000001"])] == ["000009", "000001"]


async def order_is_placed(app: RunningApp, one: SignedIn, steady: wealth.Fund) -> Any:
    order = await subscribed(app, one, steady, "10000.00")
    assert {name: order[name] for name in ("side", "state", "amount", "tradeDate", "confirmOn", "cutOffAt", "fee", "fit")} == {
        "side": "SUBSCRIBE",
        "state": "PLACED",
        "amount": yuan("10000.00"),
        "tradeDate": "2026-09-21",
        "confirmOn": "2026-09-22",
        "cutOffAt": "2026-09-21T07:00:00Z",
        "fee": None,
        "fit": "SUITABLE",
    }
    return order


async def portfolio_is_told(app: RunningApp, one: SignedIn, stranger: SignedIn) -> None:
    told = await ask_trusted(app, "Portfolio", one, currency="CNY")
    assert (told["asOf"], told["worth"], told["cost"]) == ("2026-09-22", yuan("9952.21"), yuan("10100.00"))
    assert [(held_["fund"]["code"], held_["shares"], held_["value"], held_["worth"], held_["unrealised"]) for held_ in told["positions"]] == [
        ("000001", "9383.06", "1.0500", yuan("9852.21"), yuan("-147.79")),
        ("000009", "100.00", "1.0000", yuan("100.00"), yuan("0.00")),
    ]
    returns = await ask_trusted(app, "PortfolioReturns", one, currency="CNY", since="2026-09-20", until="2026-09-22")
    assert returns["returns"]["gain"] == yuan("-147.79")
    assert returns["chart"][-1] == {"day": "2026-09-22", "worth": yuan("9952.21"), "paidIn": yuan("10100.00")}
    nothing = await ask_trusted(app, "Portfolio", stranger, currency="CNY")
    assert (nothing["worth"], nothing["positions"]) == (yuan("0.00"), [])


async def change_is_redeemed_and_sent(app: RunningApp, one: SignedIn, stranger: SignedIn, change: wealth.Fund) -> None:
    redeemed = await act(app, "RedeemChange", one, fundId=str(change.id), amount=yuan("30.00"), pin=PIN)
    assert redeemed == {"__typename": "ChangeRedeemed", "atOnce": yuan("30.00"), "later": yuan("0.00"), "order": None}
    too_much = await act(app, "RedeemChange", one, fundId=str(change.id), amount=yuan("70.01"), pin=PIN)
    assert too_much["__typename"] == "SharesInsufficient"
    sent = await act(app, "TransferFromChange", one, to={"customerId": str(stranger.id)}, amount=yuan("20.00"), pin=PIN)
    assert (sent["__typename"], sent["balanceAfter"]) == ("Transferred", yuan("4930.00"))
    assert [held_["amount"] for held_ in await ask_trusted(app, "Change", one)] == [yuan("50.00")]
    assert await ask_trusted(app, "Change", stranger) == []


async def test_each_refusal_of_an_order_is_a_type_of_its_own(app: RunningApp, house: WealthHouse) -> None:
    bold, change = await house.fund(), await house.change_fund()
    one = await signed_up(app, 100_000)
    assert await subscribed(app, one, change, "10.00") == {"__typename": "AssessmentNeeded", "message": "Please answer the risk questionnaire first."}
    assert (await act(app, "AnswerInvestorQuestionnaire", one, version=2, answers=[3]))["__typename"] == "QuestionnaireReplaced"
    assert (await act(app, "AnswerInvestorQuestionnaire", one, version=1, answers=[9]))["question"] == 0
    assert (await answered(app, one, 3))["investorClass"] == "C3"
    refused = await subscribed(app, one, bold, "10.00")
    assert (refused["__typename"], refused["investorClass"], refused["rating"], refused["fromAt"]) == ("MismatchUnconfirmed", "C3", "R4", None)
    confirmed = await act(app, "ConfirmMismatch", one, fundId=str(bold.id), version=1)
    assert (confirmed["__typename"], confirmed["fromAt"]) == ("MismatchConfirmed", "2026-09-22T02:00:00Z")
    assert (await subscribed(app, one, bold, "10.00"))["fromAt"] == "2026-09-22T02:00:00Z"
    (one,) = await later(app, house, "2026-09-22T10:00", one)
    assert (await subscribed(app, one, bold, "10.00"))["fit"] == "MISMATCH"
    cases: list[tuple[dict[str, Any], str]] = [
        ({"amount": yuan("9.99")}, "AmountOutOfRange"),
        ({"amount": yuan("9.999")}, "AmountMalformed"),
        ({"amount": {"amount": "10.00", "currency": "USD"}}, "CurrencyMismatch"),
        ({"version": 2}, "FundTermsChanged"),
        ({"fundId": str(uuid4())}, "FundNotFound"),
        ({"pin": None}, "PinRequired"),
        ({"pin": "739105"}, "PinWrong"),
        ({"amount": yuan("990.01")}, "InsufficientFunds"),
    ]
    for more, typename in cases:
        told = await act(app, "Subscribe", one, **{"fundId": str(bold.id), "version": 1, "amount": yuan("10.00"), "pin": PIN, **more})
        assert told["__typename"] == typename, (more, told)
        assert told["message"].isascii()
    assert (await subscribed(app, one, bold, "10.00", version=2))["version"] == 1
    cautious = await signed_up(app, 100_000)
    assert (await answered(app, cautious, 0))["investorClass"] == "C1_MINIMUM"
    assert (await subscribed(app, cautious, bold, "10.00"))["__typename"] == "ProductUnsuitable"
    assert (await act(app, "ConfirmMismatch", cautious, fundId=str(bold.id), version=1))["__typename"] == "ProductUnsuitable"
    assert await house.money(a_person(one)) == (100_000, 99_000)


async def test_plans_and_sweeps_are_made_and_changed(app: RunningApp, house: WealthHouse) -> None:
    change = await house.change_fund()
    one, stranger = await signed_up(app, 100_000), await signed_up(app)
    await answered(app, one, 1)
    asked = {"fundId": str(change.id), "amount": yuan("50.00"), "rhythm": "MONTHLY", "firstOn": "2026-09-30", "pin": PIN}
    made = await act(app, "MakePlan", one, **asked)
    assert (made["__typename"], made["state"], made["amount"], made["tryOn"]) == ("RegularPlan", "ACTIVE", yuan("50.00"), "2026-09-30")
    assert (await act(app, "MakePlan", one, **{**asked, "firstOn": "2026-09-20"}))["__typename"] == "PlanBeginsInThePast"
    assert (await act(app, "SetPlanState", stranger, planId=made["id"], state="PAUSED"))["__typename"] == "PlanNotFound"
    states = [(await act(app, "SetPlanState", one, planId=made["id"], state=state))["state"] for state in ("PAUSED", "ACTIVE", "STOPPED")]
    assert states == ["PAUSED", "ACTIVE", "STOPPED"]
    assert (await act(app, "SetPlanState", one, planId=made["id"], state="ACTIVE"))["__typename"] == "PlanStopped"
    swept = await act(app, "SetWalletSweep", one, fundId=str(change.id), keep=yuan("200.00"), isActive=True, pin=PIN)
    assert (swept["__typename"], swept["keep"], swept["isActive"], swept["sweptOn"]) == ("WalletSweep", yuan("200.00"), True, None)
    seen = await ask_all(app, "RegularPlans", one)
    assert ([plan["state"] for plan in seen["regularPlans"]], seen["walletSweep"]["keep"]) == (["STOPPED"], yuan("200.00"))


async def test_a_portfolio_of_fifty_positions_takes_five_statements_at_most(app: RunningApp, house: WealthHouse) -> None:
    one = await signed_up(app)
    for number in range(50):
        fund = await house.change_fund(f"{number + 100:06d}")
        await enter_holders(house.database, fund, [10_000 + number], date(2026, 9, 21), [one.id])
        if number % 2:
            await house.nav(fund, "2026-09-21", 10_000, 6_000)
    await ask_trusted(app, "Portfolio", one, currency="CNY")
    with house.database.counting() as statements:
        told = await ask_trusted(app, "Portfolio", one, currency="CNY")
    assert (len(told["positions"]), told["worth"]) == (50, yuan("5012.25"))
    assert len(statements) <= 5, statements
