"""What happened to flash sales."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class FlashSaleAnnounced(Event):
    """`subject_id` is the sale, `counterpart_id` the shop."""

    variant_id: UUID
    units: int


@dataclass(frozen=True, slots=True)
class FlashQueueStirred(Event):
    """Somebody joined the queue of the sale `subject_id`, or units of it were paid or came back: it is to be dealt."""


@dataclass(frozen=True, slots=True)
class FlashQueueAdvanced(Event):
    """The queue of the sale `subject_id` moved on to `served_place`, or the sale ended. `counterpart_id` is the shop."""

    served_place: int
    state: str


@dataclass(frozen=True, slots=True)
class FlashTurnBegun(Event):
    """The turn of the customer `subject_id` has come: an order waits for its money. `counterpart_id` is the shop."""

    sale_id: UUID
    order_id: UUID
