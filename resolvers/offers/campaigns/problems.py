"""The refusals of campaigns and coupons, worded."""

from domains import offers
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem

REASONS = "Every reason, for example `spends_too_little`, `other_merchant`, `expired`, `used`, `does_not_stack`."


@problem(offers.CampaignMalformed, zh="活动条款不正确。", en="The campaign's terms are not right.", description="A part is not as a campaign has it.")
class CampaignMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(
    offers.CampaignNotFound,
    zh="找不到该活动或兑换码。",
    en="There is no such campaign or code.",
    description="No such campaign, or a code that is unknown or used up.",
)
class CampaignNotFound(Problem):
    pass


@problem(offers.CampaignEnded, zh="活动未在进行中。", en="The campaign does not run now.", description="It has not started, is paused, or has ended.")
class CampaignEnded(Problem):
    state: str = field("`not_started`, `paused` or `ended`.", C1)


@problem(offers.CouponNotForYou, zh="您不符合领取条件。", en="This coupon is for others.", description="The campaign is for others.")
class CouponNotForYou(Problem):
    reasons: list[str] = field(REASONS, C1)


@problem(
    offers.CouponLimitReached,
    zh="已达到领取上限。",
    en="No more of these coupons can be had.",
    description="Nobody, or this person, device or household, gets another one now.",
)
class CouponLimitReached(Problem):
    scope: str = field("`total`, `day`, `person`, `person_day`, `device` or `household`.", C1)


@problem(offers.CouponNotFound, zh="找不到该优惠券。", en="There is no such coupon.", description="The viewer has no such coupon, or the reservation is over.")
class CouponNotFound(Problem):
    pass


@problem(offers.CouponUnusable, zh="该优惠券不适用于本次消费。", en="The coupon does not apply to this purchase.", description="Every reason is told.")
class CouponUnusable(Problem):
    reasons: list[str] = field(REASONS, C1)


@problem(offers.BudgetExhausted, zh="活动预算已用完。", en="The campaign's budget is used up.", description="The budget does not hold what the coupon gives.")
class BudgetExhausted(Problem):
    pass


@problem(offers.CampaignStillRuns, zh="活动尚未结束。", en="The campaign has not ended.", description="The campaign has not ended.")
class CampaignStillRuns(Problem):
    pass


@problem(
    offers.BudgetReserved,
    zh="预算仍有部分被预留。",
    en="A part of the budget is still set aside.",
    description="A part is set aside for what was reserved or earned.",
)
class BudgetReserved(Problem):
    pass
