"""Fold a loan's facts to what it is on a day. Nothing but facts and terms makes a loan: a fact that comes late counts from its own day, and one that was
reversed never was, because all are folded again. Penalty and accrued interest follow from the days; no fact tells them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from domains.loans.rules.delinquency import Pause, class_of, days_past_due, stage_of
from domains.loans.rules.facts import Fact, FactKind, LoanStanding
from domains.loans.rules.folding import Folding
from domains.loans.rules.parts import Part, Parts
from domains.loans.rules.servicing import ServicingTerms
from domains.loans.rules.states import Accruing, Flows, InstalmentState, LoanState
from domains.loans.rules.terms import LoanTerms, RateChange

OF_NO_DAY = (FactKind.REPAYMENT_REVERSED, FactKind.PAUSED, FactKind.RESUMED)
"""They change which facts and days count, and are nothing by themselves."""


def fold(terms: LoanTerms, servicing: ServicingTerms, facts: Sequence[Fact], as_of: date) -> LoanState:
    """The loan on that day: after the nights before it, and after the facts of the day itself."""
    return Lived(terms, servicing, facts, as_of).state()


class Lived:
    """A loan as its facts fold to on a day, to which more may happen on that day, once."""

    def __init__(self, terms: LoanTerms, servicing: ServicingTerms, facts: Sequence[Fact], as_of: date) -> None:
        *_, (self._folding, _) = live(terms, servicing, facts, as_of)
        self._as_of = as_of

    def state(self) -> LoanState:
        """How it stands."""
        return _state(self._folding, self._folding.pauses, self._as_of)

    def then(self, fact: Fact) -> LoanState:
        """How it stands after that fact too: the last one of the day, and none that changes which others count. The same as folding all of them."""
        assert fact.kind not in OF_NO_DAY and fact.effective_on == self._as_of
        self._folding.take(fact)
        return self.state()


def live(terms: LoanTerms, servicing: ServicingTerms, facts: Sequence[Fact], as_of: date) -> Iterator[tuple[Folding, Fact | None]]:
    """The loan's life through that day: as it stands before each of its facts happens, and at the end, without one."""
    pauses = pauses_of([one for one in facts if one.effective_on <= as_of])
    plain = replace(terms, changes=tuple(one for one in terms.changes if isinstance(one, RateChange)))
    folding = Folding(plain, servicing, pauses)
    for fact in counting(facts):
        if fact.effective_on > as_of:
            break
        folding.live_until(fact.effective_on)
        yield folding, fact
        folding.take(fact)
    folding.live_until(as_of)
    yield folding, None


def counting(facts: Sequence[Fact]) -> list[Fact]:
    """The facts that count, in the order of their days: without those that were reversed, and whatever the same act made with them."""
    acts = {fact.sequence: fact.act_id for fact in facts}
    gone = {acts[fact.details["sequence"]] for fact in facts if fact.kind is FactKind.REPAYMENT_REVERSED and fact.details["sequence"] in acts}
    kept = [fact for fact in facts if fact.kind not in OF_NO_DAY and fact.act_id not in gone]
    return sorted(kept, key=lambda one: (one.effective_on, one.sequence))


def pauses_of(facts: Sequence[Fact]) -> list[Pause]:
    """The days that do not count: a pause ends on the day that it names, or when it is resumed."""
    found: list[Pause] = []
    for fact in sorted(facts, key=lambda one: (one.effective_on, one.sequence)):
        if fact.kind is FactKind.PAUSED:
            until = fact.details.get("until")
            found.append(Pause(fact.effective_on, date.fromisoformat(until) if until else None))
        elif fact.kind is FactKind.RESUMED:
            found = [one if one.end is not None and one.end <= fact.effective_on else one._replace(end=fact.effective_on) for one in found]
    return found


def _state(folding: Folding, pauses: Sequence[Pause], as_of: date) -> LoanState:
    shown = tuple(
        InstalmentState(number, one.begin, one.due, Parts(*one.owed.values()), Parts(*one.paid.values())) for number, one in enumerate(folding.instalments, 1)
    )
    flows = _flows(folding, as_of)
    late = [one for one in folding.instalments if one.due < as_of and any(one.left(part) > 0 for part in (Part.PRINCIPAL, Part.INTEREST, Part.FEE))]
    is_stopped = folding.stopped_on is not None
    days = days_past_due(late[0].due, min(as_of, folding.stopped_on or as_of), pauses) if late else 0
    coming = [one for one in folding.instalments if one.due >= as_of and one.is_open()]
    agreed = sum(one.owed[Part.INTEREST] - one.earned(as_of) for one in folding.instalments)
    return LoanState(
        as_of=as_of,
        standing=_standing(folding, flows),
        instalments=shown,
        flows=flows,
        due_minor=0 if is_stopped else sum(sum(one.owed.values()) - sum(one.paid.values()) for one in folding.instalments if one.due <= as_of),
        interest_to_come_minor=0 if is_stopped else agreed,
        not_due_principal_minor=0 if is_stopped else sum(one.left(Part.PRINCIPAL) for one in folding.instalments if one.due > as_of),
        next_due_on=None if is_stopped or not coming else coming[0].due,
        days_past_due=days,
        stage=stage_of(days),
        five_class=class_of(days, is_written_off=is_stopped),
        left_over_minor=folding.left_over_minor,
        is_paused=any(one.begin <= as_of and (one.end is None or as_of < one.end) for one in pauses),
        stopped_on=folding.stopped_on,
        accruing=None if is_stopped or late else _accruing(folding, as_of),
    )


def _accruing(folding: Folding, as_of: date) -> Accruing | None:
    """How interest grows until the next due date, where it does so evenly and nothing of it is paid in advance."""
    coming = [one for one in folding.instalments if one.due > as_of]
    running = next((one for one in coming if one.spans), None)
    if running is None or len(running.spans) != 1 or any(one.paid[Part.INTEREST] for one in coming) or running.carried_minor:
        return None
    (span,) = running.spans
    return Accruing(span.begin, (span.end - span.begin).days, running.owed[Part.INTEREST]) if span.begin <= as_of else None


def _flows(folding: Folding, as_of: date) -> Flows:
    """What the accounts of the ledger should hold."""
    until = min(as_of, folding.stopped_on or as_of)
    earned = Parts(
        interest=sum(one.earned(until) for one in folding.instalments),
        fee=sum(one.owed[Part.FEE] for one in folding.instalments),
        penalty=sum(one.owed[Part.PENALTY] for one in folding.instalments),
    )
    paid = Parts(*map(sum, zip(*(one.paid.values() for one in folding.instalments), strict=True))) if folding.instalments else Parts()
    refunded = Parts(*folding.refunded.values())
    flows = Flows(folding.lent_minor, earned, paid.less(refunded), refunded, folding.surplus_minor)
    if folding.stopped_on is None:
        return flows
    return flows._replace(written_off=flows.owed, recovered_minor=folding.recovered_minor)


def _standing(folding: Folding, flows: Flows) -> LoanStanding:
    if folding.is_withdrawn:
        return LoanStanding.WITHDRAWN
    if folding.stopped_on is not None:
        return LoanStanding.WRITTEN_OFF
    is_over = folding.lent_minor > 0 and not any(one.is_open() for one in folding.instalments)
    return LoanStanding.CLOSED if is_over else LoanStanding.ACTIVE
