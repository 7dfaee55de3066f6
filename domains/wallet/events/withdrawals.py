"""What became of withdrawals. `subject_id` is the customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class WithdrawalRequested(Event):
    """The money is held."""

    withdrawal_id: UUID
    channel: str
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class WithdrawalPosted(Event):
    """The channel paid it out."""

    withdrawal_id: UUID
    movement_id: UUID
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class WithdrawalReturned(Event):
    """The channel paid nothing: the money is the customer's again."""

    withdrawal_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawalMismatched(Event):
    """What the channel says and what the books say differ: for an operator. `state` is where the withdrawal stands."""

    withdrawal_id: UUID
    state: str
    reason: str
