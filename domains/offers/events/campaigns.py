"""What became of campaigns and coupons. `subject_id` is the campaign, or for a coupon its customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CampaignOpened(Event):
    asset: str


@dataclass(frozen=True, slots=True)
class CampaignStateChanged(Event):
    state: str


@dataclass(frozen=True, slots=True)
class BudgetReturned(Event):
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class CouponClaimed(Event):
    coupon_id: UUID
    campaign_id: UUID


@dataclass(frozen=True, slots=True)
class CouponReserved(Event):
    coupon_id: UUID
    campaign_id: UUID


@dataclass(frozen=True, slots=True)
class CouponReleased(Event):
    coupon_id: UUID
    campaign_id: UUID


@dataclass(frozen=True, slots=True)
class CouponRedeemed(Event):
    coupon_id: UUID
    campaign_id: UUID
    given_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class CouponExpired(Event):
    coupon_id: UUID
    campaign_id: UUID
