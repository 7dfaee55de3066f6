"""What happened to orders. `subject_id` is the customer, `counterpart_id` the shop."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class MallOrderPlaced(Event):
    """Its units are reserved."""

    order_id: UUID
    total_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class MallOrderChanged(Event):
    """It was paid, cancelled, shipped, or it expired."""

    order_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class OrderDelivered(Event):
    """It arrived: each of its lines may be reviewed once."""

    order_id: UUID
    lines: int


@dataclass(frozen=True, slots=True)
class OrderReturned(Event):
    """Units of an order came back, and its money went back."""

    order_id: UUID
    refund_id: UUID
    refunded_minor: int
    asset: str
