"""What became of top-ups. `subject_id` is the customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class TopUpRequested(Event):
    top_up_id: UUID
    channel: str
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class TopUpPosted(Event):
    """The money is in the wallet."""

    top_up_id: UUID
    movement_id: UUID
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class TopUpRefused(Event):
    """The channel took nothing."""

    top_up_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class TopUpMismatched(Event):
    """What the channel says and what the books say differ: for an operator. `state` is where the top-up stands."""

    top_up_id: UUID
    state: str
    reason: str
