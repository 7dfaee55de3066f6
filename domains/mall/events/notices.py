"""What happened to what customers wait for. `subject_id` is the customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class StockCameBack(Event):
    """There are units again of what the customer asked for under `notice_id`."""

    variant_id: UUID
    notice_id: UUID
