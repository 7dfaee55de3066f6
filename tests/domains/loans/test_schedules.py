"""Schedules: all that is published comes out of the one rule, and every schedule keeps what a schedule promises."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.loans import (
    DayCount,
    Disbursement,
    LoanTerms,
    LoanTermsMalformed,
    PeriodUnit,
    RateChange,
    Repayment,
    due_dates,
    interest_minor,
    make_schedule,
    periods_of,
)

CASES = {case["id"]: case for case in json.loads((Path(__file__).parents[2] / "facts/loan_schedules.json").read_text())["cases"]}
DAY_COUNTS = {
    "360/30": DayCount.THIRTY_360,
    "365/actual": DayCount.ACTUAL_365,
    "364": DayCount.ACTUAL_364,
    "360": DayCount.ACTUAL_360,
    "actual/actual": DayCount.ACTUAL_ACTUAL,
}
UNITS = {"month": PeriodUnit.MONTHS, "week": PeriodUnit.WEEKS, "days": PeriodUnit.DAYS}


def fen(text: str) -> int:
    return int(Decimal(text) * 100)


def terms_of(case: dict[str, Any], **more: Any) -> LoanTerms:
    every, unit = case["every"].split()
    rate = Decimal(case["annual_rate_percent"]) / 100 if "annual_rate_percent" in case else Decimal(case["monthly_rate_percent"]) * 12 / 100
    told = {
        "principal_minor": fen(case["principal"]),
        "annual_rate": rate,
        "count": case["count"],
        "every": int(every),
        "unit": UNITS[unit],
        "start": date.fromisoformat(case.get("start", "2024-01-01")),
        "day_count": DAY_COUNTS[case.get("day_count", "360/30")],
        "disbursed_on": date.fromisoformat(case["disbursed_on"]) if "disbursed_on" in case else None,
        "changes": tuple(Disbursement(date.fromisoformat(one["on"]), fen(one["disburse"])) for one in case.get("then", ())),
    }
    return LoanTerms(**{**told, **more})


EQUAL = [id_ for id_, case in CASES.items() if "emi" in case or id_ == "equal-instalments-monthly-rate"]


@pytest.mark.parametrize("id_", EQUAL)
def test_published_equal_instalments_come_out_row_by_row(id_: str) -> None:
    case = CASES[id_]
    schedule = make_schedule(terms_of(case))
    if "rows" in case:
        assert [[row.principal_minor, row.interest_minor] for row in schedule.rows] == [[fen(part) for part in row] for row in case["rows"]]
    if "emi" in case:
        assert {row.instalment_minor for row in schedule.rows[:-1]} == {fen(case["emi"])}
        assert schedule.rows[-1].instalment_minor == fen(case["last"])
    if "interest_total" in case:
        assert schedule.interest_minor == fen(case["interest_total"])
    assert schedule.rows[-1].balance_minor == 0


def test_a_second_disbursement_counts_the_instalments_anew_from_its_row_on() -> None:
    case = CASES["second-disbursement"]
    rows = make_schedule(terms_of(case)).rows
    assert {row.instalment_minor for row in rows[1:-1]} == {fen(case["emi_from_row_2"])}
    assert (rows[0].instalment_minor, rows[1].interest_minor) == (1_713, 32 + 75)
    assert sum(row.principal_minor for row in rows) == 20_000


def test_interest_first_and_the_principal_in_the_last_row() -> None:
    case = CASES["bullet-with-interest"]
    schedule = make_schedule(terms_of(case, repayment=Repayment.INTEREST_FIRST))
    assert [row.instalment_minor for row in schedule.rows] == [fen(one) for one in case["instalments"]]
    assert schedule.interest_minor == fen(case["interest_total"])


def test_equal_principal_in_whole_hundreds() -> None:
    case = CASES["equal-principal-in-hundreds"]
    rows = make_schedule(terms_of(case, repayment=Repayment.EQUAL_PRINCIPAL, multiple_minor=fen(case["instalments_in_multiples_of"]))).rows
    assert [row.principal_minor for row in rows] == [fen("416700")] * 23 + [fen("415900")]
    assert [row.interest_minor for row in rows[:4]] == [fen(one) for one in case["interest_rows_begin"]]
    assert rows[-1].interest_minor == fen(case["interest_last"])


def test_a_purchase_on_instalments_begins_with_its_down_payment() -> None:
    case = CASES["purchase-on-instalments-refunded"]
    schedule = make_schedule(terms_of(case, down_payment_ppm=int(case["down_payment_percent"]) * 10_000))
    assert (schedule.down_payment_minor, [row.instalment_minor for row in schedule.rows]) == (12_500, [12_500] * 3)


def test_a_pay_off_in_the_middle_of_a_period_costs_the_interest_till_then_or_till_its_end() -> None:
    case = CASES["early-payoff"]
    terms = terms_of(case)
    schedule, period = make_schedule(terms), periods_of(terms)[1]
    balance, day = schedule.rows[0].balance_minor, date.fromisoformat(case["payoff_on"])
    assert balance + interest_minor(terms, balance, period, period.begin, day) == fen(case["payoff_till_preclose"])
    assert balance + interest_minor(terms, balance, period, period.begin, period.due) == fen(case["payoff_till_next_period_end"])


@pytest.mark.parametrize("accrued", CASES["daily-accrual"]["cases"])
def test_interest_accrues_by_the_day(accrued: dict[str, Any]) -> None:
    rate = Decimal(accrued["annual_rate_percent"]) / 100
    terms = LoanTerms(principal_minor=fen(accrued["principal"]), annual_rate=rate, count=1, every=1, unit=PeriodUnit.MONTHS, start=date(2023, 1, 1))
    (period,) = periods_of(terms)
    assert interest_minor(terms, terms.principal_minor, period, period.begin, period.begin + timedelta(days=accrued["days"])) == fen(accrued["accrued"])


def test_due_dates_keep_their_day_where_the_month_has_it() -> None:
    case = CASES["month-end-due-dates"]
    first = date.fromisoformat(f"{case['first_month']}-01") - timedelta(days=1)
    ends = due_dates(first, 14, 1, PeriodUnit.MONTHS, 31)
    assert [day.day for day in ends] == case["seed_day_31"]
    assert (ends[0].month, ends[-2].isoformat(), ends[-1].isoformat()) == (1, "2024-01-31", "2024-02-29")
    assert [day.day for day in due_dates(first, 4, 1, PeriodUnit.MONTHS, 30)] == case["seed_day_30_begins"]


PLAIN = LoanTerms(principal_minor=1_000_000, annual_rate=Decimal("0.12"), count=12, every=1, unit=PeriodUnit.MONTHS, start=date(2026, 1, 31))


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"principal_minor": 0}, "principal"),
        ({"principal_minor": -5}, "principal"),
        ({"annual_rate": Decimal("-0.01")}, "rate"),
        ({"annual_rate": Decimal("10.01")}, "rate"),
        ({"annual_rate": Decimal("NaN")}, "rate"),
        ({"count": 0}, "count"),
        ({"count": 10_000}, "count"),
        ({"every": 0}, "every"),
        ({"count": 600, "every": 12}, "every"),
        ({"balloon_minor": 1_000_000}, "balloon"),
        ({"principal_grace": 12}, "grace"),
        ({"disbursed_on": date(2026, 1, 30)}, "disbursed_on"),
        ({"disbursed_on": date(2026, 2, 28)}, "disbursed_on"),
        ({"first_due_on": date(2026, 1, 31)}, "first_due_on"),
        ({"seed_day": 32}, "seed_day"),
        ({"irregular": {12: 5}}, "irregular"),
    ],
)
def test_terms_without_a_schedule_are_refused_by_their_part(more: dict[str, Any], what: str) -> None:
    with pytest.raises(LoanTermsMalformed) as refused:
        make_schedule(replace(PLAIN, **more))
    assert refused.value.what == what


def test_a_balloon_is_left_for_the_last_row() -> None:
    rows = make_schedule(replace(PLAIN, balloon_minor=400_000, day_count=DayCount.THIRTY_360)).rows
    assert len({row.instalment_minor for row in rows[:-1]}) == 1
    assert abs(rows[-1].instalment_minor - 400_000 - rows[0].instalment_minor) <= 6


def test_grace_on_principal_pays_interest_alone_and_grace_on_interest_pays_it_later() -> None:
    rows = make_schedule(replace(PLAIN, principal_grace=3, day_count=DayCount.THIRTY_360)).rows
    assert [(row.principal_minor, row.interest_minor) for row in rows[:3]] == [(0, 10_000)] * 3
    assert len({row.instalment_minor for row in rows[3:-1]}) == 1
    later = make_schedule(replace(PLAIN, interest_grace=2, day_count=DayCount.THIRTY_360)).rows
    plain = make_schedule(replace(PLAIN, day_count=DayCount.THIRTY_360)).rows
    assert [row.interest_minor for row in later[:2]] == [0, 0]
    assert later[2].interest_minor == sum(row.interest_minor for row in plain[:3])
    free = make_schedule(replace(PLAIN, interest_free=2, day_count=DayCount.THIRTY_360)).rows
    assert [row.interest_minor for row in free[:2]] == [0, 0] and free[2].interest_minor > 0


def test_a_rate_that_changes_counts_from_its_day_on() -> None:
    changed = make_schedule(replace(PLAIN, changes=(RateChange(date(2026, 4, 15), Decimal("0.24")),))).rows
    plain = make_schedule(PLAIN).rows
    assert changed[:2] == plain[:2]
    assert plain[2].interest_minor < changed[2].interest_minor < 2 * plain[2].interest_minor
    assert changed[-1].balance_minor == 0


def test_a_bullet_pays_all_at_once() -> None:
    rows = make_schedule(replace(PLAIN, repayment=Repayment.BULLET, day_count=DayCount.THIRTY_360)).rows
    assert [row.instalment_minor for row in rows] == [0] * 11 + [1_120_000]


def test_agreed_instalments_are_paid_as_agreed_and_the_last_row_takes_the_rest() -> None:
    rows = make_schedule(replace(PLAIN, irregular={2: 300_000, 5: 0}, day_count=DayCount.THIRTY_360)).rows
    assert (rows[1].instalment_minor, rows[4].principal_minor, rows[-1].balance_minor) == (300_000, 0, 0)


@given(
    st.integers(100, 10**12),
    st.decimals(0, 3, places=6),
    st.integers(1, 60),
    st.sampled_from(list(PeriodUnit)),
    st.integers(1, 12),
    st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    st.sampled_from(list(Repayment)),
    st.sampled_from(list(DayCount)),
    st.integers(0, 5),
    st.integers(0, 5),
)
def test_every_schedule_repays_exactly_what_was_lent(
    principal: int, rate: Decimal, count: int, unit: PeriodUnit, every: int, start: date, repayment: Repayment, day_count: DayCount, grace: int, later: int
) -> None:
    terms = LoanTerms(
        principal_minor=principal,
        annual_rate=rate,
        count=count,
        every=every,
        unit=unit,
        start=start,
        repayment=repayment,
        day_count=day_count,
        principal_grace=min(grace, count - 1),
        interest_grace=min(later, count - 1),
    )
    rows = make_schedule(terms).rows
    assert sum(row.principal_minor for row in rows) == principal and rows[-1].balance_minor == 0
    assert all(row.principal_minor >= 0 and row.interest_minor >= 0 for row in rows)
    assert [row.number for row in rows] == list(range(1, count + 1))
    assert all(before.due == after.begin and after.begin < after.due for before, after in pairwise(rows))
