"""What a loan costs in a year is what the regulations' own examples say."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.loans.rules.apr import CashFlow, UnitFlow, nominal_rate, yearly_rate

FACTS = json.loads((Path(__file__).parents[2] / "facts/annual_rates.json").read_text())
LENT = date(2026, 1, 1)


def minor(text: str) -> int:
    return int(Decimal(text) * 100)


@pytest.mark.parametrize("example", FACTS["regulation_z"]["examples"], ids=lambda one: one["what"])
def test_the_nominal_rate_is_that_of_regulation_z(example: dict[str, Any]) -> None:
    part = Decimal(example["part"][0]) / example["part"][1]
    payments = [minor(payment) for payment, count in example["payments"] for _ in range(count)]
    paid = [UnitFlow(example["first"] + number, part, -payment) for number, payment in enumerate(payments)]
    rate = nominal_rate([UnitFlow(0, Decimal(0), minor(example["advance"])), *paid], example["a_year"])
    assert rate is not None
    assert round(rate, 4) == Decimal(example["rate"])


@pytest.mark.parametrize("example", FACTS["european_directive"]["examples"], ids=lambda one: one["what"])
def test_the_yearly_rate_is_that_of_the_directive(example: dict[str, Any]) -> None:
    rate = yearly_rate([CashFlow(date.fromisoformat(day), minor(amount)) for day, amount in example["flows"]])
    assert rate is not None
    assert round(rate, 4) == Decimal(example["rate"])


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([(LENT, 10_000), (date(2027, 1, 1), -11_000)], "0.1"),
        ([(LENT, 10_000), (date(2027, 1, 1), -10_000)], "0"),
        ([(LENT, 10_000), (date(2027, 1, 1), -8_000)], "-0.2"),
        ([(LENT, 10_000), (LENT, -500), (date(2027, 1, 1), -10_000)], "0.0526315789"),
        ([(LENT, 10_000)], None),
        ([(LENT, -10_000)], None),
        ([], None),
        ([(LENT, 1), (LENT, -2)], None),
    ],
)
def test_a_yearly_rate_or_none(flows: list[tuple[date, int]], rate: str | None) -> None:
    assert yearly_rate([CashFlow(*one) for one in flows]) == (None if rate is None else round(Decimal(rate), 10))


def test_nothing_lent_has_no_nominal_rate() -> None:
    assert nominal_rate([UnitFlow(1, Decimal(0), -5)], 12) is None


@given(st.integers(0, 300), st.lists(st.tuples(st.integers(1, 3_000), st.integers(1, 10**6)), min_size=1, max_size=40))
def test_a_loan_that_is_worth_its_payments_at_a_rate_costs_that_rate(percent: int, paid: list[tuple[int, int]]) -> None:
    worth = sum(Decimal(one) * (1 + Decimal(percent) / 100) ** (-Decimal(days) / 365) for days, one in paid)
    if worth < 1_000:
        return
    flows = [CashFlow(LENT, int(worth * 10_000)), *(CashFlow(date.fromordinal(LENT.toordinal() + days), -one * 10_000) for days, one in paid)]
    rate = yearly_rate(flows)
    assert rate is not None
    assert abs(rate - Decimal(percent) / 100) < Decimal("0.01")
