"""What a promotion is of, and what it gives: terms that are checked once, when it is made."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.mall.errors.promotions import PromotionMalformed

IDS_MOST = 500
NAME_MOST = 60
BPS_WHOLE = 10_000


class Reach(StrEnum):
    """What a promotion is of: all that the shop sells, categories with what is below them, products, or variants."""

    ALL = "all"
    CATEGORIES = "categories"
    PRODUCTS = "products"
    VARIANTS = "variants"


class Gift(StrEnum):
    """What it gives. `percent_off` of every unit; `units_free`: of so many units the cheapest are free; `amount_off` once so much is spent."""

    PERCENT_OFF = "percent_off"
    UNITS_FREE = "units_free"
    AMOUNT_OFF = "amount_off"


@dataclass(frozen=True, slots=True)
class PromotionTerms:
    """`ids` are codes of categories, or ids as text. `off_bps` hundredths of a percent; `free_units` of `of_units`; `off_minor` from `least_minor` on,
    and with `repeats` again for each further `least_minor`. What `combines` stacks with others that do, in order of `priority`, the highest first."""

    reach: Reach
    gift: Gift
    ids: tuple[str, ...] = ()
    off_bps: int = 0
    free_units: int = 0
    of_units: int = 0
    off_minor: int = 0
    least_minor: int = 0
    repeats: bool = False
    combines: bool = False
    priority: int = 0


class Promotion(NamedTuple):
    """A promotion of a shop that stands for a time."""

    id: UUID
    shop_id: UUID
    name_zh: str
    name_en: str
    terms: PromotionTerms
    state: str
    begins_at: datetime
    ends_at: datetime


def check_promotion(name_zh: str, name_en: str, terms: PromotionTerms, begins_at: datetime, ends_at: datetime) -> None:
    """Raise PromotionMalformed, naming the first part that is not as a promotion has it."""
    if not all(0 < len(name.strip()) <= NAME_MOST for name in (name_zh, name_en)):
        raise PromotionMalformed("name")
    if ends_at <= begins_at:
        raise PromotionMalformed("endsAt")
    if (terms.reach is Reach.ALL) != (not terms.ids) or len(terms.ids) > IDS_MOST:
        raise PromotionMalformed("ids")
    if not -1000 <= terms.priority <= 1000:
        raise PromotionMalformed("priority")
    told = (bool(terms.off_bps), bool(terms.free_units or terms.of_units), bool(terms.off_minor or terms.least_minor or terms.repeats))
    if told != tuple(terms.gift is one for one in (Gift.PERCENT_OFF, Gift.UNITS_FREE, Gift.AMOUNT_OFF)):
        raise PromotionMalformed("gift")
    if terms.gift is Gift.PERCENT_OFF and not 0 < terms.off_bps < BPS_WHOLE:
        raise PromotionMalformed("offBps")
    if terms.gift is Gift.UNITS_FREE and not 0 < terms.free_units < terms.of_units <= 100:
        raise PromotionMalformed("freeUnits")
    if terms.gift is Gift.AMOUNT_OFF and not 0 < terms.off_minor < terms.least_minor:
        raise PromotionMalformed("offMinor")
