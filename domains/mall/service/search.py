"""Find products: what verbs keep for it in their own transaction, and what a search comes to."""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import NamedTuple
from uuid import UUID

from domains.kernel.paging import Page
from domains.kernel.transactions import Queryable, Tx
from domains.mall.queries import search, search_entries
from domains.mall.queries.search import Facets, Found, Known, Range
from domains.mall.queries.search_entries import Entry, Source
from domains.mall.rules.ranking import Order, rating_points, sales_points, tier_of
from domains.mall.rules.search import (
    LEXEMES_VERSION,
    MARK,
    Narrowing,
    Sought,
    browsed,
    check_text,
    forms_sought,
    known_words,
    lexemes_of,
    narrowing_lexemes,
    sought_of,
    words_shown,
)
from domains.mall.rules.words import TYPO_LEAST, cut, words_of

COMPLETED_LEAST = TYPO_LEAST - 1
"""Letters from which on the last word of a search may go on."""


class GoodsSearch(NamedTuple):
    """A search that is understood: what is sought, and which prices it is narrowed to."""

    sought: Sought
    prices: Range


async def index_goods(tx: Tx, ids: Collection[UUID]) -> None:
    """Let those products be found as they stand now; what is not published, or has nothing to sell, is found no more. Three statements."""
    sources = await search_entries.list_sources(tx, ids)
    if gone := set(ids) - {one.id for one in sources}:
        await search_entries.delete_entries(tx, gone)
    if sources:
        await search_entries.save_entries(tx, [entry_of(one) for one in sources])
    if known := {pair for one in sources for pair in known_words(_told(one))}:
        await search_entries.save_words(tx, known)


async def search_goods(read: Queryable, text: str, narrowing: Narrowing) -> GoodsSearch:
    """What a text asks for, with slips forgiven. One statement, none without text. Raises InvalidInput."""
    prices = Range(narrowing.least_minor, narrowing.most_minor)
    if not check_text(text).strip():
        return GoodsSearch(browsed(narrowing), prices)
    words, known = cut(words_of(text)), Known({}, [], None)
    if words.runs or words.words:
        last = words.words[-1] if words.words and words.phrase.endswith(words.words[-1]) else ""
        known = await search.understand(read, forms_sought(words), last if len(last) >= COMPLETED_LEAST else "", words.phrase)
    return GoodsSearch(sought_of(words, known.words, known.completions, known.category, narrowing), prices)


async def list_found(read: Queryable, searches: Sequence[GoodsSearch], order: Order, first: int, after: str | None) -> list[Page[Found]]:
    """A page of each. One statement for each that differs. Raises InvalidInput."""
    pages = {one: await search.list_found(read, *one, order, first, after) for one in dict.fromkeys(searches)}
    return [pages[one] for one in searches]


async def count_facets(read: Queryable, searches: Sequence[GoodsSearch]) -> list[Facets]:
    """What each found, counted. One statement for each that differs."""
    counted = {one: await search.count_facets(read, *one) for one in dict.fromkeys(searches)}
    return [counted[one] for one in searches]


def entry_of(one: Source) -> Entry:
    """A product as searches see it."""
    sales, liked = sales_points(one.sold_units), rating_points(one.rating_e2, one.raters)
    attributes = sorted({name + MARK + value for variant in one.attributes for name, value in variant.items()})
    prices = (one.least_minor, one.most_minor)
    narrow = {"category": one.category, "brand": one.brand, "shop": str(one.shop_id), "kind": one.kind, "currency": one.asset}
    lexemes = lexemes_of(_told(one), one.skus) | narrowing_lexemes(**narrow, attributes=attributes, prices=prices) | {f"t:{tier_of(sales, liked)}"}
    shown = words_shown(one.title_zh, one.title_en, one.brand)
    told = ("\x1e".join(sorted(lexemes)), shown, one.category, one.brand, "\x1e".join(attributes), one.asset, *prices)
    times = (one.published_from, one.published_until, one.made_at)
    return Entry(one.id, one.shop_id, *told, *times, one.sold_units, one.rating_e2, sales, liked, LEXEMES_VERSION)


def _told(one: Source) -> str:
    """What a product says in words."""
    values = dict.fromkeys(chain.from_iterable(variant.values() for variant in one.attributes))
    return " / ".join((one.title_zh, one.title_en, one.brand, *values))
