"""What happened after a sale. `subject_id` is the customer, `counterpart_id` the shop."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class MallExchangeChanged(Event):
    """An exchange was asked for, accepted, declined or withdrawn, or its time was over."""

    order_id: UUID
    exchange_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class MallDisputeChanged(Event):
    """A dispute was opened, answered, decided, reversed, carried out or withdrawn."""

    order_id: UUID
    dispute_id: UUID
    state: str
