"""What happened to stock. `subject_id` is the variant, `counterpart_id` the shop."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class StockReceived(Event):
    warehouse_id: UUID
    units: int
