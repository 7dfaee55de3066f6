"""What an investment brought: simple return, time-weighted return, and the internal rate of return of dated flows (XIRR, actual/365).

Each is a decimal or a reason why there is none. Nothing is guessed: where several rates solve the flows, none of them is shown.

XIRR: with r = e^u - 1 the flows are worth h(u) = sum of flow * e^(-u t), t in years of 365 days. Each flow's part is monotonic in u, so on an interval h lies
between two sums that the ends give. Intervals that cannot hold a root are dropped, those on which h is monotonic hold one root where its sign changes, the
others are halved. So no single root is missed, however the signs of the flows alternate."""

import itertools
import math
from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal
from enum import StrEnum
from typing import NamedTuple

_PLACES, _CONTEXT = Decimal("1e-12"), Context(prec=400)
YEAR_DAYS = 365
_NARROW = 1e-12
_U_MOST = 700.0
"""e^700 is close to the largest float: no portfolio earns as much in a year."""


class Undefined(StrEnum):
    """Why there is no return."""

    NO_FLOWS = "no_flows"
    ONE_SIDED = "one_sided"
    ONE_DAY = "one_day"
    NO_RATE = "no_rate"
    SEVERAL_RATES = "several_rates"
    TOO_LARGE = "too_large"
    NOTHING_INVESTED = "nothing_invested"
    NO_VALUE = "no_value"


class Flow(NamedTuple):
    """Money on a day: paid in is negative, paid out is positive, what is left at the end counts as paid out."""

    on: date
    minor: int


class Valuation(NamedTuple):
    """What a portfolio was worth at the end of a day, and what of it had come in on that day (or gone out, negative)."""

    on: date
    worth_minor: int
    flow_minor: int


def simple_return(invested_minor: int, gain_minor: int) -> Decimal | Undefined:
    """The gain as a part of what was invested."""
    return _rounded(gain_minor / invested_minor) if invested_minor > 0 else Undefined.NOTHING_INVESTED


def time_weighted_return(valuations: Sequence[Valuation]) -> Decimal | Undefined:
    """The product of the growth of each span between valuations, less one: what one unit of money did that was there all the time.

    The first valuation is where it begins. A flow counts as having come at the end of its day: fund orders are priced at that day's value."""
    growth, spans = 1.0, 0
    for before, after in itertools.pairwise(valuations):
        if before.worth_minor > 0:
            growth *= (after.worth_minor - after.flow_minor) / before.worth_minor
            spans += 1
    return _rounded(growth - 1) if spans else Undefined.NOTHING_INVESTED


def xirr(flows: Sequence[Flow]) -> Decimal | Undefined:
    """The rate per year at which the flows are worth nothing, to 1e-9 and better, or why there is none."""
    by_day: dict[date, int] = {}
    for flow in flows:
        by_day[flow.on] = by_day.get(flow.on, 0) + flow.minor
    days = sorted(day for day, minor in by_day.items() if minor)
    if not days:
        return Undefined.NO_FLOWS
    if all(by_day[day] > 0 for day in days) or all(by_day[day] < 0 for day in days):
        return Undefined.ONE_DAY if len({flow.on for flow in flows}) == 1 else Undefined.ONE_SIDED
    points = [((day - days[0]).days / YEAR_DAYS, float(by_day[day])) for day in days]
    roots = _roots(points)
    if len(roots) != 1:
        return Undefined.SEVERAL_RATES if roots else Undefined.NO_RATE
    return _rounded(math.expm1(roots[0])) if abs(roots[0]) < _U_MOST else Undefined.TOO_LARGE


def _rounded(rate: float) -> Decimal:
    """To twelve places: what a solved rate is good for."""
    return Decimal(rate).quantize(_PLACES, context=_CONTEXT)


_Points = Sequence[tuple[float, float]]


def _roots(points: _Points) -> list[float]:
    """Every root in u, narrow intervals that may hold a double one included."""
    low, high = _bounds(points)
    if _sign_changes(points) == 1:
        return [_bisect(points, low, high)]
    found: list[float] = []
    waiting = [(low, high)]
    while waiting:
        left, right = waiting.pop()
        if _excludes(points, left, right):
            continue
        if _is_monotonic(points, left, right):
            if (_worth(points, left) > 0) != (_worth(points, right) > 0):
                found.append(_bisect(points, left, right))
            continue
        middle = (left + right) / 2
        if right - left < _NARROW * max(1.0, abs(middle)):
            found.append(middle)
            continue
        waiting += [(middle, right), (left, middle)]
    return _distinct(found)


def _bounds(points: _Points) -> tuple[float, float]:
    """Outside of these the first flow, or the last, outweighs all others."""
    first, last = points[0], points[-1]
    others = sum(abs(minor) for _, minor in points)
    high = math.log(others / abs(first[1])) / points[1][0] + 1
    low = -math.log(others / abs(last[1])) / (last[0] - points[-2][0]) - 1
    return low, high


def _sign_changes(points: _Points) -> int:
    return sum((one[1] > 0) != (other[1] > 0) for one, other in itertools.pairwise(points))


def _sums(points: _Points, u: float, anchor: float) -> tuple[float, float]:
    """The worth of the positive and of the negative flows, seen from `anchor`, which keeps every power small where it is the first or the last day."""
    gains = losses = 0.0
    for years, minor in points:
        worth = minor * math.exp(min(u * (anchor - years), _U_MOST))
        if worth > 0:
            gains += worth
        else:
            losses -= worth
    return gains, losses


def _worth(points: _Points, u: float) -> float:
    gains, losses = _sums(points, u, 0.0 if u >= 0 else points[-1][0])
    return gains - losses


def _excludes(points: _Points, left: float, right: float) -> bool:
    """Whether the flows cannot be worth nothing anywhere between."""
    anchor = 0.0 if left + right >= 0 else points[-1][0]
    return _keeps_sign(points, left, right, anchor)


def _is_monotonic(points: _Points, left: float, right: float) -> bool:
    """Whether the worth seen from some day rises, or falls, all the way: then there is one root at most, and it is where the sign changes."""
    return any(
        _keeps_sign([(years, minor * (anchor - years)) for years, minor in points if years != anchor], left, right, anchor)
        for anchor in (0.0, points[-1][0] / 2, points[-1][0])
    )


def _keeps_sign(points: _Points, left: float, right: float, anchor: float) -> bool:
    """Whether a sum of flows has one sign all the way between. Each term is monotonic in u, so the ends bound it."""
    least = most = 0.0
    for years, minor in points:
        at_left = minor * math.exp(min(left * (anchor - years), _U_MOST))
        at_right = minor * math.exp(min(right * (anchor - years), _U_MOST))
        least += min(at_left, at_right)
        most += max(at_left, at_right)
    return least > 0 or most < 0


def _bisect(points: _Points, left: float, right: float) -> float:
    rises = _worth(points, right) > 0
    while True:
        middle = (left + right) / 2
        if not left < middle < right:
            return middle
        if (_worth(points, middle) > 0) == rises:
            right = middle
        else:
            left = middle


def _distinct(found: Sequence[float]) -> list[float]:
    """A double root may be found from both sides."""
    kept: list[float] = []
    for root in sorted(found):
        if not kept or root - kept[-1] > 1e-9 * max(1.0, abs(root)):
            kept.append(root)
    return kept
