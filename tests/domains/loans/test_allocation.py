"""A payment pays by the declared order of its product, instalment by instalment or part by part."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.loans.rules.allocation import Claim, Paid, allocate
from domains.loans.rules.parts import Part
from domains.loans.rules.servicing import Across, Due, InAdvance, ServicingTerms

ON = date(2026, 5, 10)
P, T, F, N = Part.PRINCIPAL, Part.INTEREST, Part.FEE, Part.PENALTY
CLAIMS = [
    Claim(date(2026, 3, 10), {P: 100, T: 10, F: 5, N: 2}),
    Claim(date(2026, 4, 10), {P: 100, T: 8, F: 0, N: 1}),
    Claim(date(2026, 5, 10), {P: 100, T: 6, F: 0, N: 0}),
    Claim(date(2026, 6, 10), {P: 100, T: 4, F: 0, N: 0}),
]
OTHER = ("principal", "interest", "fee", "penalty")

TABLE = [
    # across, parts, amount, what is paid in order
    (Across.HORIZONTAL, None, 3, [(0, N, 2), (0, F, 1)]),
    (Across.HORIZONTAL, None, 118, [(0, N, 2), (0, F, 5), (0, T, 10), (0, P, 100), (1, N, 1)]),
    (Across.HORIZONTAL, OTHER, 103, [(0, P, 100), (0, T, 3)]),
    (Across.VERTICAL, None, 30, [(0, N, 2), (1, N, 1), (0, F, 5), (0, T, 10), (1, T, 8), (0, P, 4)]),
    (Across.VERTICAL, OTHER, 150, [(0, P, 100), (1, P, 50)]),
    (Across.VERTICAL, None, 229, [(0, N, 2), (1, N, 1), (0, F, 5), (0, T, 10), (1, T, 8), (0, P, 100), (1, P, 100), (2, T, 3)]),
]


@pytest.mark.parametrize(("across", "parts", "minor", "expected"), TABLE)
def test_a_payment_pays_in_the_declared_order(across: Across, parts: tuple[str, ...] | None, minor: int, expected: list[tuple[int, Part, int]]) -> None:
    terms = ServicingTerms(across=across, **({} if parts is None else {"parts": parts}))  # type: ignore[arg-type]
    assert allocate(minor, CLAIMS, ON, terms) == [Paid(*one) for one in expected]


def test_what_is_past_due_waits_where_the_order_says_so() -> None:
    terms = ServicingTerms(dues=(Due.DUE, Due.PAST_DUE))
    assert allocate(108, CLAIMS, ON, terms) == [Paid(2, T, 6), Paid(2, P, 100), Paid(0, N, 2)]


@pytest.mark.parametrize(("by", "expected"), [(InAdvance.NEXT, 104), (InAdvance.LAST, 0), (InAdvance.RE_AMORTISE, 0)])
def test_money_that_nothing_is_due_for_pays_the_next_instalment_or_is_left_over(by: InAdvance, expected: int) -> None:
    paid = allocate(1_000, CLAIMS, ON, ServicingTerms(in_advance=by))
    assert sum(one.minor for one in paid if one.place == 3) == expected
    assert sum(one.minor for one in paid) == 332 + expected


def test_without_payment_in_advance_nothing_is_paid_before_it_is_due() -> None:
    assert sum(one.minor for one in allocate(1_000, CLAIMS, ON, ServicingTerms(), in_advance=False)) == 332
    assert sum(one.minor for one in allocate(1_000, CLAIMS, ON, ServicingTerms(dues=(Due.PAST_DUE, Due.DUE)))) == 332


CLAIM = st.builds(Claim, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.fixed_dictionaries({part: st.integers(0, 1_000) for part in Part}))


@given(st.integers(0, 20_000), st.lists(CLAIM, max_size=8), st.sampled_from(list(Across)), st.permutations([part.value for part in Part]))
def test_no_part_is_paid_more_than_is_open_and_nothing_is_lost(minor: int, claims: list[Claim], across: Across, parts: list[str]) -> None:
    claims = sorted(claims, key=lambda one: one.due)
    paid = allocate(minor, claims, ON, ServicingTerms(across=across, parts=tuple(parts)))
    assert len({(one.place, one.part) for one in paid}) == len(paid)
    assert all(0 < one.minor <= claims[one.place].open[one.part] for one in paid)
    assert sum(one.minor for one in paid) == min(minor, sum(sum(one.open.values()) for one in claims))
