"""What is refused of a red packet."""

from dataclasses import dataclass
from datetime import datetime

from domains.kernel.errors import Refusal
from domains.kernel.money import Amount


@dataclass(eq=False)
class RedPacketGroupTooLarge(Refusal):
    """A packet is sent to a group of `most_members` at most."""

    most_members: int


@dataclass(eq=False)
class RedPacketPlacesWrong(Refusal):
    """A packet is shared by at least one and at most `most` people, and never by more than it is sent to."""

    most: int


@dataclass(eq=False)
class RedPacketTooSmall(Refusal):
    """Not everybody could get a minor unit."""

    least: Amount


@dataclass(eq=False)
class RedPacketTooLarge(Refusal):
    """More than that many people may be given in one packet."""

    most: Amount


@dataclass(eq=False)
class RedPacketUneven(Refusal):
    """The amount of a fixed packet cannot be shared equally."""


@dataclass(eq=False)
class RedPacketNotFound(Refusal):
    """No such packet, a link that is not one of ours, or a packet that was sent to others: the three are not told apart."""


@dataclass(eq=False)
class RedPacketEmpty(Refusal):
    """Every place is taken."""


@dataclass(eq=False)
class RedPacketExpired(Refusal):
    """What was not opened by then went back to the sender."""

    expired_at: datetime


@dataclass(eq=False)
class RedPacketNotGrabbed(Refusal):
    """A packet is opened by those who have grabbed a place of it."""
