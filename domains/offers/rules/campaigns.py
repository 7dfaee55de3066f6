"""Campaigns: what a coupon is worth, to whom, for what, when, and how often; and what is left of it after a part was returned.

A benefit is worked out on what is spent, in minor units, rounded down (the customer is never promised a fen that the budget has not):
amount     so much off
threshold  so much off from a least spending on
percent    hundredths of a percent off, with a most
free_item  the price of the item that is named with the purchase, with a most
cashback   as percent, paid to the wallet once the time for returns is over
cash       so much, paid to the wallet at once, without a purchase
points     points for each whole unit spent, given once the time for returns is over
interest   hundredths of a percent, for the domain that lends or borrows to apply
fee        so much of a fee, at most the fee, for the domain that takes it

Why a coupon does not apply is told by every reason at once, in the order of Reason. Coupons that may stand together are worked out one after the other,
percents first, each on what the ones before left (rule of stacking; at most STACK_MOST)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.kernel.days import SHANGHAI
from domains.offers.errors.campaigns import CampaignMalformed

BPS_WHOLE = 10_000
STACK_MOST = 3
NAME_MOST_CHARACTERS = 40
LIFE_MOST_DAYS = 366
MERCHANTS_MOST = 200
RETURN_WINDOW = timedelta(days=7)
"""How long a purchase may be returned before what it earned is paid."""


class BenefitKind(StrEnum):
    """What a coupon gives."""

    AMOUNT = "amount"
    THRESHOLD = "threshold"
    PERCENT = "percent"
    FREE_ITEM = "free_item"
    CASHBACK = "cashback"
    CASH = "cash"
    POINTS = "points"
    INTEREST = "interest"
    FEE = "fee"


AT_TILL = frozenset({BenefitKind.AMOUNT, BenefitKind.THRESHOLD, BenefitKind.PERCENT, BenefitKind.FREE_ITEM})
"""Taken off when a merchant is paid."""

LATER = frozenset({BenefitKind.CASHBACK, BenefitKind.POINTS})
"""Given once the time for returns is over."""


class Reason(StrEnum):
    """Why a coupon does not apply, in this order."""

    NOT_STARTED = "not_started"
    ENDED = "ended"
    PAUSED = "paused"
    EXPIRED = "expired"
    USED = "used"
    OTHER_MERCHANT = "other_merchant"
    OTHER_CURRENCY = "other_currency"
    OTHER_TIER = "other_tier"
    NOT_NEW = "not_new"
    OTHER_DAY = "other_day"
    OTHER_HOUR = "other_hour"
    SPENDS_TOO_LITTLE = "spends_too_little"
    NO_ITEM = "no_item"
    NOT_AT_TILL = "not_at_till"
    DOES_NOT_STACK = "does_not_stack"
    NOTHING_LEFT = "nothing_left"


class Benefit(NamedTuple):
    """`minor` is so much (of money or points for each unit), `bps` a rate, `least_minor` the least spending, `most_minor` the most it gives."""

    kind: BenefitKind
    minor: int = 0
    bps: int = 0
    least_minor: int = 0
    most_minor: int | None = None


class Conditions(NamedTuple):
    """For whom and when; empty means any. Hours are of Asia/Shanghai; weekdays count from 1, Monday. `stack` names the group of coupons it may stand beside."""

    merchant_ids: tuple[UUID, ...] = ()
    tiers: tuple[str, ...] = ()
    newcomer_days: int | None = None
    weekdays: tuple[int, ...] = ()
    from_hour: int = 0
    to_hour: int = 24
    stack: str | None = None


class Limits(NamedTuple):
    """How many may be claimed; None: any number. `per_*` of one person, device or household."""

    total: int | None = None
    per_day: int | None = None
    per_person: int | None = 1
    per_person_day: int | None = None
    per_device: int | None = None
    per_household: int | None = None


ANYBODY = Conditions()
ONE_EACH = Limits()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a campaign promises. It never changes: other terms are another campaign."""

    benefit: Benefit
    conditions: Conditions = ANYBODY
    limits: Limits = ONE_EACH
    life_days: int = 30


