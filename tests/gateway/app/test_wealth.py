"""Wealth over HTTP by the app's trusted documents: from the questionnaire to a till that is paid from a fund, races and refusals included."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest_asyncio

from domains import customers, wallet, wealth
from domains.kernel.assets import CNY
from domains.kernel.relay import relay_until_idle
from domains.wealth import RiskRating
from tests.domains.wallet.people import Person, fund
from tests.domains.wallet.tills import Shop, held, shop
from tests.domains.wealth.wealth_house import EQUITY, WealthHouse, with_rating
from tests.gateway.app.documents import act, ask_trusted, document_ids, yuan
from tests.gateway.app.running import RunningApp, SignedIn, a_phone, running_app
from tests.gateway.app.test_customers import REFRESH, REQUEST_CODE, SIGN_IN, delivered, sign_in_input

PIN = "482913"
PUBLISH = """mutation ($input: PublishFundValueInput!) { publishFundValue(input: $input) { __typename ... on FundValue { day value incomePer10k } } }"""


@pytest_asyncio.fixture
async def app(fresh_dsn: Callable[[str], str], tmp_path: Path) -> AsyncIterator[RunningApp]:
    """A server of its own, whose clock is set."""
    async with running_app(fresh_dsn("scenebank_app"), tmp_path) as running:
        yield running


@pytest_asyncio.fixture
async def house(app: RunningApp) -> WealthHouse:
    return await WealthHouse.open(app.application.house.database)


async def signed_up(app: RunningApp, minor: int = 0) -> SignedIn:
    """Somebody new who signs in by a code and sets a PIN, with that much in the wallet."""
    phone = a_phone()
    sent = await app.ask(REQUEST_CODE, input={"requestId": str(uuid4()), "phone": phone})
    assert sent["requestCode"]["__typename"] == "CodeSent"
    someone = await signed_in(app, phone)
    assert (await ask_trusted(app, "SetPin", someone, input={"pin": PIN}))["__typename"] == "PinStored"
    database = app.application.house.database
    await database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=someone.id, asset="CNY"))
    if minor:
        await fund(database, Person(someone.id, someone.session_id, phone, wallet.wallet_account_id(someone.id, CNY)), minor)
    return someone


async def signed_in(app: RunningApp, phone: str) -> SignedIn:
    told = (await app.ask(SIGN_IN, input=sign_in_input(phone, await delivered(app, phone))))["signIn"]
    tokens = told["tokens"]
    return SignedIn(UUID(told["customer"]["id"]), UUID(told["sessionId"]), phone, tokens["accessToken"], tokens["refreshToken"])


async def later(app: RunningApp, house: WealthHouse, at: str, *people: SignedIn) -> list[SignedIn]:
    """The clock says so, and the apps have renewed their tokens."""
    house.at(at)
    told = [(await app.ask(REFRESH, input={"refreshToken": one.refresh_token}))["refreshTokens"]["tokens"] for one in people]
    return [replace(one, token=new["accessToken"], refresh_token=new["refreshToken"]) for one, new in zip(people, told, strict=True)]


async def ask_all(app: RunningApp, name: str, who: SignedIn) -> Any:
    """The answer to a document with several root fields."""
    answer = (await app.http.post("/graphql", json={"documentId": document_ids()[name]}, headers=who.headers)).json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


async def answered(app: RunningApp, someone: SignedIn, option: int) -> Any:
    return await act(app, "AnswerInvestorQuestionnaire", someone, version=1, answers=[option])


async def told_value(app: RunningApp, fund: wealth.Fund, day: str, value: str, income: str | None = None) -> None:
    """Staff tell a day's value over HTTP."""
    input_ = {"requestId": str(uuid4()), "code": fund.code, "day": day, "value": value, "incomePer10k": income}
    answer = (await app.post(PUBLISH, headers=await app.staff_headers("operator:wealth"), input=input_)).json()
    assert answer["data"]["publishFundValue"]["__typename"] == "FundValue", answer


async def subscribed(app: RunningApp, someone: SignedIn, fund: wealth.Fund, amount: str, **more: Any) -> Any:
    return await act(app, "Subscribe", someone, **{"fundId": str(fund.id), "version": 1, "amount": yuan(amount), "pin": PIN, **more})


async def holder(app: RunningApp, house: WealthHouse, fund: wealth.Fund, minor: int, amount: str) -> SignedIn:
    """Somebody with that money, of which they put an amount into a money-market product; it is ten o'clock of the next day."""
    house.at("2026-09-21T10:00")
    someone = await signed_up(app, minor)
    assert (await answered(app, someone, 1))["investorClass"] == "C1"
    assert (await subscribed(app, someone, fund, amount))["state"] == "PLACED"
    house.at("2026-09-21T16:00")
    await house.run()
    await told_value(app, fund, "2026-09-21", "1.0000", "0.0000")
    (someone,) = await later(app, house, "2026-09-22T10:00", someone)
    await house.run()
    return someone


