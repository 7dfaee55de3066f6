"""How much is known of a customer: how complete, how fresh and how broad their data is. In whole percent."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from domains.credit.rules.kinds import EventKind

EXPECTED: tuple[frozenset[EventKind], ...] = (
    frozenset({EventKind.VERIFIED}),
    frozenset({EventKind.PAID, EventKind.OVERDUE}),
    frozenset({EventKind.RETURNED, EventKind.RETURNED_LATE}),
    frozenset({EventKind.VISITED, EventKind.MISSED_VISIT}),
)
"""What there could be data of; and a history of half a year is the fifth part."""

HISTORY_DAYS = 180
SCENES_FULL = 5
FRESH = ((7, 100), (30, 75), (90, 50), (180, 25))
"""Days since the newest event, and how fresh that is."""


class Tally(NamedTuple):
    """What is recorded of a customer in the last year, and since when anything is."""

    events: int
    kinds: frozenset[EventKind]
    scenes: int
    first_on: date | None
    last_on: date | None


class Coverage(NamedTuple):
    """Each in whole percent."""

    completeness: int
    freshness: int
    breadth: int
    events: int
    last_on: date | None


NOTHING = Tally(0, frozenset(), 0, None, None)


def cover(tally: Tally, today: date) -> Coverage:
    """How far what is recorded covers what could be known."""
    present = sum(bool(kinds & tally.kinds) for kinds in EXPECTED) + _is_long(tally, today)
    age = None if tally.last_on is None else (today - tally.last_on).days
    fresh = 0 if age is None else next((percent for days, percent in FRESH if age <= days), 0)
    return Coverage(100 * present // (len(EXPECTED) + 1), fresh, 100 * min(tally.scenes, SCENES_FULL) // SCENES_FULL, tally.events, tally.last_on)


def kinds_of(names: Iterable[str]) -> frozenset[EventKind]:
    """Kinds by their stored names."""
    return frozenset(EventKind(name) for name in names)


def _is_long(tally: Tally, today: date) -> bool:
    return tally.first_on is not None and (today - tally.first_on).days >= HISTORY_DAYS
