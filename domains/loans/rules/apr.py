"""What a loan really costs in a year: the rate at which what is paid out and what is paid back are worth the same.

`yearly_rate` compounds by days of 365 (the internal rate of return, as the People's Bank of China's announcement no. 3 of 2021 has it, and the European
directives); `nominal_rate` is the actuarial method of Regulation Z, appendix J: the unit period's rate times the number of them in a year."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

YEAR_DAYS = 365
_MOST = 1e9
_PLACES = Decimal("1e-10")


class CashFlow(NamedTuple):
    """Money on a day, seen from the borrower: paid out to them is positive, paid by them negative."""

    on: date
    minor: int


class UnitFlow(NamedTuple):
    """Money after so many whole unit periods and a part of one; signs as in CashFlow."""

    periods: int
    part: Decimal
    minor: int


def yearly_rate(flows: Sequence[CashFlow]) -> Decimal | None:
    """The effective yearly rate, to ten places: None where nothing is lent or nothing comes back, or where no rate below a thousand million solves it.

    Of a loan: what is paid out comes before what is paid back, so that there is one rate at most."""
    if not _is_loan([flow.minor for flow in flows]):
        return None
    first = min(flow.on for flow in flows)
    points = [((flow.on - first).days / YEAR_DAYS, flow.minor) for flow in flows]
    return _solve(lambda rate: sum(minor * (1 + rate) ** -years for years, minor in points))


def nominal_rate(flows: Sequence[UnitFlow], periods_a_year: int) -> Decimal | None:
    """The unit period's rate times the periods of a year. A part of a period bears simple interest."""
    if not _is_loan([flow.minor for flow in flows]):
        return None
    points = [(flow.periods, float(flow.part), flow.minor) for flow in flows]
    rate = _solve(lambda one: sum(minor / ((1 + part * one) * (1 + one) ** periods) for periods, part, minor in points))
    return None if rate is None else rate * periods_a_year


def _is_loan(amounts: Sequence[int]) -> bool:
    return any(minor > 0 for minor in amounts) and any(minor < 0 for minor in amounts)


def _solve(worth: Callable[[float], float]) -> Decimal | None:
    """Where the worth, seen from the first day, is nothing: below it the borrower pays more than they had, above it less."""
    low, high = -0.999999, 1.0
    if worth(low) > 0:
        return None
    while worth(high) < 0:
        high *= 2
        if high > _MOST:
            return None
    while True:
        middle = (low + high) / 2
        if not low < middle < high:
            return Decimal(middle).quantize(_PLACES)
        if worth(middle) < 0:
            low = middle
        else:
            high = middle
