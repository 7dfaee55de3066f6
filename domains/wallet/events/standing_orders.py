"""What became of standing orders. `subject_id` is the customer whose they are, `counterpart_id` who receives, where money moved."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class StandingOrderCreated(Event):
    standing_order_id: UUID
    rhythm: str
    first_on: date


@dataclass(frozen=True, slots=True)
class StandingOrderChanged(Event):
    """It was paused, resumed, stopped or finished: `state` says which."""

    standing_order_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class OccurrencePosted(Event):
    """The money of one occurrence has moved."""

    standing_order_id: UUID
    due_on: date
    movement_id: UUID


@dataclass(frozen=True, slots=True)
class OccurrenceRefused(Event):
    """An occurrence was refused, for the `failures`th time in a row."""

    standing_order_id: UUID
    due_on: date
    reason: str
    failures: int
