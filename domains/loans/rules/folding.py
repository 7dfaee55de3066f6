"""The loan while its facts are folded: each fact changes what is owed and paid of the instalments."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from domains.loans.rules.accrual import cut
from domains.loans.rules.allocation import Claim, allocate
from domains.loans.rules.delinquency import Pause
from domains.loans.rules.facts import Fact, FactKind
from domains.loans.rules.instalments import Instalment, Plan
from domains.loans.rules.parts import PARTS, Part
from domains.loans.rules.penalties import late_nights, penalty_minor
from domains.loans.rules.servicing import Due, InAdvance, ServicingTerms
from domains.loans.rules.terms import Disbursement, LoanTerms, RateChange

EARLY = (Part.PENALTY, Part.FEE, Part.INTEREST)
"""What an early payment pays before principal."""


class Folding:
    """What the facts so far have made. `today` is how far its nights have been lived."""

    def __init__(self, terms: LoanTerms, servicing: ServicingTerms, pauses: Sequence[Pause]) -> None:
        self.servicing, self.pauses = servicing, pauses
        self.plan = Plan(terms)
        self.instalments: list[Instalment] = []
        self.today = terms.disbursed_on or terms.start
        self.lent_minor = self.surplus_minor = self.recovered_minor = self.left_over_minor = self.given_back_minor = 0
        self.refunded = dict.fromkeys(PARTS, 0)
        self.stopped_on: date | None = None
        self.is_withdrawn = False

    def live_until(self, day: date) -> None:
        """Let the nights until that day go by: what is overdue costs penalty."""
        rate, grace = self.servicing.penalty_rate, self.servicing.grace_days
        if rate and self.stopped_on is None:
            for one in self.instalments:
                if one.due >= day or not (open_minor := one.left(Part.PRINCIPAL)):
                    continue
                one.late_nights += open_minor * late_nights(one.due, grace, self.today, day, self.pauses)
                one.owed[Part.PENALTY] = one.charged_minor + penalty_minor(one.late_nights, rate)
        self.today = max(self.today, day)

    def take(self, fact: Fact) -> None:
        """Let a fact happen, today."""
        if self.stopped_on is not None and fact.kind is not FactKind.RECOVERED:
            self.left_over_minor += fact.amount_minor
            return
        TAKEN[fact.kind](self, fact)

    def disburse(self, fact: Fact) -> None:
        if not self.lent_minor:
            self.instalments = self.plan.first()
        else:
            self._change(Disbursement(fact.effective_on, fact.amount_minor))
        self.lent_minor += fact.amount_minor

    def change_rate(self, fact: Fact) -> None:
        self._change(RateChange(fact.effective_on, Decimal(fact.details["annual_rate"])))

    def charge(self, fact: Fact) -> None:
        """A fee is due with the instalment in whose period its day falls, at the latest with the last one."""
        due_on = date.fromisoformat(fact.details["due_on"]) if "due_on" in fact.details else fact.effective_on
        one = next((one for one in self.instalments if one.due >= due_on), self.instalments[-1])
        one.owed[Part.FEE] += fact.amount_minor

    def repay(self, fact: Fact) -> None:
        """By the order of the terms; what then is left pays in advance as they say. `choice` in the details: in full, whatever is due or not."""
        is_full, by = fact.details.get("choice") == "full", self.servicing.in_advance
        minor = self._allocate(fact.amount_minor, in_advance=not is_full)
        if is_full or (minor and by is not InAdvance.NEXT and Due.IN_ADVANCE in self.servicing.dues):
            minor = self._pay_early(minor, shorter=by is InAdvance.LAST)
        self.left_over_minor += minor

    def reschedule(self, fact: Fact) -> None:
        """An early payment in part, or a plan for hardship."""
        if fact.details["choice"] == "extend":
            rate = fact.details.get("annual_rate")
            self._extend(fact.details["count"], None if rate is None else Decimal(rate))
            return
        minor = self._allocate(fact.amount_minor, in_advance=False)
        self.left_over_minor += self._pay_early(minor, shorter=fact.details["choice"] == "shorter")

    def refund(self, fact: Fact) -> None:
        """Principal first; of the interest so far, as much as the refund is of what was lent was never owed. What is left is the customer's."""
        self._restart(0, ())
        earned, lent = sum(one.earned(self.today) for one in self.instalments), self.lent_minor - self.given_back_minor
        given_back = self._forgive((2 * earned * fact.amount_minor + lent) // (2 * lent))
        before = {part: sum(one.paid[part] for one in self.instalments) for part in PARTS}
        left = fact.amount_minor + given_back
        for one in self.instalments:
            if one.due <= self.today:
                left = _pay(one, Part.PRINCIPAL, left)
        left = self._allocate(self._restart(left, ()), in_advance=False)
        self._restart(left, EARLY)
        # The refund pays before what the forgiven interest gives back, which the customer had paid.
        source = fact.amount_minor
        for part in PARTS:
            taken = min(source, sum(one.paid[part] for one in self.instalments) - before[part])
            self.refunded[part] += taken
            source -= taken
        self.surplus_minor += source
        self.given_back_minor += fact.amount_minor

    def write_off(self, fact: Fact) -> None:
        self.stopped_on = fact.effective_on

    def recover(self, fact: Fact) -> None:
        self.recovered_minor += fact.amount_minor

    def close(self, fact: Fact) -> None:
        """Withdrawn within the cooling-off: the principal is given back, and all else was never owed."""
        if not fact.details.get("withdrawn"):
            return
        paid = sum(one.paid[part] for one in self.instalments for part in PARTS) + fact.amount_minor
        given_back = min(paid, self.lent_minor)
        self.left_over_minor += paid - given_back
        whole = Instalment(0, self.instalments[0].begin, self.today)
        whole.owed[Part.PRINCIPAL], whole.paid[Part.PRINCIPAL] = self.lent_minor, given_back
        self.instalments, self.is_withdrawn = [whole], True

    def _pay_early(self, minor: int, *, shorter: bool) -> int:
        """Pay what is not due yet: fees and interest so far, then principal. What is left over. What does not reach the principal changes no instalment."""
        kept = self._running()
        pool = minor + _paid(kept)
        if not kept or pool > sum(self._cut(kept).owed[part] for part in EARLY):
            return self._restart(minor, EARLY, shorter=shorter)
        for one in kept:
            one.paid = dict.fromkeys(PARTS, 0)
        for part in EARLY:
            for one in kept:
                pool = _pay(one, part, pool)
        return pool

    def _restart(self, minor: int, parts: Sequence[Part], *, shorter: bool = False, anew: tuple[int, Decimal | None] | None = None, more_minor: int = 0) -> int:
        """End the running instalment today and count the others anew. What was paid of them in advance, and `minor`, pays of those parts what there is by now,
        then principal; what of interest, fees and penalty stays open is due with the next instalment. What is left over.

        `anew`: over so many instalments from today on, at that rate, and `more_minor` of principal beside theirs."""
        kept = self._running()
        if not kept and anew is None:
            return minor
        advance, ended = _paid(kept), self._cut(kept)
        balance = sum(one.owed[Part.PRINCIPAL] for one in kept) + more_minor
        carried = dict.fromkeys(PARTS, 0)
        for part in EARLY:
            # What was paid in advance pays of every part.
            paid = min(advance + (minor if part in parts else 0), ended.owed[part])
            carried[part] = ended.owed[part] - paid
            ended.owed[part] = ended.paid[part] = paid
            minor, advance = (minor + min(0, advance - paid), max(0, advance - paid))
        paid = min(advance + minor, balance)
        ended.owed[Part.PRINCIPAL] = ended.paid[Part.PRINCIPAL] = paid
        ended.carried_minor, ended.charged_minor = min(ended.carried_minor, ended.owed[Part.INTEREST]), ended.owed[Part.PENALTY]
        rest = self._rest(kept, balance - paid, shorter, anew)
        if any(carried.values()):
            rest = rest or [Instalment(0, self.today, kept[0].due if kept else self.today)]
            first = rest[0]
            for part in EARLY:
                first.owed[part] += carried[part]
            first.carried_minor, first.charged_minor = carried[Part.INTEREST], carried[Part.PENALTY]
        begin = len(self.instalments) - len(kept)
        self.instalments[begin:] = [*([ended] if any(ended.owed.values()) else []), *rest]
        return advance + minor - paid

    def _rest(self, kept: Sequence[Instalment], balance: int, shorter: bool, anew: tuple[int, Decimal | None] | None) -> list[Instalment]:
        if not balance:
            return []
        if anew is not None:
            return self.plan.anew(self.today, balance, *anew)
        return self.plan.rest(kept, self.today, balance, shorter=shorter)

    def _running(self) -> list[Instalment]:
        """The instalments that are not due yet: the last ones."""
        return [one for one in self.instalments if one.due > self.today]

    def _cut(self, kept: Sequence[Instalment]) -> Instalment:
        """An instalment that ends today, which owes what the later ones owe by now but for principal."""
        if not kept:
            return Instalment(0, self.today, self.today)
        spans = next((cut(one.spans, self.today) for one in kept if one.spans), ())
        ended = Instalment(0, min(kept[0].begin, self.today), self.today, spans)
        ended.owed[Part.INTEREST] = sum(one.accrued(self.today) for one in kept)
        ended.carried_minor = sum(one.carried_minor for one in kept)
        for part in (Part.FEE, Part.PENALTY):
            ended.owed[part] = sum(one.owed[part] for one in kept)
        return ended

    def _allocate(self, minor: int, *, in_advance: bool) -> int:
        """Pay by the declared order. What is left."""
        claims = [Claim(one.due, {part: one.left(part) for part in PARTS}) for one in self.instalments]
        for place, part, paid in allocate(minor, claims, self.today, self.servicing, in_advance=in_advance):
            self.instalments[place].paid[part] += paid
            minor -= paid
        return minor

    def _change(self, change: Disbursement | RateChange) -> None:
        """Count the instalments that are not due anew, with another rate or more money; what was paid of them stays paid."""
        kept = self._running()
        if not kept or not kept[0].number:
            # No instalment is to come that was counted: what is lent now is due a period later, with what was left over to be paid.
            self.plan.change(change, 1)
            if isinstance(change, Disbursement):
                self._restart(0, (), anew=(1, None), more_minor=change.minor)
            return
        self.plan.change(change, kept[0].number)
        made = self.plan.again(kept[0].number)
        pool = sum(one.paid[part] for one in kept for part in (Part.PRINCIPAL, Part.INTEREST))
        for before, one in zip(kept, made, strict=True):
            one.begin, one.carried_minor, one.charged_minor = before.begin, before.carried_minor, before.charged_minor
            one.owed[Part.INTEREST] += before.carried_minor
            for part in (Part.FEE, Part.PENALTY):
                one.owed[part], one.paid[part] = before.owed[part], before.paid[part]
            pool = _pay(one, Part.PRINCIPAL, _pay(one, Part.INTEREST, pool))
        begin = len(self.instalments) - len(kept)
        self.instalments[begin:] = made
        self.left_over_minor += pool

    def _extend(self, count: int, rate: Decimal | None) -> None:
        """Spread all that is owed over so many instalments from today on; interest, fees and penalty so far are due with the first of them."""
        if not any(one.left(Part.PRINCIPAL) for one in self.instalments):
            return
        carried, overdue = dict.fromkeys(EARLY, 0), 0
        for one in self.instalments:
            if one.due > self.today:
                continue
            overdue += one.left(Part.PRINCIPAL)
            for part in EARLY:
                carried[part] += one.left(part)
            one.owed = dict(one.paid)
            one.late_nights, one.charged_minor = 0, one.owed[Part.PENALTY]
            one.carried_minor = min(one.carried_minor, one.owed[Part.INTEREST])
        self._restart(0, (), anew=(count, rate), more_minor=overdue)
        first = self._running()[0]
        for part in EARLY:
            first.owed[part] += carried[part]
        first.carried_minor += carried[Part.INTEREST]
        first.charged_minor += carried[Part.PENALTY]

    def _forgive(self, minor: int) -> int:
        """Take interest so far off what is owed, what is not paid before what is. How much of it had been paid: it is the customer's again."""
        for one in self.instalments:
            known = one.owed[Part.INTEREST] if one.due <= self.today else one.carried_minor
            taken = min(minor, known - min(known, one.paid[Part.INTEREST]))
            one.owed[Part.INTEREST] -= taken
            one.carried_minor -= min(taken, one.carried_minor)
            minor -= taken
        given_back = 0
        for one in reversed(self.instalments):
            taken = min(minor, one.paid[Part.INTEREST])
            one.owed[Part.INTEREST] -= taken
            one.paid[Part.INTEREST] -= taken
            one.carried_minor = min(one.carried_minor, one.owed[Part.INTEREST])
            minor -= taken
            given_back += taken
        return given_back


def _paid(instalments: Sequence[Instalment]) -> int:
    return sum(one.paid[part] for one in instalments for part in PARTS)


def _pay(one: Instalment, part: Part, minor: int) -> int:
    """Pay of a part what is open of it. What is left."""
    paid = min(minor, one.left(part))
    one.paid[part] += paid
    return minor - paid


TAKEN: Mapping[FactKind, Callable[[Folding, Fact], None]] = {
    FactKind.DISBURSED: Folding.disburse,
    FactKind.CHARGED: Folding.charge,
    FactKind.REPAID: Folding.repay,
    FactKind.RATE_CHANGED: Folding.change_rate,
    FactKind.RESCHEDULED: Folding.reschedule,
    FactKind.REFUNDED: Folding.refund,
    FactKind.WRITTEN_OFF: Folding.write_off,
    FactKind.RECOVERED: Folding.recover,
    FactKind.CLOSED: Folding.close,
}
