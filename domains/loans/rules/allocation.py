"""What a payment pays: a declared order of (past due, due, in advance) x (penalty, fee, interest, principal), instalment by instalment or part by part."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from domains.loans.rules.parts import Part
from domains.loans.rules.servicing import Across, Due, InAdvance, ServicingTerms


class Claim(NamedTuple):
    """What is open of an instalment."""

    due: date
    open: Mapping[Part, int]


class Paid(NamedTuple):
    """So much of that part of the instalment at that place is paid."""

    place: int
    part: Part
    minor: int


def due_of(due: date, on: date) -> Due:
    """When an instalment is due, seen from a day."""
    if due < on:
        return Due.PAST_DUE
    return Due.DUE if due == on else Due.IN_ADVANCE


def allocate(minor: int, claims: Sequence[Claim], on: date, terms: ServicingTerms, *, in_advance: bool = True) -> list[Paid]:
    """What the amount pays on that day, of claims in the order of their due dates. Nothing twice, no part more than is open.

    What is not due yet is paid here only where the terms give it to the next instalment; else, and without `in_advance`, that money is left over."""
    found: list[Paid] = []
    for place, part in _order(claims, on, terms, in_advance and terms.in_advance is InAdvance.NEXT):
        if not minor:
            break
        paid = min(minor, claims[place].open.get(part, 0))
        if paid > 0:
            found.append(Paid(place, part, paid))
            minor -= paid
    return found


def _order(claims: Sequence[Claim], on: date, terms: ServicingTerms, in_advance: bool) -> Iterator[tuple[int, Part]]:
    parts = [Part(one) for one in terms.parts]
    for due in terms.dues:
        if due is Due.IN_ADVANCE and not in_advance:
            continue
        places = [place for place, claim in enumerate(claims) if due_of(claim.due, on) is due]
        if terms.across is Across.HORIZONTAL:
            yield from ((place, part) for place in places for part in parts)
        else:
            yield from ((place, part) for part in parts for place in places)