async def paying(app: RunningApp, someone: SignedIn, till: Shop, amount: str, of_change: str | None = None, **more: Any) -> Any:
    fundings: list[dict[str, Any]] = [{"source": "change", "amount": yuan(of_change or amount)}]
    if of_change is not None:
        fundings.append({"source": "wallet"})
    purchase = {"to": {"code": till.code}, "amount": yuan(amount)}
    return await act(app, "Pay", someone, purchase=purchase, fundings=fundings, **{"pin": PIN, **more})


async def test_racing_payments_from_a_fund_at_a_till_take_what_there_is_and_no_more(app: RunningApp, house: WealthHouse) -> None:
    fund_ = await house.change_fund()
    payer = await holder(app, house, fund_, 50_000, "100.00")
    till = await shop(house.database)
    assert await ask_trusted(app, "Change", payer) == [{"productId": str(fund_.id), "code": fund_.code, "amount": yuan("100.00")}]
    told = await asyncio.gather(*(paying(app, payer, till, "9.00") for _ in range(16)))
    assert Counter(one["__typename"] for one in told) == {"Paid": 11, "InsufficientFunds": 5}
    assert {one["amount"]["amount"] for one in told if one["__typename"] == "Paid"} == {"9.00"}
    assert len({one["paymentId"] for one in told if one["__typename"] == "Paid"}) == 11
    assert (await ask_trusted(app, "Change", payer))[0]["amount"] == yuan("1.00")
    assert (await held(house.database, till))[0] == 9_900
    assert await house.money(a_person(payer)) == (40_000, 40_000)
    await relay_until_idle(house.database)
    assert await house.is_consistent()


async def test_a_payment_from_a_fund_is_paid_once_and_refunded_to_the_wallet(app: RunningApp, house: WealthHouse) -> None:
    fund_ = await house.change_fund()
    payer = await holder(app, house, fund_, 30_000, "300.00")
    till = await shop(house.database)
    id_ = str(uuid4())
    told = await asyncio.gather(*(paying(app, payer, till, "55.00", requestId=id_) for _ in range(8)))
    assert told[0]["__typename"] == "Paid" and all(one == told[0] for one in told)
    assert (await ask_trusted(app, "Change", payer))[0]["amount"] == yuan("245.00")
    owner = await signed_in_again(app, till.owner.phone)
    refund = await act(app, "RefundPayment", owner, paymentId=told[0]["paymentId"], amount=yuan("5.00"))
    assert (refund["__typename"], refund["amount"]) == ("Refund", yuan("5.00"))
    seen = await ask_trusted(app, "Payment", payer, id=told[0]["paymentId"])
    assert seen["sources"] == [{"source": "change", "amount": yuan("55.00"), "refunded": yuan("5.00")}]
    assert await house.money(a_person(payer)) == (500, 500)
    # What the wallet cannot complete takes no shares.
    refused = await paying(app, payer, till, "20.00", "10.00")
    assert (refused["__typename"], refused["available"]) == ("InsufficientFunds", yuan("5.00"))
    assert (await ask_trusted(app, "Change", payer))[0]["amount"] == yuan("245.00")
    both = await paying(app, payer, till, "14.00", "10.00")
    assert (both["__typename"], both["balanceAfter"]) == ("Paid", yuan("1.00"))
    await relay_until_idle(house.database)
    assert await house.is_consistent()


async def signed_in_again(app: RunningApp, phone: str) -> SignedIn:
    made = await customers.make_development_customer(app.application.house.database, phone)
    return SignedIn(made.customer_id, made.session_id, phone, made.tokens.access_token, made.tokens.refresh_token)


def a_person(one: SignedIn) -> Person:
    return Person(one.id, one.session_id, one.phone, wallet.wallet_account_id(one.id, CNY))


async def test_every_document_of_a_fund_s_life_is_answered_exactly(app: RunningApp, house: WealthHouse) -> None:
    steady, change = await house.fund(terms=with_rating(EQUITY, RiskRating.R2)), await house.change_fund()
    one, stranger = await signed_up(app, 1_500_000), await signed_up(app)
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
    assert (await answered(app, one, 2))["investorClass"] == "C2"
    cancelled = await subscribed(app, one, steady, "5000.00")
    ended = await act(app, "CancelFundOrder", one, orderId=cancelled["id"])
    assert (ended["__typename"], ended["state"], ended["amount"]) == ("FundOrder", "CANCELLED", yuan("5000.00"))
    again = await act(app, "CancelFundOrder", one, orderId=cancelled["id"])
    assert (again["__typename"], again["standsAt"]) == ("FundOrderUncancellable", "cancelled")
    assert (await act(app, "CancelFundOrder", stranger, orderId=cancelled["id"]))["__typename"] == "FundOrderNotFound"
    house.at("2026-09-21T10:01")
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
