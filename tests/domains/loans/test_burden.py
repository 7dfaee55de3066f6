"""What a running loan costs its borrower in a month is read from its schedule as it stands."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains.loans import Fact, FactKind, LoanTerms, PeriodUnit, Repayment, ServicingTerms
from domains.loans.rules.burden import monthly_cost_minor
from domains.loans.rules.fold import fold
from domains.loans.service.borrowers import find_applicants
from tests.domains.loans.servicing_house import ServicingHouse

START = date(2026, 1, 1)
MONTHLY = LoanTerms(principal_minor=1_200_000, annual_rate=Decimal("0.12"), count=12, every=1, unit=PeriodUnit.MONTHS, start=START)
FREE = replace(MONTHLY, annual_rate=Decimal(0))


def at(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def cost(terms: LoanTerms, on: str, *paid: tuple[str, int]) -> int:
    """On that day, after those payments."""
    begun = datetime(2026, 1, 1, 4, tzinfo=UTC)
    facts = [Fact(UUID(int=1), UUID(int=2), 1, FactKind.DISBURSED, START, begun, terms.principal_minor, uuid4())]
    for number, (day, minor) in enumerate(paid, 2):
        facts.append(Fact(UUID(int=1), UUID(int=2), number, FactKind.REPAID, at(day), begun, minor, uuid4()))
    return monthly_cost_minor(fold(terms, ServicingTerms(), facts, at(on)))


@pytest.mark.parametrize(
    ("terms", "on", "paid", "minor"),
    [
        (MONTHLY, "01-01", (), 106_591),
        # February is due on its 1st and March on its 1st, 29 days apart from here: one of them is this month's.
        (FREE, "01-31", (), 100_000),
        (FREE, "02-01", (("02-01", 100_000),), 100_000),
        # Paid in advance: the next one that is open counts.
        (FREE, "01-10", (("01-10", 100_000),), 100_000),
        # Overdue, and due within a month.
        (FREE, "02-15", (), 200_000),
        (replace(FREE, every=1, unit=PeriodUnit.WEEKS, count=12), "01-01", (), 400_000),
        # By the quarter, and in one sum at the end of a year: a month's share, and all of it once it is near.
        (replace(FREE, every=3, count=4), "01-01", (), 100_000),
        (replace(FREE, every=3, count=4), "03-05", (), 300_000),
        (replace(FREE, count=1, every=12, repayment=Repayment.BULLET), "01-01", (), 98_631),
        (FREE, "01-02", (("01-02", 1_200_000),), 0),
    ],
)
def test_what_a_loan_costs_in_a_month(terms: LoanTerms, on: str, paid: tuple[tuple[str, int], ...], minor: int) -> None:
    assert cost(terms, on, *paid) == minor


async def test_all_loans_count_by_their_own_schedules_and_so_does_what_is_asked_for(servicing_house: ServicingHouse) -> None:
    house = servicing_house
    product, someone = await house.product(), await house.customer(10_000_000)
    await house.loan(someone, product, house.terms(1_200_000, annual_rate=Decimal(0)))
    short = await house.loan(someone, product, house.terms(600_000, annual_rate=Decimal(0), count=3))
    stranger = await house.customer()

    async def known(more: dict[Any, int] | None = None) -> tuple[int, int, int]:
        async with house.database.transaction() as tx:
            found = await find_applicants(tx, [someone.id, stranger.id], more)
        assert found[stranger.id].instalments_minor == 0
        one = found[someone.id]
        return one.instalments_minor, one.open_loans, one.owed_minor

    assert await known() == (300_000, 2, 1_800_000)
    assert await known({someone.id: 50_000}) == (350_000, 2, 1_800_000)
    await house.pay_early(someone, short, 300_000, "lower")
    assert await known() == (200_000, 2, 1_500_000)
    await house.pay_off(someone, short)
    assert await known() == (100_000, 1, 1_200_000)
