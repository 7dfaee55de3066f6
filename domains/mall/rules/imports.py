"""A shop's catalogue as a file: what its lines say, and what is wrong with which of them. The file stands or falls as a whole."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, TypeVar

from domains.kernel.assets import Asset
from domains.kernel.days import SHANGHAI
from domains.kernel.errors import AmountMalformed
from domains.kernel.money import from_decimal
from domains.mall.errors.catalogue import GoodsMalformed
from domains.mall.rules.catalogue import VARIANTS_MOST, GoodsKind, VariantTerms, check_goods, check_window
from domains.mall.rules.import_lines import NEEDED, Line, LineError, Wrong, lines_of, text_of

T = TypeVar("T")

ERRORS_MOST = 100
"""That are told; the rest is counted."""

OF_PRODUCT = ("title_zh", "title_en", "category", "brand", "kind", "description", "media", "stocked", "published_from", "published_until", "publish")
"""The same on each line of one product; empty on those after the first is the same too."""

_YES, _NO = ("yes", "true", "1", "是"), ("no", "false", "0", "否")
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_PARTS = {"titleZh": "title_zh", "titleEn": "title_en", "listPrice": "list_price", "publishedUntil": "published_until", "variants": "product"}


class ImportState(StrEnum):
    """`broken`: a line is wrong, and nothing was imported. `stopped`: what was checked no longer held, the lines before it stand."""

    WAITING = "waiting"
    IMPORTING = "importing"
    DONE = "done"
    BROKEN = "broken"
    STOPPED = "stopped"


class ImportedGoods(NamedTuple):
    """A product of a file with its variants. `last_line` is where it ends, `sku_lines` where each variant stands."""

    key: str
    line: int
    last_line: int
    kind: GoodsKind
    category: str
    brand: str
    title_zh: str
    title_en: str
    description: str
    media: tuple[str, ...]
    is_stocked: bool
    published_from: datetime | None
    published_until: datetime | None
    is_published: bool
    variants: tuple[VariantTerms, ...]
    sku_lines: tuple[int, ...]


class _Broken(Exception):
    """A value that cannot be read."""

    def __init__(self, column: str, reason: Wrong) -> None:
        self.column, self.reason = column, reason


def read_import(content: bytes, asset: Asset) -> tuple[list[ImportedGoods], list[LineError], int]:
    """The products of a file, what is wrong with its lines, and how many lines there are. With anything wrong the products are worth nothing."""
    errors: list[LineError] = []
    text = text_of(content, errors)
    lines = [] if text is None else list(lines_of(text, errors))
    goods = [] if errors else list(_products(lines, asset, errors))
    return goods, sorted(set(errors)), lines[-1].number if lines else 0


def _products(lines: Sequence[Line], asset: Asset, errors: list[LineError]) -> Iterator[ImportedGoods]:
    seen: dict[str, int] = {}
    groups: dict[str, list[Line]] = {}
    before = ""
    for line in lines:
        sku, key = line.told["sku"], line.told.get("product") or line.told["sku"]
        if sku and seen.setdefault(sku, line.number) != line.number:
            errors.append(LineError(line.number, "sku", Wrong.TWICE))
        if key in groups and key != before:
            errors.append(LineError(line.number, "product", Wrong.APART))
        groups.setdefault(key, []).append(line)
        before = key
    for key, group in groups.items():
        if (goods := _product(key, group, asset, errors)) is not None:
            yield goods


def _product(key: str, group: Sequence[Line], asset: Asset, errors: list[LineError]) -> ImportedGoods | None:
    first = group[0]
    known = len(errors)
    variants = []
    for line in group:
        errors += [LineError(line.number, column, Wrong.FORMULA) for column, value in line.told.items() if column != "description" and _FORMULA.match(value)]
        errors += [
            LineError(line.number, column, Wrong.DIFFERS) for column in OF_PRODUCT if line.told.get(column) and line.told[column] != first.told.get(column, "")
        ]
        if (variant := _tried(line, errors, lambda line=line: _variant(line.told, asset))) is not None:  # type: ignore[misc]
            variants.append(variant)
    goods = _tried(first, errors, lambda: _goods(key, group, variants))
    if len(errors) > known or goods is None:
        return None
    if len(variants) > VARIANTS_MOST:
        errors.append(LineError(group[VARIANTS_MOST].number, "product", Wrong.MALFORMED))
    try:
        check_goods(goods.title_zh, goods.title_en, goods.description, goods.media, goods.variants)
        check_window(goods.published_from, goods.published_until)
    except GoodsMalformed as malformed:
        errors.append(_placed(malformed.what, goods, first))
    return goods


def _placed(what: str, goods: ImportedGoods, first: Line) -> LineError:
    """Where a product's part is wrong: on the line of the variant that is, if one by itself is."""
    for variant, line in zip(goods.variants, goods.sku_lines, strict=True):
        try:
            check_goods(goods.title_zh, goods.title_en, goods.description, goods.media, [variant])
        except GoodsMalformed:
            return LineError(line, _PARTS.get(what, what), Wrong.MALFORMED)
    return LineError(first.number, _PARTS.get(what, what), Wrong.MALFORMED)


