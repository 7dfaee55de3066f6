"""Instalments as a life changes them: what is owed and paid of each, and the plan by which those that are not due yet were counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from operator import gt

from domains.loans.rules.accrual import Spans, accrued_minor, spans_of
from domains.loans.rules.parts import PARTS, Part
from domains.loans.rules.schedules import Row, make_schedule
from domains.loans.rules.terms import Disbursement, LoanTerms, PeriodUnit, RateChange, Repayment


def _none() -> dict[Part, int]:
    return dict.fromkeys(PARTS, 0)


@dataclass(slots=True)
class Instalment:
    """What is due on a day. `number` is its row's in its plan, 0 where it is of none. `carried_minor` of its interest had accrued before its plan was made.
    `late_nights` sums what was overdue, night by night; penalty that an earlier plan left open is `charged_minor`."""

    number: int
    begin: date
    due: date
    spans: Spans = ()
    owed: dict[Part, int] = field(default_factory=_none)
    paid: dict[Part, int] = field(default_factory=_none)
    carried_minor: int = 0
    late_nights: int = 0
    charged_minor: int = 0

    def left(self, part: Part) -> int:
        return self.owed[part] - self.paid[part]

    def accrued(self, on: date) -> int:
        """What of the interest has accrued by that day."""
        interest = self.owed[Part.INTEREST] - self.carried_minor
        return self.carried_minor + (interest if on >= self.due else accrued_minor(interest, self.spans, on))

    def earned(self, on: date) -> int:
        """Interest that the books know: what has accrued, or what was paid before it had."""
        return max(self.accrued(on), self.paid[Part.INTEREST])

    def is_open(self) -> bool:
        return any(map(gt, self.owed.values(), self.paid.values()))


class Plan:
    """The terms by which the instalments that are not due were counted. `is_shortened`: each pays what they paid before, until nothing is left."""

    def __init__(self, terms: LoanTerms, is_shortened: bool = False) -> None:
        self.terms, self.is_shortened = terms, is_shortened

    def rate_on(self, day: date) -> Decimal:
        """The rate that stands on a day."""
        changes = [one.annual_rate for one in self.terms.changes if isinstance(one, RateChange) and one.on <= day]
        return changes[-1] if changes else self.terms.annual_rate

    def change(self, change: Disbursement | RateChange, number: int) -> None:
        """From a day on something is another one, and the instalments from that row on are counted anew: those that were kept as high as they were are not."""
        irregular = self.terms.irregular
        if self.is_shortened:
            irregular = {row: minor for row, minor in (irregular or {}).items() if row < number} or None
        self.terms = replace(self.terms, changes=tuple(sorted((*self.terms.changes, change), key=lambda one: one.on)), irregular=irregular)

    def first(self) -> list[Instalment]:
        """All instalments of a new loan. What is paid down at once is neither lent nor among them."""
        return self._from(1)

    def again(self, number: int) -> list[Instalment]:
        """The instalments from that row on, as the plan now counts them."""
        return self._from(number)

    def rest(self, kept: Sequence[Instalment], on: date, balance_minor: int, *, shorter: bool) -> list[Instalment]:
        """The instalments after a part of the principal was paid on a day within the first of `kept`: as high as they were, and fewer; or lower, and as many.
        The plan becomes theirs."""
        terms = self._rest_terms(kept[0], on, balance_minor)
        self.is_shortened = False
        if shorter and terms.repayment is Repayment.EQUAL_INSTALMENT and terms.count > 1:
            each = max((one.owed[Part.PRINCIPAL] + one.owed[Part.INTEREST] - one.carried_minor for one in kept[1:-1]), default=0) or _sum(kept[0])
            terms = replace(terms, irregular=dict.fromkeys(range(1, terms.count), each), balloon_minor=0)
            self.is_shortened = True
        elif shorter and terms.repayment is Repayment.EQUAL_PRINCIPAL:
            each = max(one.owed[Part.PRINCIPAL] for one in kept)
            terms = _fewer(terms, max(1, min(terms.count, -(-balance_minor // max(1, each)))))
        if self.is_shortened:
            count = sum(1 for row in make_schedule(terms).rows if row.instalment_minor)
            terms = _fewer(terms, max(1, count))
        self.terms = terms
        made = self._from(1)
        made[0].begin = max(made[0].begin, on)
        return made

    def anew(self, on: date, balance_minor: int, count: int, rate: Decimal | None) -> list[Instalment]:
        """All that is owed over so many instalments from a day on, the first of them a period later."""
        rate = self.rate_on(on) if rate is None else rate
        plain = {"start": on, "disbursed_on": None, "first_due_on": None, "seed_day": None, "changes": (), "irregular": None}
        grace = {"balloon_minor": 0, "down_payment_ppm": 0, "principal_grace": 0, "interest_grace": 0, "interest_free": 0}
        multiple = min(self.terms.multiple_minor, balance_minor)
        made = replace(self.terms, principal_minor=balance_minor, annual_rate=rate, count=count, multiple_minor=multiple, **plain, **grace)  # type: ignore[arg-type]
        self.terms, self.is_shortened = made, False
        return self._from(1)

    def _from(self, number: int) -> list[Instalment]:
        schedule = make_schedule(self.terms)
        spans = spans_of(self.terms, schedule)
        return [_of_row(row, spans[row.number - 1]) for row in schedule.rows[number - 1 :]]

    def _rest_terms(self, first: Instalment, on: date, balance_minor: int) -> LoanTerms:
        """What is left of the terms from a row on. What the rhythm counts from stays what it was."""
        terms, gone = self.terms, first.number - 1
        irregular = None if self.is_shortened else {number - gone: minor for number, minor in (terms.irregular or {}).items() if number > gone}
        begun = {} if not gone else {"start": first.begin, "first_due_on": first.due, "seed_day": _seed_day(terms)}
        if not gone and terms.first_due_on is None:
            begun = {"first_due_on": first.due, "seed_day": _seed_day(terms)}
        return replace(
            terms,
            principal_minor=balance_minor,
            annual_rate=self.rate_on(on),
            count=terms.count - gone,
            disbursed_on=max(on, first.begin, terms.start),
            changes=tuple(one for one in terms.changes if one.on > on),
            irregular=irregular or None,
            down_payment_ppm=0,
            multiple_minor=min(terms.multiple_minor, balance_minor),
            balloon_minor=terms.balloon_minor if terms.balloon_minor < balance_minor else 0,
            principal_grace=max(0, terms.principal_grace - gone),
            interest_grace=max(0, terms.interest_grace - gone),
            interest_free=max(0, terms.interest_free - gone),
            **begun,  # type: ignore[arg-type]
        )


def _fewer(terms: LoanTerms, count: int) -> LoanTerms:
    irregular = {number: minor for number, minor in (terms.irregular or {}).items() if number < count}
    grace = {name: min(getattr(terms, name), count - 1) for name in ("principal_grace", "interest_grace", "interest_free")}
    return replace(terms, count=count, irregular=irregular or None, **grace)


def _seed_day(terms: LoanTerms) -> int | None:
    """The day of the month that due dates keep where the month has it."""
    if terms.unit is not PeriodUnit.MONTHS:
        return None
    return terms.seed_day or (terms.first_due_on or terms.start).day


def _of_row(row: Row, spans: Spans) -> Instalment:
    return _instalment(row.number, row.begin, row.due, row.principal_minor, row.interest_minor, spans)


def _instalment(number: int, begin: date, due: date, principal: int, interest: int, spans: Spans) -> Instalment:
    return Instalment(number, begin, due, spans, {Part.PRINCIPAL: principal, Part.INTEREST: interest, Part.FEE: 0, Part.PENALTY: 0})


def _sum(one: Instalment) -> int:
    return one.owed[Part.PRINCIPAL] + one.owed[Part.INTEREST] - one.carried_minor
