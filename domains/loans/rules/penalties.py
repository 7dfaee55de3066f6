"""What being late costs: the yearly penalty rate on overdue principal, night by night, after the days of grace and not in pauses.

Each night adds what is overdue to a sum that is never rounded; the penalty is that sum's part of a year, rounded down, so that it neither depends on how often
one looks, nor is ever more than agreed."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Context, Decimal

from domains.loans.rules.delinquency import Pause, days_between

YEAR_DAYS = 365
_EXACT = Context(prec=60, rounding=ROUND_FLOOR)


def late_nights(due: date, grace_days: int, since: date, until: date, pauses: Sequence[Pause] = ()) -> int:
    """The nights from one day to another in which something that was due then costs penalty."""
    return days_between(max(since, due + timedelta(days=grace_days)), until, pauses)


def penalty_minor(minor_nights: int, yearly_rate: Decimal) -> int:
    """The penalty for so many minor units overdue times nights."""
    return int(_EXACT.divide(_EXACT.multiply(Decimal(minor_nights), yearly_rate), Decimal(YEAR_DAYS)).to_integral_value(ROUND_FLOOR))
