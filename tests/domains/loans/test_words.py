"""Loans tell credit which instalments were paid on time, overdue and made good; what is reversed is taken back, and the score is exactly what it was."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import credit, customers, loans
from domains.credit import (
    EventKind,
    NewEvent,
)
from domains.credit import (
    listeners as credit_listeners,  # noqa: F401  registers what credit hears
)
from domains.credit.jobs import recompute_due
from domains.loans import Fact, FactKind, LoanTerms, PeriodUnit, ServicingTerms
from domains.loans import listeners as loan_listeners  # noqa: F401  registers what loans hear
from domains.loans.rules.words import Word, WordKind, words_of
from tests.domains.credit.telling import counted, tell_credit
from tests.domains.loans.servicing_house import ServicingHouse
from tests.domains.wallet.people import Person

PAID, OVERDUE, CURED = WordKind.PAID, WordKind.OVERDUE, WordKind.CURED
GRACE = ServicingTerms(grace_days=3)
# Nothing for three months: 100 on the 1st of February, March and April.
TERMS = LoanTerms(principal_minor=30_000, annual_rate=Decimal(0), count=3, every=1, unit=PeriodUnit.MONTHS, start=date(2026, 1, 1))
FEB, MAR, APR = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
OWNER, LOAN = UUID(int=1), UUID(int=2)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def told(*facts: tuple[FactKind, str, int, dict[str, Any]] | tuple[FactKind, str, str, int, dict[str, Any]]) -> list[Fact]:
    """Facts after the disbursement: kind, day (and the day on which it was booked), amount, details."""
    found = [Fact(OWNER, LOAN, 1, FactKind.DISBURSED, TERMS.start, at(TERMS.start), 30_000, uuid4())]
    for number, (kind, on, *booked, minor, details) in enumerate(facts, 2):
        found.append(Fact(OWNER, LOAN, number, kind, day(on), at(day(booked[0] if booked else on)), minor, uuid4(), details))  # type: ignore[arg-type]
    return found


def at(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 4, tzinfo=UTC)


def paid(on: str, minor: int = 10_000, booked: str | None = None) -> Any:
    return (FactKind.REPAID, on, booked or on, minor, {})


def reversed_(on: str, sequence: int) -> Any:
    return (FactKind.REPAYMENT_REVERSED, on, 10_000, {"sequence": sequence})


@pytest.mark.parametrize(
    ("facts", "as_of", "words"),
    [
        ((), "02-01", ()),
        ((), "02-04", ()),
        ((), "02-05", ((OVERDUE, FEB, "02-05"),)),
        ((paid("02-01"),), "02-01", ((PAID, FEB, "02-01"),)),
        ((paid("01-20"),), "01-20", ((PAID, FEB, "01-20"),)),
        ((paid("02-04"),), "02-04", ((PAID, FEB, "02-04"),)),
        ((paid("02-01", 9_999),), "02-05", ((OVERDUE, FEB, "02-05"),)),
        ((paid("02-07"),), "02-07", ((OVERDUE, FEB, "02-05"), (CURED, FEB, "02-07"))),
        ((paid("02-07", 9_999), paid("02-08", 1)), "02-08", ((OVERDUE, FEB, "02-05"), (CURED, FEB, "02-08"))),
        ((paid("02-01", 30_000),), "02-01", ((PAID, FEB, "02-01"), (PAID, MAR, "02-01"), (PAID, APR, "02-01"))),
        (((FactKind.PAUSED, "02-02", 0, {"until": "2026-02-12"}),), "02-14", ()),
        (((FactKind.PAUSED, "02-02", 0, {"until": "2026-02-12"}),), "02-15", ((OVERDUE, FEB, "02-15"),)),
        (((FactKind.WRITTEN_OFF, "02-03", 0, {}),), "03-31", ()),
        (((FactKind.RESCHEDULED, "02-10", 0, {"choice": "extend", "count": 3}),), "02-10", ((OVERDUE, FEB, "02-05"),)),
        (((FactKind.CLOSED, "01-03", 30_000, {"withdrawn": True}),), "02-10", ()),
        (((FactKind.REPAID, "01-15", 30_000, {"choice": "full"}),), "02-20", ((PAID, day("01-15"), "01-15"),)),
        (((FactKind.RESCHEDULED, "01-15", 5_000, {"choice": "lower"}),), "01-20", ()),
    ],
)
def test_what_the_facts_say_of_the_borrowers_word(facts: Sequence[Any], as_of: str, words: Sequence[tuple[WordKind, date, str]]) -> None:
    found = words_of(TERMS, GRACE, told(*facts), day(as_of))
    assert found.standing == tuple(Word(kind, due, day(on)) for kind, due, on in words)
    assert found.taken_back == ()


def test_a_reversal_takes_back_what_the_payment_said_and_the_next_one_says_it_anew() -> None:
    first = [paid("02-01"), reversed_("02-02", 2)]
    assert words_of(TERMS, GRACE, told(*first), day("02-02")) == ((), (Word(PAID, FEB, FEB),))
    late = words_of(TERMS, GRACE, told(*first), day("02-06"))
    assert late == ((Word(OVERDUE, FEB, day("02-05")),), (Word(PAID, FEB, FEB),))
    again = [paid("02-01"), reversed_("02-01", 2), paid("02-01")]
    assert words_of(TERMS, GRACE, told(*again), day("02-06")) == ((Word(PAID, FEB, FEB, 1),), (Word(PAID, FEB, FEB, 0),))


def test_a_payment_that_is_booked_back_to_its_day_takes_back_that_it_was_overdue_and_its_reversal_says_so_again() -> None:
    late = Word(OVERDUE, FEB, day("02-05"))
    back = [paid("02-01", booked="02-10")]
    assert words_of(TERMS, GRACE, told(*back), day("02-10")) == ((Word(PAID, FEB, FEB),), (late,))
    undone = [*back, reversed_("02-11", 2)]
    assert words_of(TERMS, GRACE, told(*undone), day("02-11")) == ((late._replace(time=1),), (late, Word(PAID, FEB, FEB)))


def test_a_reversal_moves_what_later_payments_paid() -> None:
    facts = told(paid("02-01"), paid("03-01"), reversed_("03-02", 2))
    found = words_of(TERMS, GRACE, facts, day("03-02"))
    # What was paid on the 1st of March now pays the instalment of February, late.
    assert set(found.standing) == {Word(OVERDUE, FEB, day("02-05")), Word(CURED, FEB, MAR)}
    assert set(found.taken_back) == {Word(PAID, FEB, FEB), Word(PAID, MAR, MAR)}


async def scored(house: ServicingHouse, someone: Person) -> dict[str, Any]:
    """Where they stand once the job has run, but for the log of changes."""
    await recompute_due(house.database)
    async with house.database.reading() as read:
        row = await read.fetchrow("SELECT band, score, contributions, as_of, again_on FROM credit_standing WHERE customer_id = $1", someone.id)
    assert row is not None
    return dict(row)


async def with_history(house: ServicingHouse, someone: Person) -> None:
    """They consent to be scored, and have paid in time for a year elsewhere."""
    named = {"owner_id": someone.id, "session_id": someone.session_id, "purpose": credit.PURPOSE, "version": "2026-11"}
    await house.database.write(customers.grant_consent, customers.GrantConsent(request_id=uuid4(), **named))
    now = house.database.clock.now()
    told_before = [NewEvent(someone.id, uuid4(), EventKind.PAID, "utilities", now - timedelta(days=30 * month)) for month in range(1, 13)]
    async with house.database.transaction() as tx:
        await credit.record_events(tx, told_before)


async def test_a_repayment_on_time_counts_and_its_reversal_restores_the_score_exactly(servicing_house: ServicingHouse) -> None:
    house = servicing_house
    someone, loan = await house.borrow(annual_rate=Decimal(0))
    await with_history(house, someone)
    before = await scored(house, someone)
    paid_ = await house.repay(someone, loan, 100_000)
    await tell_credit(house.database, "loans", someone.id)
    after = await scored(house, someone)
    assert (await counted(house.database, someone.id))[-1] == ("paid", "loans")
    # A second scene in which their word was kept.
    assert after["score"] == before["score"] + 10
    await house.reverse(loan, paid_.sequence)
    for _ in range(2):
        await tell_credit(house.database, "loans", someone.id)
        assert await scored(house, someone) == before
    # The same day's next payment counts anew.
    await house.repay(someone, loan, 100_000)
    await tell_credit(house.database, "loans", someone.id)
    assert (await scored(house, someone))["score"] == after["score"]


async def test_what_is_overdue_lowers_the_score_and_what_cures_it_gives_a_part_back(servicing_house: ServicingHouse) -> None:
    house = servicing_house
    someone, loan = await house.borrow(annual_rate=Decimal(0))
    await with_history(house, someone)
    house.at("2026-10-22T10:00")
    await house.stay_signed_in()
    kept = await scored(house, someone)
    await house.close_day()
    await tell_credit(house.database, "loans", someone.id)
    late = await scored(house, someone)
    assert await counted(house.database, someone.id) == [("paid", "utilities")] * 12 + [("overdue", "loans")]
    # Overdue once -50, and within thirty days -60.
    assert late["score"] == kept["score"] - 110
    cure = await house.repay(someone, loan, 100_000)
    await tell_credit(house.database, "loans", someone.id)
    assert (await scored(house, someone))["score"] == late["score"] + 20
    await house.reverse(loan, cure.sequence)
    await tell_credit(house.database, "loans", someone.id)
    assert await scored(house, someone) == late
    await house.book_back(loan, 100_000, "2026-10-21")
    await tell_credit(house.database, "loans", someone.id)
    assert [kind for kind, _ in await counted(house.database, someone.id)] == ["paid"] * 13
    async with house.database.reading() as read:
        voids = await read.fetch("SELECT DISTINCT reason FROM credit_void WHERE customer_id = $1", someone.id)
    assert [row["reason"] for row in voids] == ["loan_rewritten"]


async def test_telling_twice_or_all_at_once_tells_the_same(servicing_house: ServicingHouse) -> None:
    house = servicing_house
    someone, loan = await house.borrow(annual_rate=Decimal(0))
    first = await house.repay(someone, loan, 100_000)
    await house.reverse(loan, first.sequence)
    await house.repay(someone, loan, 200_000)
    await tell_credit(house.database, "loans", someone.id)
    once = await counted(house.database, someone.id)
    await tell_credit(house.database, "loans", someone.id)
    assert await counted(house.database, someone.id) == once == [("paid", "loans")] * 2
    assert loans.Part.PRINCIPAL.value in await house.owed(loan)
