"""Repayment schedules: a pure function from terms to rows, by one rule for all of them.

A period's interest is what was owed in it times its part of the yearly rate, to the nearest unit, halves to even. What is owed may change within a period, by a
further disbursement or another rate: then the period falls into segments. An equal instalment is what makes the balance end at the balloon:

    instalment = (balance at the end of the first row, carried through all the others, less the balloon) / fold(1 + x (1 + f)) over the others' factors f

rounded like interest; the last row takes the rest. Where the last instalment then differs by more units than half the number of rows, the instalment is moved
by the difference / number of rows, if that brings the last one closer. A change within a period counts the instalments anew from that row on; what comes
later is not known before. So the schedules that Apache Fineract publishes come out (tests/facts/loan_schedules.json)."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
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
    """A period with its segments, and the rate that stands when it ends. `is_changed` where something changed within it; else it has no segments."""

    period: Period
    segments: tuple[_Segment, ...]
    rate: Decimal
    is_changed: bool


UNCHANGED: tuple[_Segment, ...] = ()


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
        spans = _spans(terms, terms.principal_minor - down_payment)
        return Schedule(down_payment, tuple(_rows(terms, spans, unit)))


def interest_minor(terms: LoanTerms, balance_minor: int, period: Period, begin: date, end: date) -> int:
    """The interest on a balance for the days from `begin` to `end` of a period, rounded as in the schedule: for pay-offs and accruals."""
    with localcontext(PRECISION):
        return int(_Unit(terms.multiple_minor).round(balance_minor * terms.annual_rate * year_part(terms, period, begin, end)))


def _spans(terms: LoanTerms, first_minor: int) -> list[_Span]:
    """Each period with what happens in it. What happens on a due date belongs to the period that then begins."""
    events: list[Disbursement | RateChange] = [Disbursement(terms.disbursed_on or terms.start, first_minor), *terms.changes]
    spans: list[_Span] = []
    rate, told = terms.annual_rate, 0
    periods = periods_of(terms)
    for number, period in enumerate(periods):
        if told == len(events):
            return [*spans, *(_Span(one, UNCHANGED, rate, False) for one in periods[number:])]
        day, added, segments, first = period.begin, NOTHING, [], told
        free = number < terms.interest_free
        if events[told].on >= period.due:
            spans.append(_Span(period, UNCHANGED, rate, False))
            continue
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
        spans.append(_Span(period, tuple(segments), rate, told > first))
    return spans


def _rows(terms: LoanTerms, spans: Sequence[_Span], unit: _Unit) -> list[Row]:
    """Block by block: each begins where something changed within a period, or where the grace on principal ends."""
    begins = [number for number, span in enumerate(spans) if span.is_changed or number in (0, terms.principal_grace)]
    rows: list[Row] = []
    balance, deferred = NOTHING, NOTHING
    for begin, end in zip(begins, [*begins[1:], len(spans)], strict=True):
        block = _Block(terms, spans[begin:], unit, begin, balance)
        balance, deferred = block.write(rows, end - begin, deferred)
    return rows


class _Block:
    """Rows whose instalments were counted together, with what was known then: from the first of them to the end of the loan."""

    def __init__(self, terms: LoanTerms, spans: Sequence[_Span], unit: _Unit, offset: int, balance: Decimal) -> None:
        self.terms, self.spans, self.unit, self.offset, self.opening = terms, spans, unit, offset, balance
        self.count = len(spans)
        rate = spans[0].rate
        free = max(0, terms.interest_free - offset)
        self.factors = _factors(terms, spans, rate, free)
        self.paid = self._paid()

    def write(self, rows: list[Row], count: int, deferred: Decimal) -> tuple[Decimal, Decimal]:
        """Append the first `count` rows. What is then owed, and which interest was left to later rows."""
        balance, terms, last, begin = self.opening, self.terms, self.count - 1, 0
        if self._is_plain() and not deferred:
            begin = min(count, last)
            balance = self._write_plain(rows, begin)
        for number in range(begin, count):
            balance, interest = self._interest(number, balance)
            principal = self._principal(number, balance, interest, self.paid)
            interest += deferred
            row_number = self.offset + number + 1
            deferred = NOTHING
            if number != last and (terms.repayment is Repayment.BULLET or row_number <= terms.interest_grace):
                interest, deferred = NOTHING, interest
            balance -= principal
            period = self.spans[number].period
            rows.append(Row(row_number, period.begin, period.due, int(principal), int(interest), int(balance)))
        return balance, deferred

    def _is_plain(self) -> bool:
        """Whether every row but the last pays the equal instalment, interest first."""
        terms = self.terms
        equal = terms.repayment is Repayment.EQUAL_INSTALMENT and not terms.irregular
        return equal and self.offset >= max(terms.principal_grace, terms.interest_grace)

    def _write_plain(self, rows: list[Row], count: int) -> Decimal:
        """Append the first `count` rows of a plain block, of which there are hundreds: written out. What is then owed."""
        paid, round_, factors, append = self.paid, self.unit.round, self.factors, rows.append
        balance, interest = self._interest(0, self.opening)
        minor, number, is_whole = int(balance), self.offset, self.unit.minor == 1
        for place in range(count):
            if place:
                interest = (balance * factors[place]).to_integral_value() if is_whole else round_(balance * factors[place])
            principal = paid - interest
            if not NOTHING <= principal <= balance:
                principal = min(balance, max(NOTHING, principal))
            balance -= principal
            repaid = int(principal)
            minor -= repaid
            number += 1
            period = self.spans[place].period
            append(Row(number, period.begin, period.due, repaid, int(interest), minor))
        return balance

    def _interest(self, number: int, balance: Decimal) -> tuple[Decimal, Decimal]:
        """The balance with what the row's period adds, and the interest of it."""
        if number or not self.spans[0].segments:
            return balance, self.unit.round(balance * self.factors[number])
        balance, interest = self._grown()
        return balance, self.unit.round(interest)

    def _grown(self) -> tuple[Decimal, Decimal]:
        """The balance with what the first row's period adds, and the interest of it to the last digit."""
        balance, interest = self.opening, NOTHING
        for segment in self.spans[0].segments:
            balance += segment.added
            interest += balance * segment.factor
        return balance, interest if self.spans[0].segments else balance * self.factors[0]

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
            part = paid - interest
            return part if NOTHING <= part <= balance else min(balance, max(NOTHING, part))
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
        paid = self.unit.round((value - self.terms.balloon_minor) / weight)
        return self._closer(paid)

    def _closer(self, paid: Decimal) -> Decimal:
        """Move the instalment where the last one is too far from it."""
        apart = self._last(paid) - paid
        if abs(apart) / self.unit.minor <= self.count // 2:
            return paid
        moved = paid + self.unit.round(apart / self.count)
        return moved if moved != paid and abs(self._last(moved) - moved) < abs(apart) else paid

    def _last(self, paid: Decimal) -> Decimal:
        """The last instalment, without the balloon, where the others pay so much."""
        balance, interest = self._interest(0, self.opening)
        last = self.count - 1
        if last and not self.terms.irregular:
            balance -= min(balance, max(NOTHING, paid - interest))
            # Hundreds of rows, each a few steps: written out.
            is_whole, round_ = self.unit.minor == 1, self.unit.round
            for factor in self.factors[1:last]:
                part = paid - ((balance * factor).to_integral_value() if is_whole else round_(balance * factor))
                balance -= part if NOTHING <= part <= balance else min(balance, max(NOTHING, part))
            interest = self.unit.round(balance * self.factors[last])
        elif last:
            for number in range(last):
                balance -= self._principal(number, balance, interest, paid)
                balance, interest = self._interest(number + 1, balance)
        return balance + interest - self.terms.balloon_minor


def _factors(terms: LoanTerms, spans: Sequence[_Span], rate: Decimal, free: int) -> list[Decimal]:
    """The factor of each whole period. Many periods are as long as others: their part of a year is counted once."""
    if terms.day_count is DayCount.ACTUAL_ACTUAL:
        factors = [rate * year_part(terms, span.period, span.period.begin, span.period.due) for span in spans]
    else:
        lengths = [((span.period.due - span.period.begin).days, span.period.rhythm_days) for span in spans]
        like = {length: span.period for length, span in zip(lengths, spans, strict=True)}
        known = {length: rate * year_part(terms, period, period.begin, period.due) for length, period in like.items()}
        factors = [known[length] for length in lengths]
    return [NOTHING] * min(free, len(factors)) + factors[free:]
