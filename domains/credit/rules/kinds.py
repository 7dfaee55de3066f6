"""The words of credit: what can happen, and the bands."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.kernel.ids import derived_id


class EventKind(StrEnum):
    """What a scene can tell of a customer's word being kept or not. `cured`: what was overdue was paid after all."""

    PAID = "paid"
    RETURNED = "returned"
    VERIFIED = "verified"
    VISITED = "visited"
    OVERDUE = "overdue"
    CURED = "cured"
    RETURNED_LATE = "returned_late"
    DISPUTE_LOST = "dispute_lost"
    MISSED_VISIT = "missed_visit"


GOOD = frozenset((EventKind.PAID, EventKind.RETURNED, EventKind.VERIFIED, EventKind.VISITED))


class Band(StrEnum):
    """How far a customer's word has been kept, A the best."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


class NewEvent(NamedTuple):
    """Something that happened, to be recorded once. `id` is derived from the business act (`event_id`), `scene` says where: wallet, utilities, branch."""

    customer_id: UUID
    id: UUID
    kind: EventKind
    scene: str
    occurred_at: datetime


class CountedEvent(NamedTuple):
    """An event that counts: recorded, and not voided."""

    id: UUID
    kind: EventKind
    scene: str
    occurred_at: datetime


def event_id(business_id: UUID, kind: EventKind) -> UUID:
    """The id of the event that a business act brings: the same for every retry, and for whoever voids it later."""
    return derived_id(business_id, f"credit {kind.value}")


def once_each(events: Iterable[NewEvent]) -> list[NewEvent]:
    """Each id once, in the order of customers and ids, in which they are locked."""
    found = {(one.customer_id, one.id): one for one in events}
    return [found[key] for key in sorted(found, key=lambda key: (key[0].int, key[1].int))]
