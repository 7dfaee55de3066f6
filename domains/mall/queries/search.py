"""Statements that search."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_cursor, page_of
from domains.kernel.transactions import Queryable
from domains.mall.rules.ranking import (
    BEGINS_POINTS,
    CONTAINS_POINTS,
    EXACT_POINTS,
    GROUP_POINTS,
    SHARE_POINTS,
    TIERS,
    TYPED_POINTS,
    VERSION,
    Order,
    Points,
)
from domains.mall.rules.search import MARK, Sought

CANDIDATES_MOST = 1_000
"""Products that are put in order and counted: of more than fit, those that are sought after most."""

COMPLETIONS_MOST = 6
PRICE_BOUNDS = (5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000)
FACETS_MOST = {"brand": 20, "category": 20, "attribute": 40, "price": 20}

UNDERSTAND = """
SELECT 'known' AS what, form, word FROM mall_search_word WHERE form = ANY($1::text[])
UNION ALL (SELECT DISTINCT 'completion', word, word FROM mall_search_word
    WHERE form LIKE $2 AND form = word ORDER BY 3 LIMIT {completions})
UNION ALL (SELECT 'category', code, code FROM mall_category WHERE $3 <> '' AND (lower(name_zh) = $3 OR lower(name_en) = $3) ORDER BY 3 LIMIT 1)
""".replace("{completions}", str(COMPLETIONS_MOST))

_COLUMNS = (
    "product_id, words, lexemes, category, brand, attributes, asset, least_price_minor, most_price_minor, made_at, sold_units, sales_points, rating_points"
)
_FITS = """(published_from IS NULL OR published_from <= $3) AND (published_until IS NULL OR $3 < published_until)
        AND ($4::bigint IS NULL OR most_price_minor >= $4) AND ($5::bigint IS NULL OR least_price_minor <= $5)
        AND shop_id NOT IN (SELECT id FROM mall_shop WHERE state <> 'open')"""


def _first_of(query: str, condition: str = "true") -> str:
    """As many as are looked at: tier by tier, so that the first ones are those that are sought after most."""
    tiers = " UNION ALL ".join(
        f"(SELECT {_COLUMNS} FROM mall_search_entry WHERE lexemes @@ ({query} && '''t:{tier}'''::tsquery) AND {_FITS} AND {condition})"
        for tier in range(len(TIERS))
    )
    return f"SELECT * FROM ({tiers}) AS tier LIMIT {CANDIDATES_MOST}"


_CANDIDATES = f"""
WITH strict AS MATERIALIZED ({_first_of("$1::text::tsquery")}),
loose AS MATERIALIZED ({_first_of("$2::text::tsquery", "NOT EXISTS (SELECT FROM strict)")}),
candidate AS (SELECT *, false AS is_loose FROM strict UNION ALL SELECT *, true FROM loose)
"""
_FITTING = f"""
CASE WHEN $6 = '' THEN 0 ELSE
    CASE WHEN strpos(words, $6) = 0 THEN 0 ELSE {SHARE_POINTS} * length($6) / length(words)
        + CASE WHEN strpos(words, '|' || $6) = 0 THEN {CONTAINS_POINTS}
            WHEN strpos(words, '|' || $6 || '|') = 0 THEN {BEGINS_POINTS} ELSE {EXACT_POINTS} END END
    + CASE WHEN is_loose THEN {GROUP_POINTS} * (SELECT count(*) FROM unnest($8::text[]) AS sought (part) WHERE lexemes @@ part::tsquery)::integer
        WHEN $7 = $9 OR lexemes @@ $7::text::tsquery THEN {TYPED_POINTS} ELSE 0 END
END"""
LIST_FOUND = f"""
{_CANDIDATES}, scored AS (
    SELECT product_id, asset, least_price_minor, most_price_minor, made_at, sold_units, sales_points, rating_points, {_FITTING} AS relevance FROM candidate
),
ranked AS (SELECT *, CASE $10 WHEN 'sales' THEN sold_units::bigint * 10000 WHEN 'rating' THEN rating_points::bigint * 10000
        WHEN 'cheapest' THEN -least_price_minor * 10000 WHEN 'dearest' THEN most_price_minor * 10000 ELSE 0 END
        + relevance + sales_points + rating_points AS place FROM scored)
SELECT * FROM ranked WHERE ($11::bigint IS NULL OR (place, made_at, product_id) < ($11, $12, $13)) ORDER BY place DESC, made_at DESC, product_id DESC LIMIT $14
"""
COUNT_FACETS = f"""
{_CANDIDATES}
SELECT 'total' AS what, '' AS value, count(*) AS products FROM candidate
UNION ALL (SELECT 'brand', brand, count(*) FROM candidate WHERE brand <> '' GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT {FACETS_MOST["brand"]})
UNION ALL (SELECT 'category', category, count(*) FROM candidate GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT {FACETS_MOST["category"]})
UNION ALL (SELECT 'attribute', attribute, count(*) FROM candidate, unnest(attributes) AS attribute GROUP BY 2 ORDER BY 3 DESC, 2
    LIMIT {FACETS_MOST["attribute"]})
