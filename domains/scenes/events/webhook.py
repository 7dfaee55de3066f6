"""What became of webhook endpoints. `subject_id` is the partner."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class WebhookTested(Event):
    """Its partner asks for a message, to see one arrive."""

    endpoint_id: UUID


@dataclass(frozen=True, slots=True)
class WebhookDisabled(Event):
    """Nothing is sent to it any more. `reason`: partner, gone or failing."""

    endpoint_id: UUID
    reason: str
