"""Repayment schedules: a pure function from terms to rows, by one rule for all of them.

A period's interest is what was owed in it times its part of the yearly rate, to the nearest unit, halves to even. What is owed may change within a period, by a
further disbursement or another rate: then the period falls into segments. An equal instalment is what makes the balance end at the balloon:

    instalment = (balance at the end of the first row, carried through all the others, less the balloon) / fold(1 + x (1 + f)) over the others' factors f

rounded like interest; the last row takes the rest. Where the last instalment then differs by more units than half the number of rows, the instalment is moved
by the difference / number of rows, if that brings the last one closer. A change within a period counts the instalments anew from that row on; what comes
later is not known before. So the schedules that Apache Fineract publishes come out (tests/facts/loan_schedules.json)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from itertools import repeat
from operator import sub
from typing import NamedTuple

from domains.loans.rules.periods import Period, periods_of, year_part
from domains.loans.rules.terms import DayCount, Disbursement, LoanTerms, RateChange, Repayment, check_terms

PRECISION = Context(prec=28, rounding=ROUND_HALF_EVEN)
ONE, NOTHING = Decimal(1), Decimal()


class Row(NamedTuple):
    """One instalment. `balance_minor` is what is owed after it."""

    number: int
    begin: date
    due: date
    principal_minor: int
    interest_minor: int
    balance_minor: int

    @property
    def instalment_minor(self) -> int:
        return self.principal_minor + self.interest_minor


class Schedule(NamedTuple):
    """`down_payment_minor` is due on the day of the disbursement and is not part of the rows."""

    down_payment_minor: int
    rows: tuple[Row, ...]

    @property
    def interest_minor(self) -> int:
        return sum(row.interest_minor for row in self.rows)


class _Segment(NamedTuple):
    """A part of a period in which nothing changes: what is paid out as it begins, and its factor."""

    added: Decimal
    factor: Decimal


class _Span(NamedTuple):
    """A period in which something changed: its segments, and the rate that stands when it ends."""

    segments: tuple[_Segment, ...]
    rate: Decimal


Spans = Mapping[int, _Span]
"""By the number of the period, from 0."""


class _Unit(NamedTuple):
    """What amounts are rounded to."""

    minor: int

    def round(self, amount: Decimal) -> Decimal:
        return amount.to_integral_value() if self.minor == 1 else (amount / self.minor).to_integral_value() * self.minor


def make_schedule(terms: LoanTerms) -> Schedule:
    """The rows of a loan by those terms. Raises LoanTermsMalformed."""
    check_terms(terms)
    with localcontext(PRECISION):
        unit = _Unit(terms.multiple_minor)
        down_payment = int(unit.round(Decimal(terms.principal_minor) * terms.down_payment_ppm / 1_000_000))
        periods = periods_of(terms)
        spans = _spans(terms, periods, terms.principal_minor - down_payment)
        return Schedule(down_payment, tuple(_rows(terms, periods, spans, unit)))


def interest_minor(terms: LoanTerms, balance_minor: int, period: Period, begin: date, end: date) -> int:
    """The interest on a balance for the days from `begin` to `end` of a period, rounded as in the schedule: for pay-offs and accruals."""
    with localcontext(PRECISION):
        return int(_Unit(terms.multiple_minor).round(balance_minor * terms.annual_rate * year_part(terms, period, begin, end)))


def _spans(terms: LoanTerms, periods: Sequence[Period], first_minor: int) -> Spans:
    """Each period in which something happens. What happens on a due date belongs to the period that then begins."""
    events: list[Disbursement | RateChange] = [Disbursement(terms.disbursed_on or terms.start, first_minor), *terms.changes]
    spans: dict[int, _Span] = {}
    rate, told = terms.annual_rate, 0
    for number, period in enumerate(periods):
        if told == len(events):
            break
        if events[told].on >= period.due:
            continue
        day, added, segments = period.begin, NOTHING, list[_Segment]()
        free = number < terms.interest_free
        while told < len(events) and events[told].on < period.due:
            event = events[told]
            if event.on > day:
                segments.append(_Segment(added, NOTHING if free else rate * year_part(terms, period, day, event.on)))
                day, added = event.on, NOTHING
            if isinstance(event, Disbursement):
                added += event.minor
            else:
                rate = event.annual_rate
            told += 1
        segments.append(_Segment(added, NOTHING if free else rate * year_part(terms, period, day, period.due)))
        spans[number] = _Span(tuple(segments), rate)
    return spans


def _rows(terms: LoanTerms, periods: Sequence[Period], spans: Spans, unit: _Unit) -> list[Row]:
    """Block by block: each begins where something changed within a period, or where the grace on principal ends."""
    begins = sorted({0, terms.principal_grace, *spans})
    rows: list[Row] = []
    balance, deferred, rate = NOTHING, NOTHING, terms.annual_rate
    for begin, end in zip(begins, [*begins[1:], len(periods)], strict=True):
        span = spans.get(begin)
        rate = rate if span is None else span.rate
        block = _Block(terms, periods[begin:], () if span is None else span.segments, rate, unit, begin, balance)
        balance, deferred = block.write(rows, end - begin, deferred)
    return rows


class _Block:
    """Rows whose instalments were counted together, with what was known then: from the first of them to the end of the loan."""

    def __init__(
        self, terms: LoanTerms, periods: Sequence[Period], segments: Sequence[_Segment], rate: Decimal, unit: _Unit, offset: int, balance: Decimal
    ) -> None:
        self.terms, self.periods, self.segments, self.unit, self.offset, self.opening = terms, periods, segments, unit, offset, balance
        self.count = len(periods)
        # Hundreds of amounts are rounded, nearly always to whole units.
        self.round: Callable[[Decimal], Decimal] = Decimal.to_integral_value if unit.minor == 1 else unit.round
        self.factors = _factors(terms, periods, rate, max(0, terms.interest_free - offset))
        self.walked: _Walk | None = None
        self.paid = self._paid()

    def write(self, rows: list[Row], count: int, deferred: Decimal) -> tuple[Decimal, Decimal]:
        """Append the first `count` rows. What is then owed, and which interest was left to later rows."""
        balance, terms, last, begin = self.opening, self.terms, self.count - 1, 0
        if self.walked is not None and self.offset >= terms.interest_grace and not deferred and min(count, last):
            begin = min(count, last)
            rows += self._written(self.walked, begin)
            balance = self.walked.balances[begin - 1]
        for number in range(begin, count):
            balance, interest = self._interest(number, balance)
            principal = self._principal(number, balance, interest, self.paid)
            interest += deferred
            row_number = self.offset + number + 1
            deferred = NOTHING
            if terms.leaves_interest(row_number):
                interest, deferred = NOTHING, interest
            balance -= principal
            period = self.periods[number]
            rows.append(Row(row_number, period.begin, period.due, int(principal), int(interest), int(balance)))
        return balance, deferred

    def _written(self, walked: "_Walk", count: int) -> Iterable[Row]:
        """The first `count` rows of a walk, column by column: there are hundreds, and a call for each would cost more than what it holds."""
        balances = list(map(int, walked.balances[:count]))
        principals = map(sub, [int(walked.opening), *balances], balances)
        begins, dues, _ = zip(*self.periods[:count], strict=True)
        numbers = range(self.offset + 1, self.offset + count + 1)
        columns = zip(numbers, begins, dues, principals, map(int, walked.interests), balances, strict=False)
        return map(tuple.__new__, repeat(Row), columns)

    def _interest(self, number: int, balance: Decimal) -> tuple[Decimal, Decimal]:
        """The balance with what the row's period adds, and the interest of it."""
        if number or not self.segments:
            return balance, self.round(balance * self.factors[number])
        balance, interest = self._grown()
        return balance, self.round(interest)

    def _grown(self) -> tuple[Decimal, Decimal]:
        """The balance with what the first row's period adds, and the interest of it to the last digit."""
        balance, interest = self.opening, NOTHING
        for segment in self.segments:
            balance += segment.added
            interest += balance * segment.factor
        return balance, interest if self.segments else balance * self.factors[0]

    def _principal(self, number: int, balance: Decimal, interest: Decimal, paid: Decimal) -> Decimal:
        """What a row pays of the principal: never more than is owed, never less than nothing, and the last one all."""
        if number == self.count - 1:
            return balance
        row_number = self.offset + number + 1
        if row_number <= self.terms.principal_grace:
            return NOTHING
        agreed = (self.terms.irregular or {}).get(row_number)
        if agreed is not None:
            return min(balance, max(NOTHING, agreed - interest))
        if self.terms.repayment is Repayment.EQUAL_INSTALMENT:
            return min(balance, max(NOTHING, paid - interest))
        return min(balance, paid) if self.terms.repayment is Repayment.EQUAL_PRINCIPAL else NOTHING

    def _paid(self) -> Decimal:
        """The equal instalment, or the equal principal, of the rows from the first one with principal on."""
        counting = self.count - max(0, self.terms.principal_grace - self.offset)
        if counting < self.count or self.terms.repayment not in (Repayment.EQUAL_INSTALMENT, Repayment.EQUAL_PRINCIPAL):
            return NOTHING
        balance, interest = self._grown()
        if self.terms.repayment is Repayment.EQUAL_PRINCIPAL:
            return self.unit.round(balance / self.count)
        value, weight = balance + interest, ONE
        for factor in self.factors[1:]:
            grown = ONE + factor
            value *= grown
            weight = ONE + weight * grown
        return self._closer(self.unit.round((value - self.terms.balloon_minor) / weight))

    def _closer(self, paid: Decimal) -> Decimal:
        """Move the instalment where the last one is too far from it. The walk that it leads to is kept."""
        walked = self._walk(paid)
        apart = walked.last(self.terms) - paid
        if abs(apart) / self.unit.minor > self.count // 2:
            moved = paid + self.unit.round(apart / self.count)
            other = walked if moved == paid else self._walk(moved)
            if abs(other.last(self.terms) - moved) < abs(apart):
                paid, walked = moved, other
        self.walked = None if self.terms.irregular else walked
        return paid

    def _walk(self, paid: Decimal) -> "_Walk":
        """All rows where all but the last pay so much, interest first."""
        opening, interest = self._interest(0, self.opening)
        balance, interests, balances = opening, [interest], list[Decimal]()
        if self.terms.irregular:
            for number in range(self.count - 1):
                balance -= self._principal(number, balance, interest, paid)
                balance, interest = self._interest(number + 1, balance)
                balances.append(balance)
                interests.append(interest)
            return _Walk(opening, interests, balances)
        round_, owed, borne = self.round, balances.append, interests.append
        for factor in self.factors[1:]:
            part = paid - interest
            balance -= part if NOTHING <= part <= balance else min(balance, max(NOTHING, part))
            interest = round_(balance * factor)
            owed(balance)
            borne(interest)
        return _Walk(opening, interests, balances)


class _Walk(NamedTuple):
    """What an instalment leads to: what is owed as the first row begins, each row's interest, and what is owed after each row but the last."""

    opening: Decimal
    interests: list[Decimal]
    balances: list[Decimal]

    def last(self, terms: LoanTerms) -> Decimal:
        """The last instalment, without the balloon."""
        return (self.balances[-1] if self.balances else self.opening) + self.interests[-1] - terms.balloon_minor


def _factors(terms: LoanTerms, periods: Sequence[Period], rate: Decimal, free: int) -> list[Decimal]:
    """The factor of each whole period. Many periods are as long as others: their part of a year is counted once. Only the first may be out of its rhythm."""
    if terms.day_count is DayCount.ACTUAL_ACTUAL:
        factors = [rate * year_part(terms, one, one.begin, one.due) for one in periods]
    else:
        lengths = [one.rhythm_days for one in periods]
        like = dict(zip(lengths[1:], periods[1:], strict=True))
        known = {length: rate * year_part(terms, one, one.begin, one.due) for length, one in like.items()}
        first = periods[0]
        factors = [rate * year_part(terms, first, first.begin, first.due), *map(known.__getitem__, lengths[1:])]
    return [NOTHING] * min(free, len(factors)) + factors[free:]
