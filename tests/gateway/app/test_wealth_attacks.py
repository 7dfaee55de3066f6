"""Wealth attacked over HTTP: double taps, races, strangers' ids, and input that is huge or none."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import wealth
from domains.kernel.relay import relay_until_idle
from domains.wealth import RiskRating
from tests.domains.wealth.wealth_house import EQUITY, WealthHouse, with_rating
from tests.gateway.app.documents import act, ask_trusted, document_ids, yuan
from tests.gateway.app.investing import PIN, a_person, answered, app, house, later, signed_up, subscribed, told_value
from tests.gateway.app.running import RunningApp, SignedIn

__all__ = ["app", "house"]

NOBODY = str(UUID(int=4))


async def raw(app: RunningApp, name: str, who: SignedIn, **variables: Any) -> Any:
    answer = await app.http.post("/graphql", json={"documentId": document_ids()[name], "variables": variables}, headers=who.headers)
    return answer.json()


async def holder(app: RunningApp, house: WealthHouse, fund: wealth.Fund) -> SignedIn:
    """Who holds 9,852.22 shares on Tuesday morning."""
    someone = await signed_up(app, 1_000_000)
    await answered(app, someone, 2)
    await subscribed(app, someone, fund, "10000.00")
    house.at("2026-09-21T16:00")
    await house.run()
    await told_value(app, fund, "2026-09-21", "1.0000")
    (someone,) = await later(app, house, "2026-09-22T10:00", someone)
    await house.run()
    return someone


async def test_eight_taps_are_one_order_and_its_id_is_nobody_else_s(app: RunningApp, house: WealthHouse) -> None:
    fund = await house.fund(terms=with_rating(EQUITY, RiskRating.R2))
    one, stranger = await signed_up(app, 20_000), await signed_up(app, 20_000)
    await answered(app, one, 2)
    await answered(app, stranger, 2)
    id_ = str(uuid4())
    told = await asyncio.gather(*(subscribed(app, one, fund, "100.00", requestId=id_) for _ in range(8)))
    assert {(answer["__typename"], answer["id"]) for answer in told} == {("FundOrder", id_)}
    assert (await subscribed(app, one, fund, "101.00", requestId=id_))["__typename"] == "IdReused"
    assert (await subscribed(app, stranger, fund, "100.00", requestId=id_))["__typename"] == "IdReused"
    assert await house.money(a_person(one)) == (20_000, 10_000)
    assert await house.money(a_person(stranger)) == (20_000, 20_000)
    ended = await asyncio.gather(*(act(app, "CancelFundOrder", one, orderId=id_) for _ in range(6)))
    assert sorted(answer["__typename"] for answer in ended) == ["FundOrder"] + ["FundOrderUncancellable"] * 5
    assert await house.money(a_person(one)) == (20_000, 20_000)


async def test_racing_redemptions_never_sell_a_share_twice(app: RunningApp, house: WealthHouse) -> None:
    fund = await house.fund(terms=with_rating(EQUITY, RiskRating.R2))
    one = await holder(app, house, fund)
    told = await asyncio.gather(*(act(app, "RedeemShares", one, fundId=str(fund.id), shares="4000.00", pin=PIN) for _ in range(8)))
    names = [answer["__typename"] for answer in told]
    assert (names.count("FundOrder"), names.count("SharesInsufficient")) == (2, 6)
    assert {answer["availableShares"] for answer in told if answer["__typename"] == "SharesInsufficient"} <= {"1852.22"}
    await relay_until_idle(house.database)
    assert await house.is_consistent()


async def test_racing_orders_never_spend_a_fen_twice(app: RunningApp, house: WealthHouse) -> None:
    fund = await house.fund(terms=with_rating(EQUITY, RiskRating.R2))
    one = await signed_up(app, 100_000)
    await answered(app, one, 2)
    told = await asyncio.gather(*(subscribed(app, one, fund, "300.00") for _ in range(8)))
    names = [answer["__typename"] for answer in told]
    assert (names.count("FundOrder"), names.count("InsufficientFunds")) == (3, 5)
    assert await house.money(a_person(one)) == (100_000, 10_000)


async def test_what_is_a_stranger_s_or_nothing_is_not_there(app: RunningApp, house: WealthHouse) -> None:
    fund = await house.fund(terms=with_rating(EQUITY, RiskRating.R2))
    one, stranger = await holder(app, house, fund), await signed_up(app)
    order = await act(app, "RedeemShares", one, fundId=str(fund.id), shares="1.00", pin=PIN)
    await answered(app, stranger, 2)
    assert await ask_trusted(app, "FundOrder", stranger, id=order["id"]) is None
    assert (await act(app, "CancelFundOrder", stranger, orderId=order["id"]))["__typename"] == "FundOrderNotFound"
    assert (await act(app, "RedeemShares", stranger, fundId=str(fund.id), shares="1.00", pin=PIN))["__typename"] == "SharesInsufficient"
    for id_ in (NOBODY, order["id"], "", "x" * 10_000, "'; DROP TABLE wealth_order; --"):
        assert (await subscribed(app, one, fund, "10.00", fundId=id_))["__typename"] == "FundNotFound"
        assert (await act(app, "CancelFundOrder", one, orderId=id_ if id_ != order["id"] else NOBODY))["__typename"] == "FundOrderNotFound"
        assert (await act(app, "SetPlanState", one, planId=id_, state="PAUSED"))["__typename"] == "PlanNotFound"
        assert (await act(app, "RedeemChange", one, fundId=id_, amount=yuan("1.00"), pin=PIN))["__typename"] == "FundNotFound"
    for code in ("", "000001 ", "x" * 10_000, "０００００１"):
        assert await ask_trusted(app, "FundPosition", one, code=code) is None
        assert await ask_trusted(app, "Fund", one, code=code) is None
    assert (await ask_trusted(app, "FundPosition", stranger, code="000001")) is None


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "1e9", "NaN", "10.001", "9" * 40, "", "１０.00", " 10.00", "0x10"])
async def test_an_amount_that_is_none_holds_nothing(app: RunningApp, house: WealthHouse, amount: str) -> None:
    fund = await house.fund(terms=with_rating(EQUITY, RiskRating.R2))
    one = await signed_up(app, 100_000)
    await answered(app, one, 2)
    for answer in (await subscribed(app, one, fund, amount), await act(app, "MakePlan", one, **plan(fund, amount))):
        assert answer["__typename"] in {"AmountMalformed", "AmountOutOfRange"}, answer
    assert (await act(app, "RedeemShares", one, fundId=str(fund.id), shares=amount, pin=PIN))["__typename"] in {"AmountMalformed", "SharesInsufficient"}
    assert await house.money(a_person(one)) == (100_000, 100_000)


def plan(fund: wealth.Fund, amount: str) -> dict[str, Any]:
    return {"fundId": str(fund.id), "amount": yuan(amount), "rhythm": "MONTHLY", "firstOn": "2026-09-30", "pin": PIN}


@pytest.mark.parametrize(
    ("name", "variables"),
    [
        ("CompareFunds", {"codes": [f"{n:06d}" for n in range(7)]}),
        ("CompareFunds", {"codes": []}),
        ("FundCards", {"codes": ["000001"] * 5_000}),
        ("FundValues", {"code": "000001", "since": "0001-01-01", "until": "9999-12-31"}),
        ("PortfolioReturns", {"currency": "CNY", "since": "0001-01-01", "until": "9999-12-31"}),
        ("PortfolioReturns", {"currency": "CNY", "since": "9999-12-31", "until": "0001-01-01"}),
        ("PortfolioBenchmark", {"currency": "CNY", "code": "000001", "since": "0001-01-01", "until": "9999-12-31"}),
        ("Portfolio", {"currency": "F000001"}),
        ("FundIdeas", {"currency": "CNY", "first": 1_000_000_000}),
        ("FundIdeas", {"currency": "POINTS"}),
        ("InvestmentIdea", {"goal": "HOME", "target": yuan("1.00"), "months": 2_147_483_647}),
        ("InvestmentIdea", {"goal": "HOME", "target": yuan("-1.00"), "months": 12}),
        ("InvestmentIdea", {"goal": "HOME", "target": yuan("9" * 30), "months": 12}),
        ("InvestmentIdea", {"goal": "HOME", "target": yuan("1.00"), "months": 12, "saved": {"amount": "1.00", "currency": "USD"}}),
        ("FundOrders", {"first": 51}),
        ("FundRedemptionQuote", {"code": "000001", "shares": "NaN"}),
        ("FundSubscriptionQuote", {"code": "000001", "amount": yuan("1e9")}),
        ("FundOrders", {"first": 1, "after": "x" * 10_000}),
    ],
)
async def test_a_question_that_is_too_much_or_none_is_refused_by_name(app: RunningApp, house: WealthHouse, name: str, variables: dict[str, Any]) -> None:
    await house.fund()
    one = await signed_up(app)
    await answered(app, one, 2)
    answer = await raw(app, name, one, **variables)
    codes = {error["extensions"]["code"] for error in answer["errors"]}
    assert codes <= {"INVALID_INPUT", "BAD_USER_INPUT", "TOO_COMPLEX"}, answer


async def test_huge_and_wrong_answers_to_the_questionnaire_are_refused(app: RunningApp, house: WealthHouse) -> None:
    one = await signed_up(app)
    for answers in ([2] * 100, [], [-1], [2_147_483_647]):
        told = await act(app, "AnswerInvestorQuestionnaire", one, version=1, answers=answers)
        assert told["__typename"] == "AnswersMalformed", told
    assert (await act(app, "AnswerInvestorQuestionnaire", one, version=9, answers=[1]))["__typename"] == "QuestionnaireReplaced"


async def test_a_customer_s_token_opens_no_desk(app: RunningApp, house: WealthHouse) -> None:
    one = await signed_up(app)
    for text in (
        "{ wealthDesk { waitingValues { code } } }",
        '{ fundRegister(registrar: "sandbox-registrar") { registrar } }',
        'mutation { confirmFundValue(input: {requestId: "7d0a6c7e-0000-4000-8000-000000000000", code: "1", day: "2026-09-21", value: "1"}) { __typename } }',
    ):
        answer = (await app.http.post("/graphql", json={"query": text}, headers=one.headers)).json()
        assert answer["errors"][0]["extensions"]["code"] in {"FORBIDDEN", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"}, answer
