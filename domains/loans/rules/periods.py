"""The periods of a loan and what part of a year each of them is, or a part of it."""

from calendar import isleap
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise, repeat
from typing import NamedTuple

from domains.kernel.days import last_day
from domains.loans.errors.terms import LoanTermsMalformed
from domains.loans.rules.terms import LIFE_MOST, DayCount, LoanTerms, PeriodUnit

SHORTEST_MONTH = 28
BASES = {DayCount.THIRTY_360: 360, DayCount.ACTUAL_360: 360, DayCount.ACTUAL_364: 364, DayCount.ACTUAL_365: 365}


class Period(NamedTuple):
    """From the end of `begin` to the end of `due`. `rhythm_days` are the days that it has by the rhythm; a first period may be longer or shorter."""

    begin: date
    due: date
    rhythm_days: int


def due_dates(start: date, count: int, every: int, unit: PeriodUnit, seed_day: int | None = None) -> list[date]:
    """The day on which each period ends. Months keep the day of the start, or the seed day, where they have it, and end on their last day where not."""
    if unit is not PeriodUnit.MONTHS:
        days = timedelta(weeks=every) if unit is PeriodUnit.WEEKS else timedelta(days=every)
        return [start + days * number for number in range(1, count + 1)]
    day = start.day if seed_day is None else seed_day
    months = range(12 * start.year + start.month - 1 + every, 12 * start.year + start.month + every * count, every)
    if day <= SHORTEST_MONTH:
        return [date(month // 12, month % 12 + 1, day) for month in months]
    return [date(month // 12, month % 12 + 1, min(day, last_day(month // 12, month % 12 + 1))) for month in months]


def periods_of(terms: LoanTerms) -> list[Period]:
    """Each period in order. Raises LoanTermsMalformed for a money paid out after the first due date, or a loan that outlives whoever takes it."""
    try:
        ends = due_dates(terms.start, terms.count, terms.every, terms.unit, terms.seed_day)
    except (OverflowError, ValueError):
        raise LoanTermsMalformed("every") from None
    rhythm_days = (ends[0] - terms.start).days
    if terms.first_due_on is not None:
        ends = [terms.first_due_on, *due_dates(terms.first_due_on, terms.count - 1, terms.every, terms.unit, terms.seed_day)]
    if ends[0] <= (terms.disbursed_on or terms.start):
        raise LoanTermsMalformed("disbursed_on")
    if ends[-1] - terms.start > LIFE_MOST:
        raise LoanTermsMalformed("every")
    begins = [terms.start, *ends[:-1]]
    days = [rhythm_days, *((end - begin).days for begin, end in pairwise(ends))]
    return list(map(tuple.__new__, repeat(Period), zip(begins, ends, days, strict=True)))


def year_part(terms: LoanTerms, period: Period, begin: date, end: date) -> Decimal:
    """What part of a year the days from `begin` to `end` are, which lie in that period.

    A whole period of months under 30/360 is 30 days for each month, and a part of it as many of these as its days are of the period's."""
    days = (end - begin).days
    if terms.day_count is DayCount.ACTUAL_ACTUAL:
        return _actual_part(begin, end)
    if terms.day_count is DayCount.THIRTY_360 and terms.unit is PeriodUnit.MONTHS:
        whole = Decimal(30 * terms.every) / 360
        return whole if days == period.rhythm_days else whole * days / period.rhythm_days
    return Decimal(days) / BASES[terms.day_count]


def _actual_part(begin: date, end: date) -> Decimal:
    """Each day by the length of its year. A year's last day counts to the next one, since its interest is that of the night that follows."""
    part = Decimal()
    while begin < end:
        year = begin.year if begin < date(begin.year, 12, 31) else begin.year + 1
        until = min(end, date(year, 12, 31))
        part += Decimal((until - begin).days) / (366 if isleap(year) else 365)
        begin = until
    return part
