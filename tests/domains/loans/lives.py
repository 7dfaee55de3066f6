"""Random lives of loans: what is agreed, and what then happens, on the day or told late, and sometimes taken back."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from domains.loans import LoanTerms, PeriodUnit
from domains.loans.rules.facts import Fact, FactKind
from domains.loans.rules.servicing import Across, InAdvance, ServicingTerms
from tests.domains.loans.slow_model import SlowAct, SlowLoan

ORDERS = (("penalty", "fee", "interest", "principal"), ("principal", "interest", "fee", "penalty"), ("interest", "principal", "penalty", "fee"))
KINDS = ("paid", "paid", "paid", "paid", "early", "early", "full", "fee", "refund", "reversed", "draw", "rate", "off")
BOOKED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Act:
    """`of` is how much, in thousandths of the principal; it was told `late` days after it counts."""

    after: int
    late: int
    kind: str
    of: int
    choice: str


@dataclass
class Life:
    terms: LoanTerms
    servicing: ServicingTerms
    acts: list[Act]
    pauses: list[tuple[date, date]]
    facts: list[Fact] = field(default_factory=list)

    def lent(self) -> None:
        self.tell(FactKind.DISBURSED, self.terms.start, self.terms.principal_minor)
        for begin, end in self.pauses:
            self.tell(FactKind.PAUSED, begin, 0, until=end.isoformat())

    def tell(self, kind: FactKind, on: date, minor: int, **details: Any) -> None:
        number = len(self.facts) + 1
        self.facts.append(Fact(UUID(int=1), UUID(int=2), number, kind, on, BOOKED, minor, UUID(int=number), details))

    def slow(self, until: date) -> SlowLoan:
        """The slow model of the same facts."""
        servicing = self.servicing
        by = {InAdvance.NEXT: "next", InAdvance.LAST: "last", InAdvance.RE_AMORTISE: "lower"}[servicing.in_advance]
        plain = (list(servicing.parts), servicing.across is Across.HORIZONTAL, by, servicing.penalty_rate, servicing.grace_days, self.pauses)
        loan = SlowLoan(self.terms, *plain)
        gone = {fact.details["sequence"] for fact in self.facts if fact.kind is FactKind.REPAYMENT_REVERSED}
        kept = [fact for fact in self.facts if fact.sequence not in gone and fact.kind in SLOW and fact.effective_on <= until]
        loan.live([slow_act(fact) for fact in sorted(kept, key=lambda one: (one.effective_on, one.sequence))], until)
        return loan


SLOW = {
    FactKind.DISBURSED: "lent",
    FactKind.REPAID: "paid",
    FactKind.RESCHEDULED: "early",
    FactKind.CHARGED: "fee",
    FactKind.RATE_CHANGED: "rate",
    FactKind.REFUNDED: "refund",
    FactKind.WRITTEN_OFF: "off",
}


def slow_act(fact: Fact) -> SlowAct:
    what = "full" if fact.details.get("choice") == "full" else SLOW[fact.kind]
    return SlowAct(fact.effective_on, what, fact.amount_minor, fact.details.get("choice", ""), Decimal(fact.details.get("annual_rate", "0")))


@st.composite
def lives(draw: Any) -> Life:
    start = date(2025, 1, 1) + timedelta(days=draw(st.integers(0, 800)))
    terms = LoanTerms(
        principal_minor=draw(st.integers(1_000, 5_000_000)),
        annual_rate=Decimal(draw(st.integers(0, 36))) / 100,
        count=draw(st.integers(1, 12)),
        every=1,
        unit=PeriodUnit.MONTHS,
        start=start,
    )
    servicing = ServicingTerms(
        parts=draw(st.sampled_from(ORDERS)),
        across=draw(st.sampled_from(list(Across))),
        in_advance=draw(st.sampled_from(list(InAdvance))),
        penalty_rate=Decimal(draw(st.integers(0, 50))) / 100,
        grace_days=draw(st.integers(0, 5)),
    )
    acts = draw(st.lists(_acts(), max_size=12))
    pauses = [(start + timedelta(days=begin), start + timedelta(days=begin + days)) for begin, days in draw(st.lists(_pauses, max_size=2))]
    return Life(terms, servicing, acts, pauses)


_pauses = st.tuples(st.integers(20, 300), st.integers(1, 60))


def _acts() -> st.SearchStrategy[Act]:
    late = st.one_of(st.just(0), st.just(0), st.integers(0, 40))
    return st.builds(Act, st.integers(0, 45), late, st.sampled_from(KINDS), st.integers(1, 1_200), st.sampled_from(("shorter", "lower")))
