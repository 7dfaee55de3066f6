"""The slow, obvious model of a loan's life: it lives every day, one after the other, and keeps every sum as a fraction.

It shares with the house the schedule from terms alone (which has published expectations of its own): no allocation, accrual, penalty or fold."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from domains.loans import Disbursement, LoanTerms, RateChange, make_schedule
from tests.domains.loans.slow_rows import DAY, PARTS, SlowRow, rows_of


@dataclass
class SlowAct:
    """Something that happens: lent, paid, early (shorter, lower), full, fee, refund, rate, off."""

    day: date
    what: str
    minor: int = 0
    choice: str = ""
    rate: Decimal = Decimal(0)


class SlowLoan:
    """A loan of equal instalments in months, by whole days."""

    def __init__(
        self, terms: LoanTerms, order: list[str], horizontal: bool, in_advance: str, penalty: Decimal, grace: int, pauses: list[tuple[date, date]]
    ) -> None:
        self.terms, self.order, self.horizontal, self.in_advance = terms, order, horizontal, in_advance
        self.penalty, self.grace, self.pauses = Fraction(penalty), grace, pauses
        self.rows: list[SlowRow] = []
        self.plan, self.each = terms, 0
        self.lent = self.to_customer = self.refunded = self.over = self.given_back = 0
        self.refund_paid = dict.fromkeys(PARTS, 0)
        self.off: date | None = None
        self.kept_short = False

    def live(self, acts: list[SlowAct], until: date) -> None:
        """Every day from the first act on: first the night before it, then what happens on it."""
        waiting = list(acts)
        day = waiting[0].day
        while day <= until:
            while waiting and waiting[0].day == day:
                act = waiting.pop(0)
                if self.off is None:
                    getattr(self, f"on_{act.what}")(day, act)
                else:
                    self.over += act.minor
            if day < until:
                self.night(day)
            day += DAY

    def night(self, day: date) -> None:
        """From this day to the next: overdue principal costs penalty, unless in a pause."""
        if self.off is not None or any(begin <= day < end for begin, end in self.pauses):
            return
        for row in self.rows:
            if day >= row.due + timedelta(days=self.grace):
                row.late += row.left("principal") * self.penalty / 365

    def on_lent(self, day: date, act: SlowAct) -> None:
        if self.lent:
            self.changed(day, Disbursement(day, act.minor))
        else:
            self.rows = rows_of(self.terms)
        self.lent += act.minor

    def on_rate(self, day: date, act: SlowAct) -> None:
        self.changed(day, RateChange(day, act.rate))

    def changed(self, day: date, change: Disbursement | RateChange) -> None:
        """What is not due is counted anew; what was paid of it is paid of the new rows, one after the other, interest before principal."""
        later = [row for row in self.rows if row.due > day]
        planned = bool(later) and later[0].number > 0
        kept_high = {number: each for number, each in (self.plan.irregular or {}).items() if planned and number < later[0].number}
        self.plan = replace(self.plan, changes=(*self.plan.changes, change), irregular=kept_high or None)
        if not planned:
            if isinstance(change, Disbursement):
                self.restart(day, 0, pays=False, shorter=False, more=change.minor)
            return
        pool = sum(row.paid["principal"] + row.paid["interest"] for row in later)
        new = rows_of(self.plan)[later[0].number - 1 :]
        for old, row in zip(later, new, strict=True):
            row.start, row.before, row.moved, row.fee = old.start, old.before, old.moved, old.fee
            row.interest += old.before
            row.paid |= {"fee": old.paid["fee"], "penalty": old.paid["penalty"]}
            pool = self.pay(row, "principal", self.pay(row, "interest", pool))
        self.over += pool
        self.rows = [row for row in self.rows if row.due <= day] + new

    def on_fee(self, day: date, act: SlowAct) -> None:
        ([row for row in self.rows if row.due >= day] or [self.rows[-1]])[0].fee += act.minor

    def on_paid(self, day: date, act: SlowAct) -> None:
        left = self.pay_due(day, act.minor)
        later = [row for row in self.rows if row.due > day]
        if left and self.in_advance == "next":
            left = self.pay_in_order(later, left)
        elif left:
            left = self.early(day, left, self.in_advance == "last")
        self.over += left

    def on_early(self, day: date, act: SlowAct) -> None:
        self.over += self.early(day, self.pay_due(day, act.minor), act.choice == "shorter")

    def on_full(self, day: date, act: SlowAct) -> None:
        self.over += self.early(day, self.pay_due(day, act.minor), self.in_advance == "last")

    def on_off(self, day: date, act: SlowAct) -> None:
        self.off = day

    def on_refund(self, day: date, act: SlowAct) -> None:
        """What has accrued is first told apart from what is to come; then its part is taken back; then the principal is paid; then the rest."""
        self.restart(day, 0, pays=False, shorter=False)
        earned = sum(self.known(row, day) for row in self.rows)
        mine = int(Fraction(earned * act.minor, self.lent - self.given_back) + Fraction(1, 2))
        self.given_back += act.minor
        back = 0
        for row in self.rows:
            open_now = max(0, (row.interest if row.due <= day else row.before) - row.paid["interest"])
            taken = min(mine, open_now)
            row.interest, row.before, mine = row.interest - taken, max(0, row.before - taken), mine - taken
        for row in reversed(self.rows):
            taken = min(mine, row.paid["interest"])
            row.interest, mine, back = row.interest - taken, mine - taken, back + taken
            row.paid["interest"] -= taken
            row.before = min(row.before, row.interest)
        before = {part: sum(row.paid[part] for row in self.rows) for part in PARTS}
        left = act.minor + back
        for row in [row for row in self.rows if row.due <= day]:
            left = self.pay(row, "principal", left)
        left = self.restart(day, left, pays=False, shorter=False)
        left = self.pay_due(day, left)
        self.restart(day, left, pays=True, shorter=False)
        source = act.minor
        for part in PARTS:
            taken = min(source, sum(row.paid[part] for row in self.rows) - before[part])
            self.refund_paid[part] += taken
            source -= taken
        self.refunded += act.minor
        self.to_customer += source

    def pay_due(self, day: date, minor: int) -> int:
        """Past due, then due today."""
        minor = self.pay_in_order([row for row in self.rows if row.due < day], minor)
        return self.pay_in_order([row for row in self.rows if row.due == day], minor)

    def pay_in_order(self, rows: list[SlowRow], minor: int) -> int:
        pairs = [(row, part) for row in rows for part in self.order] if self.horizontal else [(row, part) for part in self.order for row in rows]
        for row, part in pairs:
            minor = self.pay(row, part, minor)
        return minor

    def pay(self, row: SlowRow, part: str, minor: int) -> int:
        paid = min(minor, row.left(part))
        row.paid[part] += paid
        return minor - paid

    def early(self, day: date, minor: int, shorter: bool) -> int:
        later = [row for row in self.rows if row.due > day]
        pool = minor + sum(sum(row.paid.values()) for row in later)
        by_now = sum(row.so_far(day) + row.fee + row.owed("penalty") for row in later)
        if later and pool <= by_now:
            for row in later:
                row.paid = dict.fromkeys(PARTS, 0)
            for part in ("penalty", "fee", "interest"):
                for row in later:
                    pool = self.pay(row, part, pool)
            return pool
        return self.restart(day, minor, pays=True, shorter=shorter)

    def restart(self, day: date, minor: int, *, pays: bool, shorter: bool, more: int = 0) -> int:
        """End the running row today; count the later ones anew from what is then left of the principal. With `more` of it: in one row, a period from today."""
        later = [row for row in self.rows if row.due > day]
        if not later and not more:
            return minor
        advance = sum(sum(row.paid.values()) for row in later)
        ended = SlowRow(0, min([day, *(row.start for row in later[:1])]), day, 0, 0)
        carried = {}
        for part, owed in (
            ("penalty", sum(row.owed("penalty") for row in later)),
            ("fee", sum(row.fee for row in later)),
            ("interest", sum(row.so_far(day) for row in later)),
        ):
            from_advance = min(advance, owed)
            from_minor = min(minor, owed - from_advance) if pays else 0
            advance, minor = advance - from_advance, minor - from_minor
            ended.paid[part] = from_advance + from_minor
            carried[part] = owed - ended.paid[part]
        ended.moved, ended.fee, ended.interest = ended.paid["penalty"], ended.paid["fee"], ended.paid["interest"]
        balance = sum(row.principal for row in later) + more
        paid = min(advance + minor, balance)
        ended.principal = ended.paid["principal"] = paid
        rest = self.once(day, balance - paid) if more else self.rest(day, later, balance - paid, shorter) if balance > paid else []
        if any(carried.values()):
            rest = rest or [SlowRow(0, day, later[0].due, 0, 0)]
            rest[0].moved, rest[0].fee, rest[0].before = carried["penalty"], carried["fee"], carried["interest"]
            rest[0].interest += carried["interest"]
        self.rows = [row for row in self.rows if row.due <= day] + ([ended] if any(ended.paid.values()) else []) + rest
        return advance + minor - paid

    def once(self, day: date, balance: int) -> list[SlowRow]:
        """All of it a period from today, at the rate that stands."""
        rates = [self.plan.annual_rate, *(one.annual_rate for one in self.plan.changes if isinstance(one, RateChange))]
        plain: dict[str, Any] = {"disbursed_on": None, "first_due_on": None, "seed_day": None, "changes": (), "irregular": None}
        self.plan = replace(self.plan, principal_minor=balance, annual_rate=rates[-1], count=1, start=day, **plain)
        return rows_of(self.plan)

    def rest(self, day: date, later: list[SlowRow], balance: int, shorter: bool) -> list[SlowRow]:
        """The rest as terms of its own: the same due dates, from the begin of the running period on, with the money paid out today."""
        gone = later[0].number - 1
        begin = self.plan.start if not gone else self.rows[self.rows.index(later[0]) - 1].due
        terms = replace(
            self.plan,
            principal_minor=balance,
            count=len(later),
            start=begin,
            disbursed_on=max(day, self.plan.start),
            first_due_on=later[0].due,
            seed_day=self.plan.seed_day or (self.plan.first_due_on or self.plan.start).day,
            annual_rate=[self.plan.annual_rate, *(one.annual_rate for one in self.plan.changes if isinstance(one, RateChange))][-1],
            changes=(),
            irregular=None,
        )
        if shorter and len(later) > 1:
            each = (
                max((row.principal + row.interest - row.before for row in later[1:-1]), default=0) or later[0].principal + later[0].interest - later[0].before
            )
            least = len(later)
            while least > 1 and ends_by(replace(terms, count=least, irregular=dict.fromkeys(range(1, least), each)), least - 1):
                least -= 1
            terms = replace(terms, count=least, irregular=dict.fromkeys(range(1, least), each) or None)
        self.plan = terms
        return rows_of(terms)

    def known(self, row: SlowRow, day: date) -> int:
        return max(row.so_far(day), row.paid["interest"])

    def flows(self, day: date) -> dict[str, Any]:
        """What the ledger should have: principal lent, what was earned, what the customer paid, what a refund paid, what was given up."""
        last = min(day, self.off or day)
        paid = {part: sum(row.paid[part] for row in self.rows) for part in PARTS}
        earned = {"principal": 0, "interest": sum(self.known(row, last) for row in self.rows)}
        earned |= {part: sum(row.owed(part) for row in self.rows) for part in ("fee", "penalty")}
        owed = {part: (self.lent if part == "principal" else earned[part]) - paid[part] for part in PARTS}
        return {
            "lent": self.lent,
            "earned": tuple(earned.values()),
            "paid": tuple(paid[part] - self.refund_paid[part] for part in PARTS),
            "refunded": tuple(self.refund_paid.values()),
            "surplus": self.to_customer,
            "written_off": tuple(owed.values()) if self.off else (0, 0, 0, 0),
        }

    def days_late(self, day: date) -> int:
        """Days, counted one by one, since the oldest instalment that is not paid."""
        day = min(day, self.off or day)
        late = [row.due for row in self.rows if row.due < day and any(row.left(part) for part in ("principal", "interest", "fee"))]
        if not late:
            return 0
        nights = [min(late) + timedelta(days=number) for number in range((day - min(late)).days)]
        return sum(1 for night in nights if not any(begin <= night < end for begin, end in self.pauses))


def ends_by(terms: LoanTerms, count: int) -> bool:
    """Whether nothing is left to pay after so many instalments."""
    return not any(row.instalment_minor for row in make_schedule(terms).rows[count:])
