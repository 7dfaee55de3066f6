"""What a loan is agreed to be: how much, at what rate, in which periods, repaid in which manner. Money in minor units of the loan's currency."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from domains.loans.errors.terms import LoanTermsMalformed

COUNT_MOST = 600
PRINCIPAL_MOST_MINOR = 10**15
RATE_MOST = Decimal(10)
"""A thousand percent a year: what is above was not meant."""

LIFE_MOST = timedelta(days=366 * 60)


class PeriodUnit(StrEnum):
    MONTHS = "months"
    WEEKS = "weeks"
    DAYS = "days"


class Repayment(StrEnum):
    """`equal_instalment`: principal and interest together are the same each time. `equal_principal`: the principal is. `interest_first`: interest each time,
    the principal with the last instalment. `bullet`: all with the last one."""

    EQUAL_INSTALMENT = "equal_instalment"
    EQUAL_PRINCIPAL = "equal_principal"
    INTEREST_FIRST = "interest_first"
    BULLET = "bullet"


class DayCount(StrEnum):
    """What part of a year a period is. `30/360` counts a month as 30 days of 360, other periods by their days. `actual/actual` splits at the year's end."""

    THIRTY_360 = "30/360"
    ACTUAL_360 = "actual/360"
    ACTUAL_364 = "actual/364"
    ACTUAL_365 = "actual/365"
    ACTUAL_ACTUAL = "actual/actual"


@dataclass(frozen=True, slots=True)
class Disbursement:
    """So much is paid out on a day, after the first time."""

    on: date
    minor: int


@dataclass(frozen=True, slots=True)
class RateChange:
    """From that day on the rate is another one."""

    on: date
    annual_rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms:
    """`annual_rate` is a part of one. `start` begins the first period; the money may be paid out later in it (`disbursed_on`), and its end may be another day
    than the rhythm says (`first_due_on`). `seed_day` keeps due dates on that day of the month where the month has it.

    `principal_grace` instalments pay interest alone, `interest_grace` ones pay none and leave it to the first one after them, `interest_free` ones bear none.
    `multiple_minor`: instalments are rounded to whole multiples of so much. `irregular`: the instalment of those rows (by number from 1) is agreed."""

    principal_minor: int
    annual_rate: Decimal
    count: int
    every: int
    unit: PeriodUnit
    start: date
    repayment: Repayment = Repayment.EQUAL_INSTALMENT
    day_count: DayCount = DayCount.ACTUAL_365
    disbursed_on: date | None = None
    first_due_on: date | None = None
    seed_day: int | None = None
    balloon_minor: int = 0
    down_payment_ppm: int = 0
    principal_grace: int = 0
    interest_grace: int = 0
    interest_free: int = 0
    multiple_minor: int = 1
    changes: tuple[Disbursement | RateChange, ...] = ()
    irregular: Mapping[int, int] | None = None

    def leaves_interest(self, number: int) -> bool:
        """Whether the instalment of that number leaves its interest to a later one. The last one leaves none."""
        return number < self.count and (self.repayment is Repayment.BULLET or number <= self.interest_grace)


def check_terms(terms: LoanTerms) -> None:
    """Raise LoanTermsMalformed, naming the first part that is not as a loan has it."""
    paid_out = terms.disbursed_on or terms.start
    rates = [terms.annual_rate, *(one.annual_rate for one in terms.changes if isinstance(one, RateChange))]
    amounts = [terms.principal_minor, *(one.minor for one in terms.changes if isinstance(one, Disbursement))]
    holds = {
        "principal": all(0 < minor <= PRINCIPAL_MOST_MINOR for minor in amounts),
        "rate": all(rate.is_finite() and 0 <= rate <= RATE_MOST for rate in rates),
        "count": 1 <= terms.count <= COUNT_MOST,
        "every": 1 <= terms.every <= 366,
        "multiple": 1 <= terms.multiple_minor <= terms.principal_minor,
        "balloon": 0 <= terms.balloon_minor < terms.principal_minor and (not terms.balloon_minor or terms.repayment is Repayment.EQUAL_INSTALMENT),
        "down_payment": 0 <= terms.down_payment_ppm < 1_000_000,
        "grace": all(0 <= grace < terms.count for grace in (terms.principal_grace, terms.interest_grace, terms.interest_free)),
        "seed_day": terms.seed_day is None or (1 <= terms.seed_day <= 31 and terms.unit is PeriodUnit.MONTHS),
        "disbursed_on": paid_out >= terms.start,
        "first_due_on": terms.first_due_on is None or terms.first_due_on > paid_out,
        "changes": all(before.on <= after.on for before, after in pairwise(terms.changes)),
        "irregular": all(1 <= number < terms.count and minor >= 0 for number, minor in (terms.irregular or {}).items()),
    }
    for what, is_right in holds.items():
        if not is_right:
            raise LoanTermsMalformed(what)
