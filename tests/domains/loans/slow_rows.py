"""The instalments of the slow model, night by night."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from domains.loans import Disbursement, LoanTerms, RateChange, make_schedule

DAY = timedelta(days=1)
PARTS = ("principal", "interest", "fee", "penalty")


@dataclass
class SlowRow:
    """An instalment. `before` is interest that was owed when its plan was made; `start` is when it begins. `reached` sums what each night from `first` on
    weighs: what is owed in it, times its rate."""

    number: int
    start: date
    due: date
    principal: int
    interest: int
    before: int = 0
    first: date = date.min
    reached: list[Fraction] = field(default_factory=lambda: [Fraction(0)])
    fee: int = 0
    late: Fraction = Fraction(0)
    moved: int = 0
    paid: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))

    def owed(self, part: str) -> int:
        if part == "penalty":
            return self.moved + self.late.__floor__()
        return int(getattr(self, part))

    def left(self, part: str) -> int:
        return self.owed(part) - self.paid[part]

    def so_far(self, day: date) -> int:
        """Interest by that day: each night brings its part of it, and it is rounded as one looks."""
        own, whole = self.interest - self.before, self.reached[-1]
        if day >= self.due or not whole:
            return self.interest
        return self.before + int(own * self.reached[max(0, (day - self.first).days)] / whole + Fraction(1, 2))


def rows_of(terms: LoanTerms) -> list[SlowRow]:
    """The rows of a schedule, and what each night of them weighs."""
    rows, made, start = make_schedule(terms).rows, list[SlowRow](), terms.disbursed_on or terms.start
    repaid = 0
    for row in rows:
        one = SlowRow(row.number, max(row.begin, start), row.due, row.principal_minor, row.interest_minor, first=row.begin)
        day = row.begin
        while day < row.due:
            lent = terms.principal_minor * (day >= start) + sum(each.minor for each in terms.changes if isinstance(each, Disbursement) and each.on <= day)
            rates = [terms.annual_rate, *(each.annual_rate for each in terms.changes if isinstance(each, RateChange) and each.on <= day)]
            one.reached.append(one.reached[-1] + (lent - repaid) * Fraction(rates[-1]))
            day += DAY
        repaid += row.principal_minor
        made.append(one)
    return made
