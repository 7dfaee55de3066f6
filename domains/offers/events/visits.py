"""What became of forms and queue tickets. `subject_id` is the customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PrefillMade(Event):
    prefill_id: UUID
    service_id: UUID


@dataclass(frozen=True, slots=True)
class PrefillOpened(Event):
    """At the counter, by a member of staff."""

    prefill_id: UUID
    service_id: UUID


@dataclass(frozen=True, slots=True)
class TicketTaken(Event):
    ticket_id: UUID
    branch_id: UUID


@dataclass(frozen=True, slots=True)
class TicketAdvanced(Event):
    """So many are before it."""

    ticket_id: UUID
    branch_id: UUID
    ahead: int


@dataclass(frozen=True, slots=True)
class TicketCalled(Event):
    ticket_id: UUID
    branch_id: UUID


@dataclass(frozen=True, slots=True)
class TicketEnded(Event):
    """`state` is served, skipped, cancelled or expired."""

    ticket_id: UUID
    branch_id: UUID
    state: str
