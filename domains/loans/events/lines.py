"""What became of lines. `subject_id` is the customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CreditLineOpened(Event):
    line_id: UUID


@dataclass(frozen=True, slots=True)
class CreditLineStateChanged(Event):
    line_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class PreapprovalBatchStarted(Event):
    """`subject_id` is the member of staff."""

    batch_id: UUID
