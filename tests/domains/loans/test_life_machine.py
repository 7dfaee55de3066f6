"""The life of a loan, as a machine: payments in part, early, late, told late, taken back, further draws, other rates, refunds, fees, pauses, days, debits,
a write-off and what comes in after it; by the house's verbs.

After every step the ledger's accounts of the loan hold what the slow, obvious model says, and so does the wallet."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from domains import loans
from domains.kernel.errors import Refusal
from domains.loans import Across, FactKind, InAdvance, LoanStanding, Part, ServicingTerms
from domains.loans.jobs.daily_run import debit_due_loans
from domains.loans.rules.differences import OWED, Place, differences
from domains.loans.rules.fold import fold
from domains.loans.rules.states import Flows
from tests.domains.loans.lives import KINDS, ORDERS, Act, Life
from tests.domains.loans.servicing_house import ServicingHouse
from tests.domains.loans.test_fold import flows_of as flows_of_state
from tests.domains.loans.test_fold import happen
from tests.domains.wallet.people import Person

T = TypeVar("T")
BEGIN = date(2026, 9, 21)
PARTS = st.integers(1, 1_200)
"""Thousandths of what was lent."""


class Machine(RuleBasedStateMachine):
    """One customer and one loan of it, from its first day to its last. Runs in a thread; the house's loop does what it asks."""

    house: ServicingHouse
    ask: Callable[[Awaitable[Any]], Any]
    product: loans.LoanProduct
    source_id: UUID
    someone: Person
    loan: loans.Loan

    @initialize(
        minor=st.integers(100_000, 5_000_000),
        count=st.integers(1, 12),
        rate=st.integers(0, 24),
        terms=st.builds(
            ServicingTerms,
            parts=st.sampled_from(ORDERS),
            across=st.sampled_from(list(Across)),
            in_advance=st.sampled_from(list(InAdvance)),
            penalty_rate=st.sampled_from((Decimal(0), Decimal("0.18"), Decimal("0.36"))),
            grace_days=st.integers(0, 3),
        ),
    )
    def lend(self, minor: int, count: int, rate: int, terms: ServicingTerms) -> None:
        self.day, self.minor, self.terms = BEGIN, minor, terms
        self.at()
        self.someone, self.loan = self.ask(self.house.borrow(minor, terms, money=10**9, count=count, annual_rate=Decimal(rate) / 100))
        self.paused: list[tuple[date, date]] = []

    def at(self) -> None:
        self.house.at(f"{self.day.isoformat()}T10:00")

    def try_(self, act: Awaitable[T]) -> T | None:
        """What is refused moves nothing: the invariant tells."""
        try:
            return self.ask(act)  # type: ignore[no-any-return]
        except Refusal:
            return None

    def standing(self) -> LoanStanding:
        return self.ask(self.house.look(self.loan)).state  # type: ignore[no-any-return]

    @rule(days=st.integers(1, 45), closes=st.booleans())
    def days_pass(self, days: int, closes: bool) -> None:
        self.day += timedelta(days=days)
        self.at()
        if closes:
            self.ask(self.house.close_day())

    @rule(of=PARTS)
    def repay(self, of: int) -> None:
        self.try_(self.house.repay(self.someone, self.loan, max(1, self.minor * of // 1_000)))

    @rule()
    def pay_what_is_due(self) -> None:
        due = self.ask(self.house.state(self.loan)).due_minor
        self.try_(self.house.repay(self.someone, self.loan, due))

    @rule(of=PARTS, late=st.integers(0, 60))
    def repay_told_late(self, of: int, late: int) -> None:
        on = max(BEGIN, self.day - timedelta(days=late))
        self.try_(self.house.book_back(self.loan, max(1, self.minor * of // 2_000), on.isoformat()))

    @rule(of=PARTS, choice=st.sampled_from(("shorter", "lower")))
    def pay_early(self, of: int, choice: str) -> None:
        self.try_(self.house.pay_early(self.someone, self.loan, max(1, self.minor * of // 1_000), choice))

    @rule()
    def pay_off(self) -> None:
        if self.standing() is LoanStanding.ACTIVE:
            self.ask(self.house.pay_off(self.someone, self.loan))

    @rule(place=st.integers(0, 20))
    def take_back(self, place: int) -> None:
        paid = [one for one in self.ask(self.house.facts(self.loan)) if one.kind in (FactKind.REPAID, FactKind.RESCHEDULED)]
        if paid:
            self.try_(self.house.reverse(self.loan, paid[place % len(paid)].sequence))

    @rule(of=PARTS)
    def refund(self, of: int) -> None:
        self.try_(self.house.refund(self.loan, max(1, self.minor * of // 1_000), self.source_id))

    @rule(minor=st.integers(1, 50_000), later=st.integers(0, 90))
    def charge(self, minor: int, later: int) -> None:
        self.try_(self.house.charge(self.loan, minor, self.day + timedelta(days=later) if later > 60 else self.day))

    @rule(of=PARTS)
    def draw(self, of: int) -> None:
        self.try_(self.house.disburse_further(self.loan, max(1, self.minor * of // 1_000)))

    @rule(rate=st.integers(0, 24), late=st.integers(0, 60))
    def change_rate(self, rate: int, late: int) -> None:
        self.try_(self.house.change_rate(self.loan, Decimal(rate) / 100, max(BEGIN, self.day - timedelta(days=late))))

    @rule()
    def what_is_due_is_debited(self) -> None:
        self.ask(self.house.close_day())
        self.ask(debit_due_loans(self.house.database))

    @precondition(lambda self: not self.paused)
    @rule(days=st.integers(1, 60))
    def pause(self, days: int) -> None:
        until = self.day + timedelta(days=days)
        if self.try_(self.house.pause(self.loan, until)):
            self.paused.append((self.day, until))

    @rule(really=st.integers(0, 9))
    def write_off(self, really: int) -> None:
        if not really:
            self.try_(self.house.write_off(self.loan))

    @rule(of=PARTS)
    def recover(self, of: int) -> None:
        self.try_(self.house.recover(self.loan, max(1, self.minor * of // 3_000)))

    @invariant()
    def the_ledger_has_what_the_slow_model_says(self) -> None:
        if not hasattr(self, "loan"):
            return
        row, facts = self.ask(self.house.look(self.loan)), self.ask(self.house.facts(self.loan))
        life = Life(self.loan.terms, self.terms, [], self.paused, facts)
        slow = life.slow(row.folded_through).flows(row.folded_through)
        state = self.ask(self.house.agrees(self.loan))
        assert flows_of_state(state) == slow
        settled = [paid + refunded for paid, refunded in zip(slow["paid"], slow["refunded"], strict=True)]
        lost = slow["written_off"]
        earned = (slow["lent"], *slow["earned"][1:])
        assert self.ask(self.house.owed(self.loan)) == dict(zip(Part, (e - s - w for e, s, w in zip(earned, settled, lost, strict=True)), strict=True))
        recovered = sum(one.amount_minor for one in facts if one.kind is FactKind.RECOVERED)
        wallet = 10**9 + slow["lent"] - sum(slow["paid"]) + slow["surplus"] - recovered
        assert self.ask(self.house.money(self.someone))[0] == wallet


async def live(house: ServicingHouse, lives: int, steps: int) -> None:
    """So many lives, by the loop that is running."""
    loop = asyncio.get_running_loop()

    def ask(act: Awaitable[Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(act, loop).result()  # type: ignore[arg-type]

    source_id = await house.merchant()
    made = type("Lives", (Machine,), {"house": house, "ask": staticmethod(ask), "source_id": source_id})
    chosen = settings(max_examples=lives, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    await asyncio.to_thread(run_state_machine_as_test, made, settings=chosen)
    assert await house.is_sound()


async def test_a_life_in_the_ledger_is_that_of_the_slow_model(servicing_house: ServicingHouse) -> None:
    await live(servicing_house, 12, 12)


@pytest.mark.prove
async def test_a_thousand_lives_in_the_ledger_are_those_of_the_slow_model(servicing_house: ServicingHouse) -> None:
    await live(servicing_house, 1_000, 20)


class PureLedger:
    """Accounts that bear the house's differences, and may not fall below nothing."""

    def __init__(self) -> None:
        self.held: dict[Any, int] = {}
        self.before = Flows()

    def book(self, after: Flows) -> None:
        self.held[OWED, Part.PRINCIPAL] = self.held.get((OWED, Part.PRINCIPAL), 0) + after.lent_minor - self.before.lent_minor
        for one in differences(self.before._replace(lent_minor=after.lent_minor), after):
            assert one.minor > 0
            self.held[one.debit] = self.held.get(one.debit, 0) + one.minor
            self.held[one.credit] = self.held.get(one.credit, 0) - one.minor
            assert all(self.held.get((OWED, part), 0) >= 0 for part in Part)
        self.before = after


def a_life(seed: int) -> None:
    """Booked after each fact that is told, and on the days between."""
    chance = random.Random(seed)
    life = random_life(chance)
    happen(life)
    books, told, today = PureLedger(), [], life.terms.start
    for fact in life.facts:
        told.append(fact)
        today = max(today, fact.effective_on) + timedelta(days=chance.choice((0, 0, 1, 20)))
        books.book(fold(life.terms, life.servicing, told, today).flows)
    end = today + timedelta(days=chance.randrange(400))
    books.book(fold(life.terms, life.servicing, told, end).flows)
    slow = life.slow(end).flows(end)
    settled = [paid + refunded for paid, refunded in zip(slow["paid"], slow["refunded"], strict=True)]
    earned = (slow["lent"], *slow["earned"][1:])
    for part, one, paid, lost in zip(Part, earned, settled, slow["written_off"], strict=True):
        assert books.held.get((OWED, part), 0) == one - paid - lost
        assert part is Part.PRINCIPAL or -books.held.get(("earned", part), 0) == one
    assert books.held.get(Place.LOSS, 0) == sum(slow["written_off"])
    assert books.held.get(Place.WALLET, 0) == sum(slow["paid"]) - slow["surplus"]
    assert books.held.get(Place.SOURCE, 0) == sum(slow["refunded"]) + slow["surplus"]


def random_life(chance: random.Random) -> Life:
    acts = [
        Act(
            chance.randrange(46),
            chance.choice((0, 0, chance.randrange(40))),
            chance.choice(KINDS),
            chance.randrange(1, 1_200),
            chance.choice(("shorter", "lower")),
        )
        for _ in range(chance.randrange(14))
    ]
    start = date(2025, 1, 1) + timedelta(days=chance.randrange(800))
    terms = loans.LoanTerms(
        principal_minor=chance.randrange(1_000, 5_000_000),
        annual_rate=Decimal(chance.randrange(37)) / 100,
        count=chance.randrange(1, 25),
        every=1,
        unit=loans.PeriodUnit.MONTHS,
        start=start,
    )
    by = ServicingTerms(
        parts=chance.choice(ORDERS),
        across=chance.choice(list(Across)),
        in_advance=chance.choice(list(InAdvance)),
        penalty_rate=Decimal(chance.randrange(51)) / 100,
        grace_days=chance.randrange(6),
    )
    pauses = [
        (start + timedelta(days=begin), start + timedelta(days=begin + chance.randrange(1, 60))) for begin in chance.sample(range(20, 300), chance.randrange(3))
    ]
    return Life(terms, by, acts, pauses)


@pytest.mark.parametrize("seed", range(5))
def test_the_differences_that_are_booked_sum_to_the_slow_models_life(seed: int) -> None:
    for number in range(30):
        a_life(seed * 1_000_000 + number)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_random_lives_sum_to_their_ledger_accounts(seed: int) -> None:
    for number in range(1_000):
        a_life(seed * 1_000_000 + number)
