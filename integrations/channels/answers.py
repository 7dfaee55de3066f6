"""What every channel's adapter answers, whatever its network's format."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from domains.kernel.money import Amount

ChannelState = Literal["pending", "succeeded", "refused", "absent"]
"""`pending` is whatever is not known to have ended. `absent`: the channel was asked and does not know the charge, or pay-out."""

Direction = Literal["in", "out"]
"""Money that comes in by a charge, or goes out by a pay-out."""


@dataclass(frozen=True, slots=True)
class ChannelAnswer:
    """How a charge or pay-out stands at its channel. `amount` is what the channel says it moved; `reason` is its code for a refusal, or why the state is not
    known: a channel that works gives none for what is under way."""

    state: ChannelState
    reference: str | None = None
    amount: Amount | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelCallback:
    """A callback whose signature and time held. `webhook_id` is the same in each repeat; `charge_id` is the pay-out's where money goes `out`."""

    webhook_id: str
    charge_id: UUID
    answer: ChannelAnswer
    direction: Direction = "in"


@dataclass(frozen=True, slots=True)
class BillLine:
    """A settled charge, or pay-out, in a channel's bill."""

    charge_id: UUID
    reference: str
    amount: Amount
    settled_at: datetime


@dataclass(frozen=True, slots=True)
class Fee:
    """What a channel takes of the house for a charge or a pay-out: so much each time, and so many ten-thousandths of the amount."""

    fixed_minor: int = 0
    per_ten_thousand: int = 0

    def minor_of(self, amount: Amount) -> int:
        """In minor units of the amount's currency, rounded up."""
        return self.fixed_minor + -(-amount.minor * self.per_ten_thousand // 10_000)
