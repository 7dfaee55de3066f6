"""What a loan's facts say of its borrower's word: which instalments were paid on time, which were overdue, and which of these were made good.

All of it follows from the facts. When one of them rewrites the past (a payment that is reversed, or booked back to its day), what was said before and is not
true any more is taken back, and can be said again later."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from domains.kernel.days import SHANGHAI
from domains.loans.rules.delinquency import Pause, days_between
from domains.loans.rules.facts import Fact, FactKind
from domains.loans.rules.fold import live
from domains.loans.rules.folding import Folding
from domains.loans.rules.instalments import Instalment
from domains.loans.rules.parts import Part
from domains.loans.rules.servicing import ServicingTerms
from domains.loans.rules.terms import LoanTerms

PAYING = (FactKind.REPAID, FactKind.RESCHEDULED)
AGREED = (Part.PRINCIPAL, Part.INTEREST, Part.FEE)
DAY = timedelta(days=1)


class WordKind(StrEnum):
    """`cured`: what was overdue was paid."""

    PAID = "paid"
    OVERDUE = "overdue"
    CURED = "cured"


class Word(NamedTuple):
    """Something about the instalment that was due on a day, true since another. `time` counts how often it was said before, and taken back."""

    kind: WordKind
    due: date
    on: date
    time: int = 0


class Words(NamedTuple):
    """What stands, and all that was taken back."""

    standing: tuple[Word, ...]
    taken_back: tuple[Word, ...]


def words_of(terms: LoanTerms, servicing: ServicingTerms, facts: Sequence[Fact], as_of: date) -> Words:
    """All that was ever to be said of a loan, through that day, in the order of the facts' sequence."""
    standing: dict[Word, Word] = {}
    times: Counter[Word] = Counter()
    taken_back: list[Word] = []
    for known, day in _looks(facts, as_of):
        true = _said(terms, servicing, known, day)
        taken_back += [standing.pop(one) for one in list(standing) if one not in true]
        for one in true:
            if one not in standing:
                standing[one] = one._replace(time=times[one])
                times[one] += 1
    return Words(tuple(standing.values()), tuple(taken_back))


def _looks(facts: Sequence[Fact], as_of: date) -> list[tuple[Sequence[Fact], date]]:
    """What was known, and when, before and after each fact that rewrites the past; and what is known now."""
    found: list[tuple[Sequence[Fact], date]] = []
    for number, fact in enumerate(facts):
        booked_on = fact.booked_at.astimezone(SHANGHAI).date()
        if booked_on <= as_of and (fact.kind is FactKind.REPAYMENT_REVERSED or fact.effective_on < booked_on):
            found += [(facts[:number], booked_on), (facts[: number + 1], booked_on)]
    return [*found, (facts, as_of)]


def _said(terms: LoanTerms, servicing: ServicingTerms, facts: Sequence[Fact], as_of: date) -> list[Word]:
    """What those facts say by that day, while the loan's life goes by."""
    said: list[Word] = []
    settled: set[date] = set()
    overdue: set[date] = set()
    last: Fact | None = None
    for folding, fact in live(terms, servicing, facts, as_of):
        if folding.is_withdrawn:
            return []
        today = as_of if fact is None else fact.effective_on
        for one in _counted(folding):
            if one.due in settled:
                continue
            if not any(one.left(part) > 0 for part in AGREED):
                settled.add(one.due)
                if last is not None and last.kind in PAYING and last.amount_minor:
                    said.append(Word(WordKind.CURED if one.due in overdue else WordKind.PAID, one.due, last.effective_on))
            elif one.due not in overdue and folding.stopped_on is None and (since := _overdue_since(one.due, today, servicing.grace_days, folding.pauses)):
                overdue.add(one.due)
                said.append(Word(WordKind.OVERDUE, one.due, since))
        last = fact
    return said


def _counted(folding: Folding) -> list[Instalment]:
    """The instalments that a plan has. What an early payment cuts out of one is none, unless it ends the loan."""
    agreed = [one for one in folding.instalments if one.number and any(one.owed[part] for part in AGREED)]
    if folding.instalments and not folding.instalments[-1].number and not any(one.is_open() for one in folding.instalments):
        agreed.append(folding.instalments[-1])
    return agreed


def _overdue_since(due: date, today: date, grace_days: int, pauses: Sequence[Pause]) -> date | None:
    """The first day on which it was late by more than the grace, without the pauses; None where it is not."""
    if days_between(due, today, pauses) <= grace_days:
        return None
    day = due + DAY * (grace_days + 1)
    while (late := days_between(due, day, pauses)) <= grace_days:
        day += DAY * (grace_days + 1 - late)
    return day
