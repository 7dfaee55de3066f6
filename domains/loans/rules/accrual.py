"""Interest as the days bring it: an instalment's interest parted over its nights, so that their sum is exactly it.

What has accrued by a day is the part of the interest that the nights so far are of all nights, each weighed by what was owed in it and at what rate, to the
nearest unit, halves up. It never falls, and after the last night it is the whole. Where interest is left to a later instalment (a grace, a bullet), it accrues
over all the nights that it is for. What a night brings is the difference between two days."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from domains.loans.rules.schedules import Schedule
from domains.loans.rules.terms import Disbursement, LoanTerms

RATE_SCALE = Decimal(10**12)


class Span(NamedTuple):
    """Nights that weigh the same: from the end of `begin` to the end of `end`."""

    begin: date
    end: date
    weight: int

    @property
    def whole(self) -> int:
        return self.weight * (self.end - self.begin).days


Spans = tuple[Span, ...]


def accrued_minor(interest_minor: int, spans: Sequence[Span], on: date) -> int:
    """What of the interest has accrued by that day."""
    whole = reached = 0
    for span in spans:
        weighed = span.weight * (span.end - span.begin).days
        whole += weighed
        if on >= span.end:
            reached += weighed
        elif on > span.begin:
            reached += span.weight * (on - span.begin).days
    if reached >= whole:
        return interest_minor
    return (2 * interest_minor * reached + whole) // (2 * whole)


def accrued_daily(interest_minor: int, spans: Sequence[Span]) -> list[tuple[date, int]]:
    """What each day brings, in order: their sum is the interest."""
    if not spans:
        return []
    days = [spans[0].begin + timedelta(days=number) for number in range((spans[-1].end - spans[0].begin).days + 1)]
    reached = [accrued_minor(interest_minor, spans, day) for day in days]
    return [(day, one - before) for day, one, before in zip(days[1:], reached[1:], reached, strict=False)]


def cut(spans: Sequence[Span], on: date) -> Spans:
    """The nights before that day."""
    return tuple(Span(one.begin, min(one.end, on), one.weight) for one in spans if one.begin < on)


def spans_of(terms: LoanTerms, schedule: Schedule) -> list[Spans]:
    """For each row the nights that its interest is for. A row whose interest is left to a later one has none: they are those of the first that is not."""
    found: list[Spans] = []
    waiting: list[Span] = []
    balance, told, rate = 0, 0, terms.annual_rate
    events = [Disbursement(terms.disbursed_on or terms.start, terms.principal_minor - schedule.down_payment_minor), *terms.changes]
    for row in schedule.rows:
        day, spans = row.begin, list[Span]()
        while told < len(events) and events[told].on < row.due:
            event = events[told]
            if event.on > day:
                spans.append(Span(day, event.on, balance * int(rate * RATE_SCALE)))
                day = event.on
            if isinstance(event, Disbursement):
                balance += event.minor
            else:
                rate = event.annual_rate
            told += 1
        if row.number > terms.interest_free:
            waiting += [*spans, Span(day, row.due, balance * int(rate * RATE_SCALE))]
        balance = row.balance_minor
        if terms.leaves_interest(row.number):
            found.append(())
        else:
            found.append(_joined(waiting))
            waiting = []
    return found


def _joined(spans: Sequence[Span]) -> Spans:
    """Nights that weigh the same and follow one another are one span; nights without weight bring nothing."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].weight == span.weight and found[-1].end == span.begin:
            found[-1] = found[-1]._replace(end=span.end)
        elif span.weight:
            found.append(span)
    return tuple(found)
