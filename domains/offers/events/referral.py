"""What became of rewards for sharing. `subject_id` is who shared, `counterpart_id` nobody: neither is told of the other by the house."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ReferralEarned(Event):
    """To be paid once the time for returns is over."""

    reward_id: UUID
    campaign_id: UUID


@dataclass(frozen=True, slots=True)
class ReferralRewarded(Event):
    reward_id: UUID
    campaign_id: UUID
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class ReferralRefused(Event):
    """`version` is that of the rules it was refused by."""

    reward_id: UUID
    campaign_id: UUID
    version: int
