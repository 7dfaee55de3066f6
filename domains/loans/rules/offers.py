"""What is offered: the terms of a loan of a product at a price, what it costs in all, and its yearly rate with all costs in it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from domains.loans.errors.products import CountNotOffered
from domains.loans.rules.apr import CashFlow, yearly_rate
from domains.loans.rules.products import LoanProductTerms
from domains.loans.rules.schedules import Row, make_schedule
from domains.loans.rules.terms import LoanTerms, PeriodUnit

PLACES = Decimal("0.000001")


class Costs(NamedTuple):
    """What a loan costs. `apr` is the yearly rate at which what is paid out and what is paid back are worth the same, fees included; `total_minor` is all
    that is paid back."""

    principal_minor: int
    interest_minor: int
    fee_minor: int
    total_minor: int
    apr: Decimal
    rows: tuple[Row, ...]

    @property
    def cost_minor(self) -> int:
        return self.interest_minor + self.fee_minor


def terms_of(product: LoanProductTerms, amount_minor: int, count: int, annual_rate: Decimal, start: date) -> LoanTerms:
    """The terms of a loan of that product from that day on. Raises CountNotOffered."""
    if count not in product.counts:
        raise CountNotOffered(count, product.counts)
    return LoanTerms(
        principal_minor=amount_minor,
        annual_rate=annual_rate,
        count=count,
        every=product.every,
        unit=product.unit,
        start=start,
        repayment=product.repayment,
        day_count=product.day_count,
    )


def fee_of(product: LoanProductTerms, amount_minor: int) -> int:
    """The fee on so much, to the nearest unit, halves up."""
    return (amount_minor * product.fee_ppm * 2 + 1_000_000) // 2_000_000


def costs_of(terms: LoanTerms, fee_minor: int) -> Costs:
    """Raises LoanTermsMalformed."""
    schedule = make_schedule(terms)
    fees = [fee_minor, *(0 for _ in schedule.rows[1:])]
    paid = [CashFlow(row.due, -(row.instalment_minor + fee)) for row, fee in zip(schedule.rows, fees, strict=True)]
    lent = terms.principal_minor - schedule.down_payment_minor
    rate = yearly_rate([CashFlow(terms.disbursed_on or terms.start, lent), *paid])
    apr = Decimal(0) if rate is None else rate.quantize(PLACES)
    total = lent + schedule.interest_minor + fee_minor
    return Costs(lent, schedule.interest_minor, fee_minor, total, max(apr, Decimal(0)), schedule.rows)


def months_of(terms: LoanTerms) -> int:
    """For how many months it is lent, begun ones counted."""
    periods = terms.count * terms.every
    days = {PeriodUnit.WEEKS: 7, PeriodUnit.DAYS: 1}
    return periods if terms.unit is PeriodUnit.MONTHS else -(-periods * days[terms.unit] // 30)


def monthly_minor(rows: Sequence[Row]) -> int:
    """What a loan costs in a month, at most: its greatest instalment, or where it has several in thirty days, all of these."""
    first = rows[0]
    days = max(1, (first.due - first.begin).days)
    greatest = max(row.instalment_minor for row in rows[:-1] or rows)
    return greatest * max(1, 30 // days)
