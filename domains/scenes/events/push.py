"""What arrived from partners. `subject_id` is the house."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PushReceived(Event):
    """A partner's push is stored, and is to be taken up."""

    push_id: UUID
    scene: str
