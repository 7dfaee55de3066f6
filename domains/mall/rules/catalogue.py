"""What the catalogue holds: kinds of products, when one is sold, and what a product must tell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domains.mall.errors.catalogue import CategoryMalformed, GoodsMalformed

TITLE_MOST, DESCRIPTION_MOST, SKU_MOST = 120, 20_000, 40
VARIANTS_MOST, MEDIA_MOST, ATTRIBUTES_MOST, AUDIENCES_MOST = 100, 20, 6, 20
PRICE_MOST_MINOR = 10**10
_CATEGORY = re.compile(r"[a-z0-9-]{1,40}(\.[a-z0-9-]{1,40}){0,3}", re.ASCII)
_AUDIENCE = re.compile(r"(tier|scene):[a-z0-9_-]{1,40}", re.ASCII)
_MEDIA = re.compile(r"https://[^\s\"'<>]{1,300}", re.ASCII)


class GoodsKind(StrEnum):
    """`service` is booked for a time, a `voucher` is redeemed by code, `digital` is delivered at once."""

    GOODS = "goods"
    SERVICE = "service"
    VOUCHER = "voucher"
    DIGITAL = "digital"


class GoodsState(StrEnum):
    """`draft` is seen by the shop alone; `withdrawn` is sold no more."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class VariantTerms:
    """A variant as its shop tells it. `prices` are lower prices by audience."""

    sku: str
    attributes: Mapping[str, str]
    price_minor: int
    list_price_minor: int | None = None
    prices: Mapping[str, int] | None = None

    def tidied(self) -> "VariantTerms":
        """Without spaces around its number and what it is like: two that differ in spaces alone are one."""
        attributes = {name.strip(): value.strip() for name, value in self.attributes.items()}
        return replace(self, sku=self.sku.strip(), attributes=attributes)


def check_goods(title_zh: str, title_en: str, description: str, media: Sequence[str], variants: Sequence[VariantTerms]) -> None:
    """Raise GoodsMalformed, naming the first part that is not as a product has it. The variants are tidied ones."""
    for name, title in (("titleZh", title_zh), ("titleEn", title_en)):
        if not 0 < len(title.strip()) <= TITLE_MOST:
            raise GoodsMalformed(name)
    if len(description) > DESCRIPTION_MOST:
        raise GoodsMalformed("description")
    if len(media) > MEDIA_MOST or not all(_MEDIA.fullmatch(one) for one in media):
        raise GoodsMalformed("media")
    if not 1 <= len(variants) <= VARIANTS_MOST or len({one.sku for one in variants}) < len(variants):
        raise GoodsMalformed("variants")
    if len({frozenset(one.attributes) for one in variants}) > 1 or len({tuple(sorted(one.attributes.items())) for one in variants}) < len(variants):
        raise GoodsMalformed("attributes")
    for one in variants:
        _check_variant(one)


def check_window(since: datetime | None, until: datetime | None) -> None:
    """Raise GoodsMalformed where the time of sale ends before it begins."""
    if since is not None and until is not None and until <= since:
        raise GoodsMalformed("publishedUntil")


def check_category(code: str, name_zh: str, name_en: str) -> None:
    """Raise CategoryMalformed."""
    if _CATEGORY.fullmatch(code) is None or not all(0 < len(name.strip()) <= TITLE_MOST for name in (name_zh, name_en)):
        raise CategoryMalformed(code)


def parent_of(code: str) -> str | None:
    """The category that one is below; None at the top."""
    parent, dot, _ = code.rpartition(".")
    return parent if dot else None


def is_on_sale(state: str, since: datetime | None, until: datetime | None, now: datetime) -> bool:
    """Whether a product is sold at that instant: from `since` on, and no more at `until`."""
    return state == GoodsState.PUBLISHED and (since is None or since <= now) and (until is None or now < until)


def _check_variant(one: VariantTerms) -> None:
    if not 0 < len(one.sku) <= SKU_MOST:
        raise GoodsMalformed("sku")
    if len(one.attributes) > ATTRIBUTES_MOST or not all(0 < len(part) <= SKU_MOST for pair in one.attributes.items() for part in pair):
        raise GoodsMalformed("attributes")
    if not 0 < one.price_minor <= PRICE_MOST_MINOR:
        raise GoodsMalformed("price")
    if one.list_price_minor is not None and not one.price_minor <= one.list_price_minor <= PRICE_MOST_MINOR:
        raise GoodsMalformed("listPrice")
    prices = one.prices or {}
    if len(prices) > AUDIENCES_MOST or not all(_AUDIENCE.fullmatch(audience) and 0 < minor <= one.price_minor for audience, minor in prices.items()):
        raise GoodsMalformed("prices")