UNION ALL (SELECT 'price', asset || ':' || width_bucket(least_price_minor, $6::bigint[]), count(*) FROM candidate GROUP BY 2 ORDER BY 3 DESC, 2
    LIMIT {FACETS_MOST["price"]})
"""


class Known(NamedTuple):
    """What the house knows of a search's words."""

    words: dict[str, list[str]]
    completions: list[str]
    category: str | None


class Range(NamedTuple):
    """Prices that a search is narrowed to, in minor units."""

    least: int | None
    most: int | None


class Found(NamedTuple):
    """One product of what a search found, and why it stands where it stands."""

    product_id: UUID
    points: Points
    least_price: Amount
    most_price: Amount
    sold_units: int
    place: int
    made_at: datetime


class ValueFacet(NamedTuple):
    """How many products have a value."""

    value: str
    products: int


class AttributeFacet(NamedTuple):
    """How many products have an attribute of a value: `told` is both, with the mark between."""

    told: str
    products: int

    @property
    def name(self) -> str:
        return self.told.partition(MARK)[0]

    @property
    def value(self) -> str:
        return self.told.partition(MARK)[2]


class PriceFacet(NamedTuple):
    """How many products begin at a price of that range; `most` is not in it, and None where it has no end."""

    least: Amount
    most: Amount | None
    products: int


class Facets(NamedTuple):
    """What was found, counted: `is_complete` where that is all of it. The most frequent first."""

    products: int
    is_complete: bool
    brands: list[ValueFacet]
    categories: list[ValueFacet]
    attributes: list[AttributeFacet]
    prices: list[PriceFacet]


async def understand(source: Queryable, forms: Sequence[str], beginning: str, phrase: str) -> Known:
    """What is known of a search's words. `beginning` is that of a word that may go on; empty for none. One statement."""
    known = Known({}, [], None)
    for what, form, word in await source.fetch(UNDERSTAND, forms, beginning and _as_beginning(beginning), phrase):
        if what == "known":
            known.words.setdefault(form, []).append(word)
        elif what == "completion":
            known.completions.append(word)
        else:
            known = known._replace(category=word)
    return known


async def list_found(source: Queryable, sought: Sought, prices: Range, order: Order, first: int, after: str | None) -> Page[Found]:
    """A page of what fits, in that order. One statement. Raises InvalidInput."""
    place = (None, None, None) if after is None else _place(after)
    fitting = (sought.phrase, sought.exact, list(sought.groups), sought.strict)
    rows = await source.fetch(LIST_FOUND, sought.strict, sought.loose, source.now, *prices, *fitting, order.value, *place, check_first(first) + 1)
    return page_of([_found(row) for row in rows], first, _cursor)


async def count_facets(source: Queryable, sought: Sought, prices: Range) -> Facets:
    """What fits, counted. One statement."""
    counted = Facets(0, True, [], [], [], [])
    for what, value, products in await source.fetch(COUNT_FACETS, sought.strict, sought.loose, source.now, *prices, [0, *PRICE_BOUNDS]):
        if what == "total":
            counted = counted._replace(products=products, is_complete=products < CANDIDATES_MOST)
        elif what == "price":
            counted.prices.append(_price_facet(value, products))
        elif what == "attribute":
            counted.attributes.append(AttributeFacet(value, products))
        else:
            {"brand": counted.brands, "category": counted.categories}[what].append(ValueFacet(value, products))
    counted.prices.sort(key=lambda one: (one.least.asset.code, one.least.minor))
    return counted


def _as_beginning(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def _price_facet(value: str, products: int) -> PriceFacet:
    code, _, bucket = value.rpartition(":")
    asset: Asset = asset_of(code)
    bounds, place = (0, *PRICE_BOUNDS), int(bucket) - 1
    return PriceFacet(Amount(bounds[place], asset), Amount(bounds[place + 1], asset) if place + 1 < len(bounds) else None, products)


def _found(row: Record) -> Found:
    asset = asset_of(row["asset"])
    points = Points(VERSION, row["relevance"], row["sales_points"], row["rating_points"])
    prices = (Amount(row["least_price_minor"], asset), Amount(row["most_price_minor"], asset))
    return Found(row["product_id"], points, *prices, row["sold_units"], row["place"], row["made_at"])


def _cursor(one: Found) -> str:
    return f"{one.place}:{one.made_at.isoformat()}:{one.product_id.hex}"


def _place(after: str) -> tuple[int, datetime, UUID]:
    place, _, rest = decode_cursor(after).partition(":")
    moment, _, hexadecimal = rest.rpartition(":")
    try:
        found = int(place), datetime.fromisoformat(moment), UUID(hex=hexadecimal)
    except ValueError as error:
        raise InvalidInput("after", "a cursor from an earlier page") from error
    if not -(2**63) < found[0] < 2**63 or found[1].tzinfo is None:
        raise InvalidInput("after", "a cursor from an earlier page")
    return found
