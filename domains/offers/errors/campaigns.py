"""What is refused of campaigns and coupons."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class CampaignMalformed(Refusal):
    """A part of the campaign's terms is not as a campaign has it."""

    what: str


@dataclass(eq=False)
class CampaignNotFound(Refusal):
    """There is no such campaign, code or unique code."""


@dataclass(eq=False)
class CampaignEnded(Refusal):
    """The campaign does not run now. `state` says: not started, paused, ended."""

    state: str


@dataclass(eq=False)
class CouponNotForYou(Refusal):
    """The campaign is for others, or for another day or hour. `reasons` are those of rules/campaigns.py."""

    reasons: tuple[str, ...]


@dataclass(eq=False)
class CouponLimitReached(Refusal):
    """Nobody, or this person, device or household, gets another one now. `scope` says which."""

    scope: str
    most: int


@dataclass(eq=False)
class CouponNotFound(Refusal):
    """The customer has no such coupon."""


@dataclass(eq=False)
class CouponUnusable(Refusal):
    """The coupon does not apply to that purchase. `reasons` are those of rules/campaigns.py."""

    reasons: tuple[str, ...]


@dataclass(eq=False)
class BudgetExhausted(Refusal):
    """The campaign's budget does not hold what the coupon gives."""


@dataclass(eq=False)
class CampaignStillRuns(Refusal):
    """The campaign has not ended: its budget is still wanted."""


@dataclass(eq=False)
class BudgetReserved(Refusal):
    """A part of the budget is set aside for what was reserved or earned, and not given or let go yet."""
