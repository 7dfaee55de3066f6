"""Events become features: whole numbers as of a day, each with the events that it counts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.credit.rules.kinds import GOOD, CountedEvent, EventKind
from domains.kernel.days import SHANGHAI

YEAR, TWO_YEARS = 365, 730
LOOK_BACK = TWO_YEARS
"""Days after which an event counts in no feature but the length of the history, and that of being verified, which does not wear off."""


class Feature(StrEnum):
    """What the scene score looks at."""

    VERIFIED = "verified"
    PAID = "paid"
    PAID_MONTHS = "paid_months"
    SCENES = "scenes"
    RETURNED = "returned"
    VISITED = "visited"
    HISTORY_DAYS = "history_days"
    OVERDUE = "overdue"
    OVERDUE_SINCE_DAYS = "overdue_since_days"
    CURED = "cured"
    RETURNED_LATE = "returned_late"
    DISPUTES_LOST = "disputes_lost"
    MISSED_VISITS = "missed_visits"


COUNTED: Mapping[Feature, tuple[EventKind, int]] = {
    Feature.PAID: (EventKind.PAID, YEAR),
    Feature.RETURNED: (EventKind.RETURNED, YEAR),
    Feature.VISITED: (EventKind.VISITED, YEAR),
    Feature.OVERDUE: (EventKind.OVERDUE, YEAR),
    Feature.CURED: (EventKind.CURED, YEAR),
    Feature.RETURNED_LATE: (EventKind.RETURNED_LATE, YEAR),
    Feature.DISPUTES_LOST: (EventKind.DISPUTE_LOST, TWO_YEARS),
    Feature.MISSED_VISITS: (EventKind.MISSED_VISIT, YEAR),
}
"""Features that count events of a kind, and for how many days."""


Key = Callable[[date, CountedEvent], object]


class Value(NamedTuple):
    """A feature's value, None where there is nothing to measure, and the events that made it."""

    value: int | None
    event_ids: tuple[UUID, ...]


class Known(NamedTuple):
    """What is known of a customer as of a day. `again_on`: the first day on which a window is left or an event to come counts, without any new event."""

    values: Mapping[Feature, Value]
    events: int
    first_on: date | None
    again_on: date | None


def day_of(event: CountedEvent) -> date:
    """The business day on which it happened."""
    return event.occurred_at.astimezone(SHANGHAI).date()


def measure(events: Iterable[CountedEvent], as_of: date, first_on: date | None = None) -> Known:
    """The features as of the end of a day. `first_on` is the day of the first event of all, where `events` holds only those of the look-back.

    The order in which events are told does not matter; an event of a later day counts from that day on."""
    dated = sorted(((day_of(one), one) for one in events), key=lambda pair: (pair[0], pair[1].occurred_at, pair[1].id.int))
    past = [(day, one) for day, one in dated if day <= as_of and (as_of - day).days < LOOK_BACK]
    days = [day for day, _ in dated if day <= as_of] + ([first_on] if first_on is not None and first_on <= as_of else [])
    first = min(days, default=None)
    values = {feature: _count(past, as_of, kind, window) for feature, (kind, window) in COUNTED.items()}
    verified = tuple(one.id for day, one in dated if one.kind is EventKind.VERIFIED and day <= as_of)
    values[Feature.VERIFIED] = Value(min(len(verified), 1), verified)
    values[Feature.PAID_MONTHS] = _distinct(past, as_of, {EventKind.PAID}, lambda day, _: (day.year, day.month))
    values[Feature.SCENES] = _distinct(past, as_of, GOOD, lambda _, one: one.scene)
    values[Feature.HISTORY_DAYS] = Value(None if first is None else (as_of - first).days, ())
    values[Feature.OVERDUE_SINCE_DAYS] = _since(past, as_of, EventKind.OVERDUE)
    return Known(values, len(past), first, _again_on(dated, as_of))


def _count(past: Sequence[tuple[date, CountedEvent]], as_of: date, kind: EventKind, window: int) -> Value:
    ids = tuple(one.id for day, one in past if one.kind is kind and (as_of - day).days < window)
    return Value(len(ids), ids)


def _distinct(past: Sequence[tuple[date, CountedEvent]], as_of: date, kinds: Iterable[EventKind], key: Key) -> Value:
    within = [(day, one) for day, one in past if one.kind in kinds and (as_of - day).days < YEAR]
    newest = {key(day, one): one.id for day, one in within}
    return Value(len(newest), tuple(newest.values()))


def _since(past: Sequence[tuple[date, CountedEvent]], as_of: date, kind: EventKind) -> Value:
    of_kind = [(day, one) for day, one in past if one.kind is kind]
    return Value((as_of - of_kind[-1][0]).days, (of_kind[-1][1].id,)) if of_kind else Value(None, ())


def _again_on(dated: Sequence[tuple[date, CountedEvent]], as_of: date) -> date | None:
    later = [day for day, _ in dated if day > as_of]
    leaving = [day + timedelta(days=window) for day, _ in dated if day <= as_of for window in (YEAR, TWO_YEARS)]
    return min([*later, *(day for day in leaving if day > as_of)], default=None)
