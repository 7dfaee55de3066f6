"""What happened to parcels. `subject_id` is the customer, `counterpart_id` the shop."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ParcelChanged(Event):
    """It was made, or stands otherwise than before."""

    order_id: UUID
    parcel_id: UUID
    kind: str
    state: str