class Purchase(NamedTuple):
    """What a coupon is to be used on. `item_minor` is the price of the item that may be free."""

    merchant_id: UUID
    minor: int
    asset: str
    item_minor: int | None = None


class Spender(NamedTuple):
    """Who uses it."""

    tier: str
    registered_at: datetime


class Period(NamedTuple):
    """When a campaign runs, and whether it does now."""

    starts_at: datetime
    ends_at: datetime
    state: str


def check_campaign(name_zh: str, name_en: str, terms: Terms, starts_at: datetime, ends_at: datetime) -> None:
    """Raise CampaignMalformed for the first part that is not as a campaign has it."""
    for what, name in (("name_zh", name_zh), ("name_en", name_en)):
        if not (0 < len(name) <= NAME_MOST_CHARACTERS and name == name.strip() and name.isprintable()):
            raise CampaignMalformed(what)
    if not starts_at < ends_at:
        raise CampaignMalformed("ends_at")
    if not 1 <= terms.life_days <= LIFE_MOST_DAYS:
        raise CampaignMalformed("life_days")
    _check_benefit(terms.benefit)
    conditions = terms.conditions
    if not 0 <= conditions.from_hour < conditions.to_hour <= 24:
        raise CampaignMalformed("hours")
    if not set(conditions.weekdays) <= set(range(1, 8)):
        raise CampaignMalformed("weekdays")
    if len(conditions.merchant_ids) > MERCHANTS_MOST:
        raise CampaignMalformed("merchant_ids")
    if any(limit is not None and limit < 1 for limit in terms.limits):
        raise CampaignMalformed("limits")


def why_not(terms: Terms, period: Period, spender: Spender, now: datetime, purchase: Purchase | None = None) -> list[Reason]:
    """Every reason why a coupon of those terms cannot be used then on that; without a purchase, those that no purchase changes."""
    conditions, local = terms.conditions, now.astimezone(SHANGHAI)
    told = [
        (period.starts_at > now, Reason.NOT_STARTED),
        (period.ends_at <= now or period.state == "ended", Reason.ENDED),
        (period.state == "paused", Reason.PAUSED),
        (bool(conditions.tiers) and spender.tier not in conditions.tiers, Reason.OTHER_TIER),
        (conditions.newcomer_days is not None and now - spender.registered_at >= timedelta(days=conditions.newcomer_days or 0), Reason.NOT_NEW),
        (bool(conditions.weekdays) and local.isoweekday() not in conditions.weekdays, Reason.OTHER_DAY),
        (not conditions.from_hour <= local.hour < conditions.to_hour, Reason.OTHER_HOUR),
    ]
    reasons = [reason for holds, reason in told if holds]
    return sorted(reasons + ([] if purchase is None else _why_not_on(terms, purchase)), key=list(Reason).index)


def _why_not_on(terms: Terms, purchase: Purchase) -> list[Reason]:
    benefit = terms.benefit
    told = [
        (bool(terms.conditions.merchant_ids) and purchase.merchant_id not in terms.conditions.merchant_ids, Reason.OTHER_MERCHANT),
        (purchase.minor < benefit.least_minor, Reason.SPENDS_TOO_LITTLE),
        (benefit.kind is BenefitKind.FREE_ITEM and purchase.item_minor is None, Reason.NO_ITEM),
        (benefit.kind not in AT_TILL | LATER, Reason.NOT_AT_TILL),
    ]
    return [reason for holds, reason in told if holds]


