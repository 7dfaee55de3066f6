"""What reconciliation found. `subject_id` is the house."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class DifferenceNoticed(Event):
    """A channel's bill and the books differ on this, by `suspended_minor`, which stands in suspense."""

    item_id: UUID
    channel: str
    difference: str
    suspended_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class DifferenceExplained(Event):
    """They agree by now, and nothing stands in suspense for it any more."""

    item_id: UUID
    channel: str
