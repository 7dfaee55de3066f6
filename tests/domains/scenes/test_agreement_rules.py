"""How commission is parted: to the minor unit, without drift, and back again by refunds in any order."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains import scenes
from domains.scenes.rules.agreement import (
    check_approval,
    check_month,
    check_split,
    commission_of,
    due_of,
    part_commission,
    period_of,
    taken_back,
)

WHOLE = 10_000


def shares() -> st.SearchStrategy[list[int]]:
    """One to eight that sum to the whole: weights, and what is left to the first."""
    return st.lists(st.integers(1, 1_250), max_size=7).map(lambda others: [WHOLE - sum(others), *others])


@given(shares(), st.lists(st.integers(0, 10**9), min_size=1, max_size=40))
def test_parts_sum_to_each_commission_and_no_party_drifts_from_its_share(split: list[int], commissions: list[int]) -> None:
    carries, totals = [0] * len(split), [0] * len(split)
    for minor in commissions:
        parts, carries = part_commission(minor, split, carries)
        assert sum(parts) == minor and min(parts) >= 0 and sum(carries) == 0
        totals = [total + part for total, part in zip(totals, parts, strict=True)]
        for total, share, carried in zip(totals, split, carries, strict=True):
            assert total * WHOLE + carried == share * sum(totals)
            assert abs(carried) < len(split) * WHOLE


@given(st.lists(st.integers(0, 5), min_size=1, max_size=400))
def test_three_parties_are_never_a_whole_unit_away_from_70_25_5(commissions: list[int]) -> None:
    split, carries = [7_000, 2_500, 500], [0, 0, 0]
    for minor in commissions:
        _, carries = part_commission(minor, split, carries)
        assert max(abs(carried) for carried in carries) < WHOLE


@given(shares(), st.integers(1, 10**9), st.lists(st.integers(1, 10**8), max_size=12), st.randoms())
def test_refunds_in_any_order_take_back_the_same_and_a_whole_refund_takes_back_all(split: list[int], amount: int, refunds: list[int], random) -> None:  # type: ignore[no-untyped-def]
    parts, _ = part_commission(amount, split, [0] * len(split))
    refunds = [one for index, one in enumerate(refunds) if sum(refunds[: index + 1]) <= amount]
    first = _taken_in_all(parts, amount, refunds)
    random.shuffle(refunds)
    assert _taken_in_all(parts, amount, refunds) == first
    rest = amount - sum(refunds)
    assert _taken_in_all(parts, amount, [*refunds, rest] if rest else refunds) == parts


def _taken_in_all(parts: list[int], amount: int, refunds: list[int]) -> list[int]:
    taken, before = [0] * len(parts), 0
    for one in refunds:
        back = taken_back(parts, amount, before, one)
        assert min(back) >= 0
        taken, before = [a + b for a, b in zip(taken, back, strict=True)], before + one
    assert all(a <= b for a, b in zip(taken, parts, strict=True))
    return taken


@pytest.mark.parametrize(
    ("amount", "bps", "fixed", "least", "commission"),
    [
        (10_000, 250, 0, 0, 250),
        (19, 250, 0, 0, 0),
        (20, 250, 0, 0, 1),
        (10_000, 250, 30, 0, 280),
        (100, 250, 0, 50, 50),
        (40, 250, 0, 50, 40),
        (7, 10_000, 0, 0, 7),
    ],
)
def test_a_commission_is_rate_and_fixed_part_at_least_the_least_and_at_most_the_order(amount: int, bps: int, fixed: int, least: int, commission: int) -> None:
    assert commission_of(amount, bps, fixed, least) == commission


def test_a_split_that_is_not_whole_is_refused() -> None:
    one, other = uuid4(), uuid4()
    check_split([one, other], [7_000, 3_000], 100, 0, 0)
    for parties, bps, rate in (
        ([one, other], [7_000, 2_999], 1),
        ([one, one], [7_000, 3_000], 1),
        ([one, other], [10_000, 0], 1),
        ([], [], 1),
        ([one], [10_000], 10_001),
    ):
        with pytest.raises(scenes.agreements.AgreementSplitUneven):
            check_split(parties, bps, rate, 0, 0)


def test_a_split_is_approved_by_another_and_for_days_to_come() -> None:
    one, other, today = uuid4(), uuid4(), date(2026, 11, 25)
    check_approval("proposed", one, other, today, today)
    for state, approver, day, refusal in (
        ("approved", one, date(2026, 1, 1), scenes.agreements.AgreementSplitNotOpen),
        ("proposed", one, date(2026, 1, 1), scenes.agreements.AgreementSplitOwn),
        ("proposed", other, date(2026, 11, 24), scenes.agreements.AgreementSplitInPast),
    ):
        with pytest.raises(refusal):
            check_approval(state, one, approver, day, today)


def test_months_are_settled_in_order_once_they_are_over() -> None:
    through = date(2026, 10, 1)
    check_month(date(2026, 11, 1), through, date(2026, 12, 1))
    for month, today in ((date(2026, 11, 1), date(2026, 11, 30)), (date(2026, 12, 1), date(2027, 2, 1)), (date(2026, 11, 2), date(2027, 2, 1))):
        with pytest.raises(scenes.agreements.AgreementMonthNotOver):
            check_month(month, through, today)
    assert period_of(date(2026, 9, 30), through) == period_of(date(2026, 11, 30), through) == date(2026, 11, 1)
    assert period_of(date(2027, 1, 2), through) == date(2027, 1, 1)


@given(st.integers(-(10**6), 0), st.integers(0, 10**6), st.integers(0, 10**6))
def test_what_is_paid_and_what_is_carried_are_what_came_in(brought: int, accrued: int, reversed_: int) -> None:
    paid, carried = due_of(brought, accrued, reversed_)
    assert paid >= 0 >= carried and paid * carried == 0 and paid + carried == brought + accrued - reversed_
