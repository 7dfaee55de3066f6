"""What became of red packets."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class RedPacketSent(Event):
    """`subject_id` is the sender; `counterpart_id` the recipient of a packet to one."""

    packet_id: UUID
    kind: str
    audience: str
    amount_minor: int
    asset: str
    places: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class RedPacketGrabbed(Event):
    """`subject_id` has a place in the packet of `counterpart_id`."""

    packet_id: UUID
    place: int


@dataclass(frozen=True, slots=True)
class RedPacketOpened(Event):
    """`subject_id` was paid a share of the packet of `counterpart_id`."""

    packet_id: UUID
    place: int
    movement_id: UUID
    share_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class RedPacketReturned(Event):
    """The packet of `subject_id` has ended; what nobody opened is back. Nothing is left of a packet that all opened."""

    packet_id: UUID
    returned_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class RedPacketLeftUnreturned(Event):
    """The books did not take back what is left of the packet of `subject_id`: for an operator."""

    packet_id: UUID
    left_minor: int
    asset: str
    reason: str
