"""What a portfolio was worth on a day, what came in and went out, and what it brought over a range of days. Money in minor units of one currency."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple
from uuid import UUID

from domains.wealth.rules.returns import Flow, Undefined, Valuation, simple_return, time_weighted_return, xirr
from domains.wealth.rules.shares import PPM, worth_minor

POINTS_MOST = 366
"""Points of a chart: a longer range is told at even distances."""


class Step(NamedTuple):
    """A change of one product's shares, and what the customer paid (negative) or got for it."""

    product_id: UUID
    day: date
    shares_minor: int
    money_minor: int


class Point(NamedTuple):
    """What a portfolio was worth at the end of a day, and what had been paid into it until then, less what was paid out."""

    day: date
    worth_minor: int
    paid_in_minor: int


class Returns(NamedTuple):
    """What a range of days brought: money, and each return or why there is none."""

    gain_minor: int
    simple: Decimal | Undefined
    time_weighted: Decimal | Undefined
    money_weighted: Decimal | Undefined


class History:
    """Shares and values by day, ready to be asked what they were worth."""

    def __init__(self, steps: Sequence[Step], navs: Mapping[UUID, Sequence[tuple[date, int]]]) -> None:
        """`steps` in the order of their days from the first one on; `navs` of each product in the order of their days."""
        self.steps = sorted(steps, key=lambda step: step.day)
        self._shares: dict[UUID, tuple[list[date], list[int]]] = {}
        for product_id in {step.product_id for step in steps}:
            own = [step for step in self.steps if step.product_id == product_id]
            self._shares[product_id] = ([step.day for step in own], list(accumulate(step.shares_minor for step in own)))
        self._navs = {product_id: ([day for day, _ in told], [nav for _, nav in told]) for product_id, told in navs.items()}

    def worth(self, day: date) -> int:
        """At the end of a day, each product at its last value until then; what has none yet is worth what was paid for it, which is not known here: nothing."""
        return sum(worth_minor(_last(*of, day), _last(*self._navs.get(id_, ([], [])), day)) for id_, of in self._shares.items())

    def flows(self, after: date, until: date) -> list[tuple[date, int]]:
        """What was paid in (positive) or out on each day of a range, the first day left out."""
        by_day: dict[date, int] = {}
        for step in self.steps:
            if after < step.day <= until and step.money_minor:
                by_day[step.day] = by_day.get(step.day, 0) - step.money_minor
        return sorted(by_day.items())


def returns_over(history: History, first: date, last: date) -> Returns:
    """What the days after `first` until `last` brought. Simple: the gain as a part of what was there or was paid in."""
    opening, closing, flows = history.worth(first), history.worth(last), history.flows(first, last)
    gain = closing - opening - sum(minor for _, minor in flows)
    invested = opening + sum(minor for _, minor in flows if minor > 0)
    valued = [Valuation(first, opening, 0), *(Valuation(day, history.worth(day), minor) for day, minor in flows)]
    if valued[-1].on != last:
        valued.append(Valuation(last, closing, 0))
    dated = [Flow(first, -opening), *(Flow(day, -minor) for day, minor in flows), Flow(last, closing)]
    return Returns(gain, simple_return(invested, gain), time_weighted_return(valued), xirr(dated))


class Allotted(NamedTuple):
    """A part of a portfolio. The millionths of all parts sum to a million."""

    key: str
    worth_minor: int
    ppm: int


def allot(parts: Mapping[str, int]) -> list[Allotted]:
    """Parts by name, the largest first. Each is rounded down, and those that lost most get one more millionth until nothing is lacking."""
    whole = sum(parts.values())
    if whole <= 0:
        return []
    told = {key: divmod(minor * PPM, whole) for key, minor in parts.items()}
    lacking = PPM - sum(ppm for ppm, _ in told.values())
    raised = sorted(told, key=lambda key: (-told[key][1], key))[:lacking]
    found = [Allotted(key, minor, told[key][0] + (key in raised)) for key, minor in parts.items() if minor]
    return sorted(found, key=lambda one: (-one.worth_minor, one.key))


def growth_between(navs: Sequence[tuple[date, int]], first: date, last: date) -> Decimal | Undefined:
    """What a share did between two days, by the last values until each."""
    days, values = [day for day, _ in navs], [nav for _, nav in navs]
    before = _last(days, values, first)
    return simple_return(before, _last(days, values, last) - before) if before else Undefined.NO_VALUE


def benchmark_chart(history: History, navs: Sequence[tuple[date, int]], days: Sequence[date]) -> list[Point]:
    """A point for each of those days: what the portfolio would be worth had what it was worth on the first of them, and all that came and went since, been
    put into that product at its values. None where it had no value then."""
    told, values = [day for day, _ in navs], [nav for _, nav in navs]
    if not days or not _last(told, values, days[0]):
        return []
    opening = history.worth(days[0])
    units = Fraction(opening, _last(told, values, days[0]))
    points, paid, done = [], opening, 0
    flows = history.flows(days[0], days[-1])
    for day in days:
        while done < len(flows) and flows[done][0] <= day:
            on, minor = flows[done]
            units += Fraction(minor, _last(told, values, on))
            paid, done = paid + minor, done + 1
        points.append(Point(day, round(units * _last(told, values, day)), paid))
    return points


def chart(history: History, days: Sequence[date]) -> list[Point]:
    """A point for each of those days, which are in order."""
    points, paid, told = [], 0, 0
    flows = history.flows(date.min, days[-1]) if days else []
    for day in days:
        while told < len(flows) and flows[told][0] <= day:
            paid += flows[told][1]
            told += 1
        points.append(Point(day, history.worth(day), paid))
    return points


def _last(days: Sequence[date], values: Sequence[int], day: date) -> int:
    """The value of the last of those days up to that one; nothing before the first."""
    place = bisect_right(days, day)
    return values[place - 1] if place else 0
