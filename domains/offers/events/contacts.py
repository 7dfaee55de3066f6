"""What became of contacts. `subject_id` is the customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CustomerContacted(Event):
    contact_id: UUID
    campaign_id: UUID
    channel: str
