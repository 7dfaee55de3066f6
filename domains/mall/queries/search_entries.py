"""Statements on what products are found by."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.transactions import Queryable, Tx
from domains.mall.rules.ranking import SALES_DAYS

LIST_SOURCES = """
SELECT product.id, product.shop_id, product.kind, product.category, product.brand, product.title_zh, product.title_en, product.published_from,
    product.published_until, product.made_at, shop.asset, sold.*, rating.rating_e2, coalesce(rating.raters, 0) AS raters,
    (SELECT coalesce(sum(units), 0) FROM mall_sale WHERE product_id = product.id AND day > $2) AS sold_units
FROM mall_product AS product JOIN mall_shop AS shop ON shop.id = product.shop_id LEFT JOIN mall_rating AS rating ON rating.product_id = product.id
CROSS JOIN LATERAL (
    SELECT array_agg(sku) AS skus, jsonb_agg(attributes) AS attributes, min(price_minor) AS least_minor, max(price_minor) AS most_minor
    FROM mall_variant WHERE product_id = product.id AND is_sold
) AS sold
WHERE product.id = ANY($1::uuid[]) AND product.state = 'published' AND sold.skus IS NOT NULL ORDER BY product.id
"""
DELETE_ENTRIES = "DELETE FROM mall_search_entry WHERE product_id = ANY($1::uuid[])"
SAVE_ENTRIES = """
INSERT INTO mall_search_entry AS entry (product_id, shop_id, lexemes, words, category, brand, attributes, asset, least_price_minor, most_price_minor,
    published_from, published_until, made_at, sold_units, rating_e2, sales_points, rating_points, version)
SELECT one.product_id, one.shop_id, array_to_tsvector(string_to_array(one.lexemes, chr(30))), one.words, one.category, one.brand,
    string_to_array(one.attributes, chr(30)), one.asset, one.least, one.most, one.since, one.until, one.made_at, one.sold, one.rating, one.sales, one.liked,
    one.version
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::timestamptz[],
    $12::timestamptz[], $13::timestamptz[], $14::integer[], $15::integer[], $16::integer[], $17::integer[], $18::integer[])
    AS one (product_id, shop_id, lexemes, words, category, brand, attributes, asset, least, most, since, until, made_at, sold, rating, sales, liked, version)
ON CONFLICT (product_id) DO UPDATE SET (shop_id, lexemes, words, category, brand, attributes, asset, least_price_minor, most_price_minor, published_from,
        published_until, made_at, sold_units, rating_e2, sales_points, rating_points, version)
    = (excluded.shop_id, excluded.lexemes, excluded.words, excluded.category, excluded.brand, excluded.attributes, excluded.asset, excluded.least_price_minor,
        excluded.most_price_minor, excluded.published_from, excluded.published_until, excluded.made_at, excluded.sold_units, excluded.rating_e2,
        excluded.sales_points, excluded.rating_points, excluded.version)
"""
# In the order of the key: those who learn the same words wait for each other in a row, never in a ring.
SAVE_WORDS = """
INSERT INTO mall_search_word (form, word) SELECT * FROM unnest($1::text[], $2::text[]) AS one (form, word) ORDER BY 1, 2 ON CONFLICT DO NOTHING
"""


class Source(NamedTuple):
    """What a published product tells of itself, and what is told of it."""

    id: UUID
    shop_id: UUID
    kind: str
    category: str
    brand: str
    title_zh: str
    title_en: str
    published_from: datetime | None
    published_until: datetime | None
    made_at: datetime
    asset: str
    skus: list[str]
    attributes: list[dict[str, str]]
    least_minor: int
    most_minor: int
    rating_e2: int | None
    raters: int
    sold_units: int


class Entry(NamedTuple):
    """A product as searches see it, in the columns' order; lexemes and attributes joined by chr(30)."""

    product_id: UUID
    shop_id: UUID
    lexemes: str
    words: str
    category: str
    brand: str
    attributes: str
    asset: str
    least_minor: int
    most_minor: int
    published_from: datetime | None
    published_until: datetime | None
    made_at: datetime
    sold_units: int
    rating_e2: int | None
    sales_points: int
    rating_points: int
    version: int


async def list_sources(source: Queryable, ids: Iterable[UUID]) -> list[Source]:
    """Of those products the ones that are published and have something to sell."""
    rows = await source.fetch(LIST_SOURCES, sorted(set(ids)), business_date(source.now) - timedelta(days=SALES_DAYS))
    return [Source(**dict(row)) for row in rows]


async def save_entries(tx: Tx, entries: Sequence[Entry]) -> None:
    await tx.execute(SAVE_ENTRIES, *map(list, zip(*entries, strict=True)))


async def delete_entries(tx: Tx, ids: Iterable[UUID]) -> None:
    await tx.execute(DELETE_ENTRIES, sorted(ids))


async def save_words(tx: Tx, known: Collection[tuple[str, str]]) -> None:
    """Learn words by their forms; those that are known stay."""
    await tx.execute(SAVE_WORDS, *map(list, zip(*sorted(known), strict=True)))
