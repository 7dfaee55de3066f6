"""A loan is its facts: folded, it equals the slow, obvious model that lives every day; the sums of what flowed are what is owed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domains.loans.rules.facts import FactKind, LoanStanding
from domains.loans.rules.fold import Lived, fold
from domains.loans.rules.states import LoanState
from tests.domains.loans.lives import Life, lives

MANY = settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
SOME = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def happen(life: Life) -> date:
    """Tell every act of a life, those that the house would take. The day on which the last was told."""
    life.lent()
    today = life.terms.start
    for act in life.acts:
        today += timedelta(days=act.after)
        state = fold(life.terms, life.servicing, life.facts, today)
        on = max(life.terms.start, today - timedelta(days=act.late))
        minor = max(1, life.terms.principal_minor * act.of // 1_000)
        if state.stopped_on is not None:
            break
        if act.kind == "paid":
            life.tell(FactKind.REPAID, on, minor)
        elif act.kind == "early":
            life.tell(FactKind.RESCHEDULED, on, minor, choice=act.choice)
        elif act.kind == "full":
            life.tell(FactKind.REPAID, today, state.to_pay_off_minor or minor, choice="full")
        elif act.kind == "fee":
            life.tell(FactKind.CHARGED, on, minor)
        elif act.kind == "draw":
            life.tell(FactKind.DISBURSED, today, minor)
        elif act.kind == "rate":
            life.tell(FactKind.RATE_CHANGED, on, 0, annual_rate=str(Decimal(act.of % 37) / 100))
        elif act.kind == "refund":
            refunded = sum(fact.amount_minor for fact in life.facts if fact.kind is FactKind.REFUNDED)
            if minor <= life.terms.principal_minor - refunded:
                life.tell(FactKind.REFUNDED, on, minor)
        elif act.kind == "reversed":
            payments = [fact for fact in life.facts if fact.kind in (FactKind.REPAID, FactKind.RESCHEDULED)]
            gone = {fact.details["sequence"] for fact in life.facts if fact.kind is FactKind.REPAYMENT_REVERSED}
            left = [fact for fact in payments if fact.sequence not in gone]
            if left:
                life.tell(FactKind.REPAYMENT_REVERSED, today, 0, sequence=left[act.of % len(left)].sequence)
        elif act.kind == "off" and act.of > 900:
            life.tell(FactKind.WRITTEN_OFF, today, 0)
    return today


def flows_of(state: LoanState) -> dict[str, Any]:
    flows = state.flows
    parts = {"earned": flows.earned, "paid": flows.paid, "refunded": flows.refunded, "written_off": flows.written_off}
    return {"lent": flows.lent_minor, "surplus": flows.surplus_minor, **{name: tuple(one) for name, one in parts.items()}}


def check_life(life: Life, later: int) -> None:
    last = happen(life)
    for on in sorted({life.terms.start + timedelta(days=later // 2), last, last + timedelta(days=later)}):
        state, slow = fold(life.terms, life.servicing, life.facts, on), life.slow(on)
        assert flows_of(state) == slow.flows(on)
        assert state.days_past_due == slow.days_late(on)
        assert [(one.due, tuple(one.owed), tuple(one.paid)) for one in state.instalments] == [
            (row.due, tuple(row.owed(part) for part in row.paid), tuple(row.paid.values())) for row in slow.rows
        ]
        check_sums(state)


def check_sums(state: LoanState) -> None:
    """Nothing is paid that is not owed; what was lent is in the instalments; what is owed is what the flows leave."""
    flows = state.flows
    assert min(flows.owed) >= 0
    assert all(0 <= paid <= owed for one in state.instalments for owed, paid in zip(one.owed, one.paid, strict=True))
    assert sum(one.owed.principal for one in state.instalments) == flows.lent_minor
    if state.standing is LoanStanding.WRITTEN_OFF:
        assert flows.owed.total == 0


@SOME
@given(lives(), st.integers(0, 400))
def test_a_random_life_is_that_of_the_slow_model(life: Life, later: int) -> None:
    check_life(life, later)


@SOME
@given(lives(), st.integers(0, 60), st.integers(1, 3_000_000))
def test_a_payment_that_happens_to_a_folded_life_is_the_one_that_is_folded_with_it(life: Life, later: int, minor: int) -> None:
    on = happen(life) + timedelta(days=later)
    lived = Lived(life.terms, life.servicing, life.facts, on)
    assert lived.state() == fold(life.terms, life.servicing, life.facts, on)
    life.tell(FactKind.REPAID, on, minor)
    assert lived.then(life.facts[-1]) == fold(life.terms, life.servicing, life.facts, on)


@pytest.mark.prove
@MANY
@given(lives(), st.integers(0, 400))
def test_ten_thousand_random_lives_are_those_of_the_slow_model(life: Life, later: int) -> None:
    check_life(life, later)
