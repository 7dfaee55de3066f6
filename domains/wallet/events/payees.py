"""What became of payees. `subject_id` is the customer who keeps them."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PayeeSaved(Event):
    target_id: UUID


@dataclass(frozen=True, slots=True)
class PayeeRemoved(Event):
    target_id: UUID
