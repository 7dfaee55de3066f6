"""Schedules in the schema's language."""

from pathlib import Path
from typing import Any

import pytest
import strawberry

from domains.kernel.database import Database
from resolvers.context import Viewer
from tests.resolvers import asking

DOCUMENT = (Path(__file__).parents[3] / "mobile_sdk_schema/operations/loans/schedule.graphql").read_text()
MONEY = "fragment MoneyParts on Money { amount currency }"
TERMS = {"principal": {"amount": "100.00", "currency": "CNY"}, "annualRatePercent": "9.4822", "count": 6, "start": "2024-01-01", "dayCount": "THIRTY_360"}


async def quoted(schema: strawberry.Schema, database: Database, **more: Any) -> Any:
    return await asking.ask(schema, database, Viewer(), DOCUMENT + MONEY, terms={**TERMS, **more})


async def test_a_schedule_is_quoted_to_the_fen(schema: strawberry.Schema, database: Database) -> None:
    told = (await quoted(schema, database))["loanSchedule"]
    assert [row["instalment"]["amount"] for row in told["rows"]] == ["17.13"] * 6
    assert told["rows"][0] == {
        "number": 1,
        "begin": "2024-01-01",
        "due": "2024-02-01",
        "principal": {"amount": "16.34", "currency": "CNY"},
        "interest": {"amount": "0.79", "currency": "CNY"},
        "instalment": {"amount": "17.13", "currency": "CNY"},
        "balance": {"amount": "83.66", "currency": "CNY"},
    }
    assert (told["interest"]["amount"], told["total"]["amount"], told["downPayment"]["amount"]) == ("2.78", "102.78", "0.00")


async def test_a_down_payment_is_taken_first(schema: strawberry.Schema, database: Database) -> None:
    told = (await quoted(schema, database, downPaymentPercent="25", annualRatePercent="0"))["loanSchedule"]
    assert (told["downPayment"]["amount"], [row["instalment"]["amount"] for row in told["rows"]]) == ("25.00", ["12.50"] * 6)


@pytest.mark.parametrize(
    "more",
    [
        {"count": 0},
        {"count": 10_000},
        {"annualRatePercent": "-1"},
        {"annualRatePercent": "1001"},
        {"annualRatePercent": "a tenth"},
        {"annualRatePercent": "NaN"},
        {"principal": {"amount": "0.00", "currency": "CNY"}},
        {"principal": {"amount": "1.001", "currency": "CNY"}},
        {"principal": {"amount": "1", "currency": "PTS"}},
        {"balloon": {"amount": "1.00", "currency": "USD"}},
        {"firstDueOn": "2023-12-31"},
        {"every": 0},
        {"downPaymentPercent": "100"},
        {"downPaymentPercent": "1.00001"},
    ],
)
async def test_terms_that_no_loan_can_have_are_bad_input(schema: strawberry.Schema, database: Database, more: dict[str, Any]) -> None:
    told = await asking.ask_result(schema, database, Viewer(), DOCUMENT + MONEY, terms={**TERMS, **more})
    assert [type(error.original_error).__name__ for error in told.errors] == ["InvalidInput"]
