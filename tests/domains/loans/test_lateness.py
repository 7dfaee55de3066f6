"""Interest night by night sums to the instalment's; being late is counted in days, stages, classes and penalty, without the pauses."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.loans import Disbursement, LoanTerms, PeriodUnit, RateChange, Repayment, make_schedule
from domains.loans.rules.accrual import Span, accrued_daily, accrued_minor, cut, spans_of
from domains.loans.rules.delinquency import FiveClass, Pause, class_of, days_between, days_past_due, stage_of
from domains.loans.rules.penalties import late_nights, penalty_minor

JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


@pytest.mark.parametrize(
    ("days", "stage", "class_"),
    [
        (0, "M0", FiveClass.NORMAL),
        (1, "M1", FiveClass.SPECIAL_MENTION),
        (30, "M1", FiveClass.SPECIAL_MENTION),
        (31, "M2", FiveClass.SPECIAL_MENTION),
        (60, "M2", FiveClass.SPECIAL_MENTION),
        (90, "M3", FiveClass.SPECIAL_MENTION),
        (91, "M4", FiveClass.SUBSTANDARD),
        (150, "M5", FiveClass.SUBSTANDARD),
        (180, "M6", FiveClass.SUBSTANDARD),
        (181, "M7", FiveClass.SUBSTANDARD),
        (270, "M7", FiveClass.SUBSTANDARD),
        (271, "M7", FiveClass.DOUBTFUL),
        (360, "M7", FiveClass.DOUBTFUL),
        (361, "M7", FiveClass.LOSS),
    ],
)
def test_days_past_due_have_a_stage_and_a_class(days: int, stage: str, class_: FiveClass) -> None:
    assert (stage_of(days), class_of(days)) == (stage, class_)
    assert class_of(days, is_written_off=True) is FiveClass.LOSS


@pytest.mark.parametrize(
    ("pauses", "days"),
    [
        ([], 31),
        ([Pause(date(2026, 1, 11), date(2026, 1, 21))], 21),
        ([Pause(date(2025, 12, 1), date(2026, 1, 11))], 21),
        ([Pause(date(2026, 1, 21))], 20),
        ([Pause(date(2026, 1, 5), date(2026, 1, 15)), Pause(date(2026, 1, 10), date(2026, 1, 20))], 16),
        ([Pause(FEB, MAR)], 31),
        ([Pause(date(2025, 1, 1))], 0),
    ],
)
def test_days_in_a_pause_do_not_count(pauses: list[Pause], days: int) -> None:
    assert days_past_due(JAN, FEB, pauses) == days


def test_nothing_overdue_is_no_day() -> None:
    assert days_past_due(None, FEB) == 0
    assert days_past_due(FEB, FEB) == days_past_due(FEB, JAN) == 0


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=4), st.integers(0, 60), st.integers(0, 60))
def test_days_are_those_that_one_counts_one_by_one(pauses: list[tuple[int, int]], begin: int, length: int) -> None:
    told = [Pause(JAN + timedelta(days=first), JAN + timedelta(days=first + days)) for first, days in pauses]
    nights = [begin + number for number in range(length)]
    counted = [night for night in nights if not any(first <= night < first + days for first, days in pauses)]
    assert days_between(JAN + timedelta(days=begin), JAN + timedelta(days=begin + length), told) == len(counted)


@pytest.mark.parametrize(("grace", "since", "until", "nights"), [(0, JAN, FEB, 31), (3, JAN, FEB, 28), (31, JAN, FEB, 0), (3, date(2026, 1, 20), FEB, 12)])
def test_penalty_begins_after_the_grace(grace: int, since: date, until: date, nights: int) -> None:
    assert late_nights(JAN, grace, since, until) == nights


@pytest.mark.parametrize(
    ("minor_nights", "rate", "penalty"),
    [(0, "0.18", 0), (365_000, "0.18", 180), (365_000 - 1, "0.18", 179), (100_000 * 30, "0.219", 1_800), (10**15 * 3_650, "10", 10**17)],
)
def test_a_penalty_is_rounded_down_once(minor_nights: int, rate: str, penalty: int) -> None:
    assert penalty_minor(minor_nights, Decimal(rate)) == penalty


def test_what_accrues_before_a_cut_is_what_accrued() -> None:
    spans = (Span(JAN, FEB, 7), Span(FEB, MAR, 3))
    assert accrued_minor(1_000, spans, date(2026, 2, 15)) == 860
    assert cut(spans, date(2026, 2, 15)) == (Span(JAN, FEB, 7), Span(FEB, date(2026, 2, 15), 3))
    assert accrued_minor(1_000, (), JAN) == 1_000
    assert accrued_daily(5, ()) == []


TERMS = st.builds(
    LoanTerms,
    principal_minor=st.integers(10_000, 10**9),
    annual_rate=st.integers(1, 3_600).map(lambda one: Decimal(one) / 10_000),
    count=st.integers(3, 24),
    every=st.integers(1, 3),
    unit=st.sampled_from(list(PeriodUnit)),
    start=st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    repayment=st.sampled_from(list(Repayment)),
    interest_grace=st.integers(0, 2),
    interest_free=st.integers(0, 1),
    principal_grace=st.integers(0, 2),
)


@given(TERMS, st.booleans())
def test_the_nights_of_an_instalment_bring_exactly_its_interest(terms: LoanTerms, changes: bool) -> None:
    if changes:
        on = terms.start + timedelta(days=1)
        terms = LoanTerms(**{**{name: getattr(terms, name) for name in terms.__slots__}, "changes": (Disbursement(on, 5_000), RateChange(on, Decimal("0.2")))})
    schedule = make_schedule(terms)
    before = terms.start
    for row, spans in zip(schedule.rows, spans_of(terms, schedule), strict=True):
        daily = accrued_daily(row.interest_minor, spans)
        assert all(minor >= 0 for _, minor in daily)
        assert sum(minor for _, minor in daily) == row.interest_minor
        assert accrued_minor(row.interest_minor, spans, row.due) == row.interest_minor
        if spans:
            assert before <= spans[0].begin
            assert spans[-1].end == before if (before := row.due) else True
