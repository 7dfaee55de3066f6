"""What a wealth product is: its kind, its rating, and its terms, which a new version replaces and never edits."""

import itertools
import re
from dataclasses import dataclass
from enum import StrEnum

from domains.wealth.errors.products import FundMalformed
from domains.wealth.rules.shares import PPM, RedemptionTier, SubscriptionTier
from domains.wealth.rules.suitability import RiskRating

TIERS_MOST = 12
CONFIRM_DAYS_MOST, SETTLE_DAYS_MOST = 3, 10
RATE_MOST_PPM = 50_000
_CODE = re.compile(r"\d{6}", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}", re.ASCII)


class ProductKind(StrEnum):
    """`money_market` is worth 1.0000 a share and pays its income every day in shares; `fixed_term` is held until its term ends."""

    MONEY_MARKET = "money_market"
    BOND = "bond"
    MIXED = "mixed"
    EQUITY = "equity"
    INDEX = "index"
    FIXED_TERM = "fixed_term"


class ProductState(StrEnum):
    """`suspended`: nothing new is ordered; `closed` is final, and what is held can still be redeemed."""

    ON_SALE = "on_sale"
    SUSPENDED = "suspended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class QuickTerms:
    """How much of a money-market fund can be redeemed at once in a day: by one customer, and by all together."""

    customer_day_minor: int
    fund_day_minor: int


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be read before buying. `sha256` of the file, in hexadecimal."""

    title_zh: str
    title_en: str
    url: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FundTerms:
    """A version's terms. Days are trading days after the trade date; `term_days` are calendar days, for a fixed term alone. `benchmark` is the code of the
    product that it is compared with; `registrar` names who keeps its register, None where the house does."""

    rating: RiskRating
    first_least_minor: int
    later_least_minor: int
    order_most_minor: int
    subscription: tuple[SubscriptionTier, ...]
    redemption: tuple[RedemptionTier, ...]
    confirm_days: int = 1
    settle_days: int = 2
    quick: QuickTerms | None = None
    term_days: int | None = None
    documents: tuple[Document, ...] = ()
    benchmark: str | None = None
    registrar: str | None = None


def check_product(code: str, kind: ProductKind, name_zh: str, name_en: str, terms: FundTerms) -> None:
    """Raise FundMalformed, naming the first part that is not as a product has it."""
    holds = {
        "code": _CODE.fullmatch(code) is not None,
        "name": all(0 < len(name.strip()) <= 80 for name in (name_zh, name_en)),
        "minimum": 0 < terms.later_least_minor <= terms.first_least_minor <= terms.order_most_minor,
        "subscription": _is_ascending([one.from_minor for one in terms.subscription]) and all(_is_fee(one) for one in terms.subscription),
        "redemption": _is_ascending([one.from_days for one in terms.redemption]) and all(0 <= one.rate_ppm <= RATE_MOST_PPM for one in terms.redemption),
        "days": 1 <= terms.confirm_days <= CONFIRM_DAYS_MOST and terms.confirm_days <= terms.settle_days <= SETTLE_DAYS_MOST,
        "quick": terms.quick is None or (kind is ProductKind.MONEY_MARKET and 0 < terms.quick.customer_day_minor <= terms.quick.fund_day_minor),
        "term": (terms.term_days is not None) == (kind is ProductKind.FIXED_TERM) and (terms.term_days is None or 1 <= terms.term_days <= 3660),
        "fee": kind is not ProductKind.MONEY_MARKET or _is_free(terms),
        "benchmark": terms.benchmark is None or (_CODE.fullmatch(terms.benchmark) is not None and terms.benchmark != code),
        "registrar": terms.registrar is None or (kind is not ProductKind.MONEY_MARKET and _NAME.fullmatch(terms.registrar) is not None),
        "documents": all(len(one.sha256) == 64 and one.url.startswith("https://") for one in terms.documents),
    }
    for what, is_right in holds.items():
        if not is_right:
            raise FundMalformed(what)


def _is_ascending(steps: list[int]) -> bool:
    """The first tier begins at nothing, so that every amount and every time has its own."""
    return 0 < len(steps) <= TIERS_MOST and steps[0] == 0 and all(low < high for low, high in itertools.pairwise(steps))


def _is_fee(tier: SubscriptionTier) -> bool:
    return 0 <= tier.rate_ppm <= RATE_MOST_PPM < PPM and (tier.flat_minor is None or 0 <= tier.flat_minor <= tier.from_minor)


def _is_free(terms: FundTerms) -> bool:
    """What is worth 1.0000 a share and can be redeemed at once takes no fee."""
    return not any(one.rate_ppm or one.flat_minor for one in terms.subscription) and not any(one.rate_ppm for one in terms.redemption)