def _tried(line: Line, errors: list[LineError], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except _Broken as broken:
        errors.append(LineError(line.number, broken.column, broken.reason))
        return None


def _variant(told: Mapping[str, str], asset: Asset) -> VariantTerms:
    for column in NEEDED:
        if not told[column] and column not in OF_PRODUCT:
            raise _Broken(column, Wrong.MISSING)
    price = _minor("price", told["price"], asset)
    list_price = _minor("list_price", told["list_price"], asset) if told.get("list_price") else None
    prices = {audience: _minor("prices", value, asset) for audience, value in _pairs("prices", told.get("prices", ""))}
    return VariantTerms(told["sku"], dict(_pairs("attributes", told.get("attributes", ""))), price, list_price, prices)


def _goods(key: str, group: Sequence[Line], variants: Sequence[VariantTerms]) -> ImportedGoods:
    told = group[0].told
    for column in ("title_zh", "title_en", "category"):
        if not told[column]:
            raise _Broken(column, Wrong.MISSING)
    kind = told.get("kind") or GoodsKind.GOODS
    if kind not in tuple(GoodsKind):
        raise _Broken("kind", Wrong.MALFORMED)
    names = (told["category"], told.get("brand", "")[:60], told["title_zh"], told["title_en"], told.get("description", ""))
    media = tuple(told.get("media", "").split())
    times = (_moment("published_from", told.get("published_from", "")), _moment("published_until", told.get("published_until", "")))
    is_stocked, is_published = _yes("stocked", told.get("stocked", ""), usual=True), _yes("publish", told.get("publish", ""), usual=False)
    ends = (tuple(variants), tuple(line.number for line in group))
    return ImportedGoods(key, group[0].number, group[-1].number, GoodsKind(kind), *names, media, is_stocked, *times, is_published, *ends)


def _minor(column: str, text: str, asset: Asset) -> int:
    try:
        return from_decimal(text, asset).minor
    except AmountMalformed:
        raise _Broken(column, Wrong.NOT_A_NUMBER) from None


def _pairs(column: str, text: str) -> list[tuple[str, str]]:
    """`name=value;name=value`, also as a Chinese keyboard writes it."""
    pairs = [one.partition("=") for one in text.replace("；", ";").replace("＝", "=").split(";") if one.strip()]
    if not all(name.strip() and value.strip() for name, _, value in pairs):
        raise _Broken(column, Wrong.MALFORMED)
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def _moment(column: str, text: str) -> datetime | None:
    """In Shanghai, unless it says where."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        raise _Broken(column, Wrong.NOT_A_TIME) from None


def _yes(column: str, text: str, *, usual: bool) -> bool:
    if text.lower() not in (*_YES, *_NO, ""):
        raise _Broken(column, Wrong.NOT_YES_OR_NO)
    return text.lower() in _YES if text else usual
