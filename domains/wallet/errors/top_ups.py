"""What is refused of a top-up."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class ChannelNotFound(Refusal):
    """No payment channel of that name takes money in."""


@dataclass(eq=False)
class TopUpNotFound(Refusal):
    """A channel told of a charge that is not one of its top-ups."""

    top_up_id: UUID