def worth(benefit: Benefit, minor: int, item_minor: int | None = None) -> int:
    """What the benefit gives on spending so much: never more than that, 0 below the least spending."""
    if minor < benefit.least_minor or minor <= 0:
        return 0
    match benefit.kind:
        case BenefitKind.PERCENT | BenefitKind.CASHBACK:
            given = minor * benefit.bps // BPS_WHOLE
        case BenefitKind.FREE_ITEM:
            given = item_minor or 0
        case BenefitKind.POINTS:
            given = minor * benefit.minor // 100
            return given if benefit.most_minor is None else min(given, benefit.most_minor)
        case BenefitKind.INTEREST:
            return 0
        case _:
            given = benefit.minor
    return min(given, minor, minor if benefit.most_minor is None else benefit.most_minor)


def stacked(benefits: Sequence[Benefit], minor: int, item_minor: int | None = None) -> list[int]:
    """What each of several gives on one purchase, in their order: percents are worked out first, each on what those before left; what is given later, on what
    is paid in the end."""
    order = sorted(range(len(benefits)), key=lambda index: (benefits[index].kind in LATER, benefits[index].kind is not BenefitKind.PERCENT, index))
    given = [0] * len(benefits)
    left = minor
    for index in order:
        # The least spending is asked of the whole purchase: another coupon does not take it away.
        benefit = benefits[index]._replace(least_minor=0) if minor >= benefits[index].least_minor else benefits[index]
        given[index] = worth(benefit, left, item_minor)
        left -= given[index] if benefit.kind in AT_TILL else 0
    return given


def may_stack(terms: Sequence[Terms]) -> bool:
    """Whether coupons of those terms may stand together: one alone always may, several when all are of one named group."""
    return len(terms) <= 1 or (len(terms) <= STACK_MOST and len({one.conditions.stack for one in terms}) == 1 and terms[0].conditions.stack is not None)


def kept_worth(benefits: Sequence[Benefit], given: Sequence[int], kept_minor: int, item_minor: int | None = None) -> list[int]:
    """What each of several coupons is still worth when only so much of the purchase is kept: never more than it gave. All returned: nothing."""
    return [min(now, before) for now, before in zip(stacked(benefits, kept_minor, item_minor), given, strict=True)]


def coupon_end(claimed_at: datetime, life_days: int, campaign_ends_at: datetime) -> datetime:
    """When a coupon expires: at midnight in Shanghai after its last day, or with its campaign."""
    last = claimed_at.astimezone(SHANGHAI).date() + timedelta(days=life_days)
    return min(datetime.combine(last, time(), SHANGHAI), campaign_ends_at)


def windows_of(limits: Limits, customer_id: UUID, device: str | None, household: str, today: date) -> list[tuple[str, str, int]]:
    """(scope, key, most) of each counter that a claim counts in."""
    day = today.isoformat()
    told: list[tuple[str, str | None, int | None]] = [
        ("total", "", limits.total),
        ("day", day, limits.per_day),
        ("person", str(customer_id), limits.per_person),
        ("person_day", f"{customer_id}:{day}", limits.per_person_day),
        ("device", device, limits.per_device),
        ("household", household, limits.per_household),
    ]
    return [(scope, key, most) for scope, key, most in told if key is not None and most is not None]


def _check_benefit(benefit: Benefit) -> None:
    rate = benefit.kind in {BenefitKind.PERCENT, BenefitKind.CASHBACK, BenefitKind.INTEREST}
    if rate != (0 < benefit.bps <= BPS_WHOLE) or (not rate and benefit.bps != 0):
        raise CampaignMalformed("bps")
    needs_minor = benefit.kind not in {BenefitKind.PERCENT, BenefitKind.CASHBACK, BenefitKind.INTEREST, BenefitKind.FREE_ITEM}
    if needs_minor != (benefit.minor > 0) or benefit.minor < 0:
        raise CampaignMalformed("minor")
    if benefit.least_minor < 0 or (benefit.kind is BenefitKind.THRESHOLD and benefit.least_minor < benefit.minor):
        raise CampaignMalformed("least_minor")
    if benefit.most_minor is not None and benefit.most_minor <= 0:
        raise CampaignMalformed("most_minor")
