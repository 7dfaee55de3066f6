"""What every channel's adapter answers, whatever its network's format."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from domains.kernel.money import Amount

ChannelState = Literal["pending", "succeeded", "refused", "absent"]
"""`pending` is whatever is not known to have ended. `absent`: the channel was asked and does not know the charge."""


@dataclass(frozen=True, slots=True)
class ChannelAnswer:
    """How a charge stands at its channel. `amount` is what the channel says it took; `reason` is its code for a refusal, or why the state is not known."""

    state: ChannelState
    reference: str | None = None
    amount: Amount | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelCallback:
    """A callback whose signature and time held. `webhook_id` is the same in each repeat."""

    webhook_id: str
    charge_id: UUID
    answer: ChannelAnswer


@dataclass(frozen=True, slots=True)
class BillLine:
    """A settled charge in a channel's bill."""

    charge_id: UUID
    reference: str
    amount: Amount
    settled_at: datetime
