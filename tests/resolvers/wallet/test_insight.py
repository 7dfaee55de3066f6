"""Insight in the app's language."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import strawberry

from domains.kernel.database import Database
from domains.kernel.errors import InvalidInput
from tests.domains.wallet.people import Person, person, transfer
from tests.domains.wallet.test_insight import heard
from tests.resolvers import asking
from tests.resolvers.wallet.conftest import viewer_of

SEARCH = """query ($where: StatementSearchInput!) { insight { search(where: $where) { nodes {
    id category kind amount { amount } bookedAt movement { note counterparty { maskedPhone } } } } } }"""
MONTH = """query ($month: String, $currency: CurrencyCode! = "CNY") { insight { monthInReview(month: $month, currency: $currency) { month
    total { income { amount } spending { amount } movements } byCategory { category spending { amount } } } } }"""
SERIES = """query ($from: String!, $to: String!, $by: Step!) { insight { series(fromDay: $from, toDay: $to, by: $by) {
    start category income { amount } spending { amount } } } }"""
BUDGETS = "{ insight { budgets { category most { amount } spent { amount } } } }"
SET_BUDGET = """mutation ($input: SetBudgetInput!) { setBudget(input: $input) { __typename ... on Problem { message }
    ... on BudgetSet { category most { amount } } } }"""
SET_CATEGORY = "mutation ($input: SetCategoryInput!) { setCategory(input: $input) { __typename ... on Problem { message } ... on CategorySet { category } } }"


@pytest.fixture
def house(fresh_database: Database) -> Database:
    fresh_database.clock.freeze(datetime(2026, 11, 25, 4, tzinfo=UTC))
    return fresh_database


async def test_a_month_its_series_budgets_and_a_search_are_shown(house: Database, schema: strawberry.Schema) -> None:
    sender, target = await person(house, 10_000), await person(house)
    sent = await transfer(house, sender, target, 2_500, note="请你吃午饭")
    await heard(house)

    async def ask(document: str, someone: Person = sender, **variables: Any) -> Any:
        return await asking.ask(schema, house, viewer_of(someone), document, **variables)

    setting = {"requestId": str(uuid4()), "movementId": str(sent.movement_id), "category": "FOOD"}
    assert (await ask(SET_CATEGORY, input=setting))["setCategory"] == {"__typename": "CategorySet", "category": "FOOD"}
    most = {"requestId": str(uuid4()), "category": "FOOD", "most": {"amount": "30", "currency": "CNY"}}
    assert (await ask(SET_BUDGET, input=most))["setBudget"] == {"__typename": "BudgetSet", "category": "FOOD", "most": {"amount": "30.00"}}
    assert (await ask(BUDGETS))["insight"]["budgets"] == [{"category": "FOOD", "most": {"amount": "30.00"}, "spent": {"amount": "25.00"}}]
    month = (await ask(MONTH, month="2026-11"))["insight"]["monthInReview"]
    assert month == (await ask(MONTH))["insight"]["monthInReview"]
    assert (month["month"], month["total"]) == ("2026-11", {"income": {"amount": "100.00"}, "spending": {"amount": "25.00"}, "movements": 2})
    assert month["byCategory"][0] == {"category": "FOOD", "spending": {"amount": "25.00"}}
    days = (await ask(SERIES, **{"from": "2026-11-24", "to": "2026-11-25", "by": "DAY"}))["insight"]["series"]
    assert [(day["start"], day["category"], day["spending"]["amount"]) for day in days] == [("2026-11-24", None, "0.00"), ("2026-11-25", None, "25.00")]
    where = {"text": "午饭", "least": "20", "most": "30", "fromDay": "2026-11-25", "toDay": "2026-11-25"}
    (line,) = (await ask(SEARCH, where=where))["insight"]["search"]["nodes"]
    assert (line["id"], line["category"], line["amount"], line["movement"]["note"]) == (str(sent.movement_id), "FOOD", {"amount": "-25.00"}, "请你吃午饭")
    (line,) = (await ask(SEARCH, target, where=where))["insight"]["search"]["nodes"]
    assert (line["category"], line["amount"]) == ("TRANSFERS", {"amount": "25.00"})
    assert (await ask(SEARCH, await person(house), where=where))["insight"]["search"]["nodes"] == []


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        (MONTH, {"month": "2026-13"}),
        (MONTH, {"month": "x"}),
        (MONTH, {"currency": "PTS"}),
        (SERIES, {"from": "2026-01-01", "to": "2027-01-02", "by": "DAY"}),
        (SERIES, {"from": "2026-01-02", "to": "2026-01-01", "by": "DAY"}),
        (SERIES, {"from": "2026-01-01", "to": "2031-01-01", "by": "MONTH"}),
        (SEARCH, {"where": {"text": "x" * 41}}),
        (SEARCH, {"where": {"least": "ten"}}),
        (SEARCH, {"where": {"fromDay": "yesterday"}}),
    ],
)
async def test_what_is_out_of_range_is_bad_input(house: Database, schema: strawberry.Schema, document: str, variables: dict[str, Any]) -> None:
    result = await asking.ask_result(schema, house, viewer_of(await person(house)), document, **variables)
    assert isinstance(result.errors[0].original_error, InvalidInput)


async def test_refusals_are_types_in_both_languages(house: Database, schema: strawberry.Schema) -> None:
    someone = await person(house)
    for movement_id in (str(uuid4()), "x"):
        told = []
        for language in ("en", "zh"):
            input_ = {"requestId": str(uuid4()), "movementId": movement_id, "category": "FOOD"}
            told.append((await asking.ask(schema, house, viewer_of(someone, language), SET_CATEGORY, input=input_))["setCategory"])
        messages = ("There is no such movement. Please try again in a moment.", "找不到这笔交易, 请稍后再试。")
        assert told == [{"__typename": "LineNotFound", "message": message} for message in messages]
    for amount, currency, typename in (("-1", "CNY", "AmountOutOfRange"), ("x", "CNY", "AmountMalformed"), ("1", "PTS", "UnknownCurrency")):
        input_ = {"requestId": str(uuid4()), "category": "FOOD", "most": {"amount": amount, "currency": currency}}
        assert (await asking.ask(schema, house, viewer_of(someone), SET_BUDGET, input=input_))["setBudget"]["__typename"] == typename
