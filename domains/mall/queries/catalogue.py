"""Statements on categories, products and variants."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.mall.rules.catalogue import GoodsKind, GoodsState, is_on_sale

COLUMNS = """id, shop_id, kind, state, category, brand, title_zh, title_en, description, media, is_stocked, published_from, published_until, version, made_at"""
_GOODS = """SELECT product.*, shop.asset, rating.rating_e2, rating.raters, rating.as_of
FROM mall_product AS product JOIN mall_shop AS shop ON shop.id = product.shop_id LEFT JOIN mall_rating AS rating ON rating.product_id = product.id"""

SAVE_CATEGORY = """
INSERT INTO mall_category (code, name_zh, name_en, position) VALUES ($1, $2, $3, $4)
ON CONFLICT (code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, position = excluded.position
"""
LIST_CATEGORIES = "SELECT code, name_zh, name_en, position FROM mall_category ORDER BY code LIMIT 2000"
FIND_CATEGORY = "SELECT code FROM mall_category WHERE code = $1"
SAVE_GOODS = f"""
INSERT INTO mall_product ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::jsonb, $11, $12, $13, $14, $15)
ON CONFLICT (id) DO UPDATE SET (kind, category, brand, title_zh, title_en, description, media, is_stocked, published_from, published_until, version)
    = (excluded.kind, excluded.category, excluded.brand, excluded.title_zh, excluded.title_en, excluded.description, excluded.media, excluded.is_stocked,
       excluded.published_from, excluded.published_until, excluded.version)
"""
SAVE_RATING = """
INSERT INTO mall_rating (product_id, rating_e2, raters, as_of) VALUES ($1, $2, $3, $4)
ON CONFLICT (product_id) DO UPDATE SET (rating_e2, raters, as_of) = (excluded.rating_e2, excluded.raters, excluded.as_of)
"""
SET_STATE = "UPDATE mall_product SET state = $2, version = version + 1 WHERE id = $1"
LOCK_GOODS = "SELECT id FROM mall_product WHERE id = $1 FOR NO KEY UPDATE"
FIND_GOODS = f"{_GOODS} WHERE product.id = ANY($1::uuid[])"
LIST_OF_SHOP = f"""
{_GOODS} WHERE product.shop_id = $1 AND product.state = ANY($2::text[]) AND (product.made_at, product.id) < ($3, $4)
ORDER BY product.made_at DESC, product.id DESC LIMIT $5
"""
LIST_ON_SALE = f"""
{_GOODS} WHERE ($1::text IS NULL OR product.category = $1 OR product.category LIKE $1 || '.%') AND product.state = 'published' AND shop.state = 'open'
    AND (product.published_from IS NULL OR product.published_from <= $2) AND (product.published_until IS NULL OR $2 < product.published_until)
    AND (product.made_at, product.id) < ($3, $4)
ORDER BY product.made_at DESC, product.id DESC LIMIT $5
"""
STOP_VARIANTS = "UPDATE mall_variant SET is_sold = false WHERE product_id = $1 AND sku <> ALL($2::text[])"
SAVE_VARIANTS = """
INSERT INTO mall_variant (id, product_id, shop_id, sku, attributes, price_minor, list_price_minor, is_sold, position)
SELECT one.id, $1, $2, one.sku, one.attributes::jsonb, one.price_minor, one.list_price_minor, true, one.position
FROM unnest($3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::integer[]) AS one (id, sku, attributes, price_minor, list_price_minor, position)
ON CONFLICT (shop_id, sku) DO UPDATE SET (attributes, price_minor, list_price_minor, is_sold, position)
    = (excluded.attributes, excluded.price_minor, excluded.list_price_minor, true, excluded.position)
WHERE mall_variant.product_id = excluded.product_id
RETURNING id, sku
"""
CLEAR_PRICES = "DELETE FROM mall_price WHERE variant_id = ANY($1::uuid[])"
SAVE_PRICES = "INSERT INTO mall_price (variant_id, audience, price_minor) SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[])"
_PRICES = """LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(audience, price_minor) AS prices FROM mall_price AS price WHERE price.variant_id = variant.id
) AS lower ON true"""
LIST_VARIANTS = f"""
SELECT variant.id, variant.product_id, variant.sku, variant.attributes, variant.price_minor, variant.list_price_minor, variant.is_sold, shop.asset, lower.prices
FROM mall_variant AS variant JOIN mall_shop AS shop ON shop.id = variant.shop_id {_PRICES}
WHERE variant.product_id = ANY($1::uuid[]) ORDER BY variant.product_id, variant.position, variant.id
"""
OFFERED_COLUMNS = """
    variant.id, variant.product_id, variant.sku, variant.attributes, variant.price_minor, variant.list_price_minor, variant.is_sold, shop.asset,
    lower.prices, product.shop_id, shop.merchant_id, shop.state AS shop_state, product.state, product.published_from, product.published_until,
    product.kind, product.category, product.title_zh, product.title_en, product.is_stocked"""
OFFERED_FROM = f"""
FROM mall_variant AS variant JOIN mall_product AS product ON product.id = variant.product_id JOIN mall_shop AS shop ON shop.id = variant.shop_id {_PRICES}
WHERE variant.id = ANY($1::uuid[])
"""
FIND_OFFERED = f"SELECT {OFFERED_COLUMNS} {OFFERED_FROM}"


class Category(NamedTuple):
    """A place in the catalogue."""

    code: str
    name_zh: str
    name_en: str
    position: int


class GoodsRating(NamedTuple):
    """What verified buyers think of a product: hundredths of a star, of how many, as of when."""

    rating_e2: int
    raters: int
    as_of: datetime


class Goods(NamedTuple):
    """A product of a shop. `rating` is what a higher domain says of it."""

    id: UUID
    shop_id: UUID
    kind: GoodsKind
    state: GoodsState
    category: str
    brand: str
    title_zh: str
    title_en: str
    description: str
    media: tuple[str, ...]
    is_stocked: bool
    published_from: datetime | None
    published_until: datetime | None
    version: int
    made_at: datetime
    asset: Asset
    rating: GoodsRating | None = None


class Variant(NamedTuple):
    """One thing that can be put into a cart, with the lower prices that some pay."""

    id: UUID
    product_id: UUID
    sku: str
    attributes: dict[str, str]
    price: Amount
    list_price: Amount | None
    is_sold: bool
    prices: dict[str, int]


class Offered(NamedTuple):
    """A variant with all that decides whether it is sold, and where the money goes."""

    variant: Variant
    shop_id: UUID
    merchant_id: UUID
    kind: GoodsKind
    category: str
    title_zh: str
    title_en: str
    is_stocked: bool
    is_on_sale: bool


async def save_category(tx: Tx, one: Category) -> None:
    await tx.execute(SAVE_CATEGORY, *one)


async def list_categories(source: Queryable) -> list[Category]:
    """All of them, parents before children."""
    return [Category(*row) for row in await source.fetch(LIST_CATEGORIES)]


async def is_category(source: Queryable, code: str) -> bool:
    return await source.fetchval(FIND_CATEGORY, code) is not None


async def lock_goods(tx: Tx, id_: UUID) -> Goods | None:
    """Read after the lock, in a statement of its own."""
    return None if await tx.fetchval(LOCK_GOODS, id_) is None else (await find_goods(tx, [id_])).get(id_)


async def save_goods(tx: Tx, one: Goods) -> None:
    """Write a product, or what changed of it; its state stays."""
    media = orjson.dumps(one.media).decode()
    names = (one.category, one.brand, one.title_zh, one.title_en, one.description, media)
    times = (one.published_from, one.published_until)
    await tx.execute(SAVE_GOODS, one.id, one.shop_id, one.kind.value, one.state.value, *names, one.is_stocked, *times, one.version, one.made_at)


async def save_rating(tx: Tx, product_id: UUID, one: GoodsRating) -> None:
    await tx.execute(SAVE_RATING, product_id, *one)


async def set_state(tx: Tx, id_: UUID, state: GoodsState) -> None:
    await tx.execute(SET_STATE, id_, state.value)


async def save_variants(tx: Tx, goods: Goods, variants: Sequence[Variant]) -> dict[str, UUID]:
    """Write the variants that are sold, stop the others, and give the ids by SKU: fewer than asked for where a SKU is another product's."""
    await tx.execute(STOP_VARIANTS, goods.id, [one.sku for one in variants])
    columns = zip(
        *(
            (one.id, one.sku, orjson.dumps(one.attributes).decode(), one.price.minor, None if one.list_price is None else one.list_price.minor, place)
            for place, one in enumerate(variants)
        ),
        strict=True,
    )
    return {row["sku"]: row["id"] for row in await tx.fetch(SAVE_VARIANTS, goods.id, goods.shop_id, *map(list, columns))}


async def save_prices(tx: Tx, prices: Sequence[tuple[UUID, str, int]], variant_ids: Iterable[UUID]) -> None:
    """The lower prices of those variants, in the place of those that were."""
    await tx.execute(CLEAR_PRICES, sorted(variant_ids))
    if prices:
        await tx.execute(SAVE_PRICES, *map(list, zip(*prices, strict=True)))


async def find_goods(source: Queryable, ids: Iterable[UUID]) -> dict[UUID, Goods]:
    return {row["id"]: _goods(row) for row in await source.fetch(FIND_GOODS, sorted(set(ids)))}


async def list_of_shop(source: Queryable, shop_id: UUID, states: Sequence[GoodsState], first: int, after: str | None) -> Page[Goods]:
    """A shop's products, newest first. Raises InvalidInput."""
    rows = await source.fetch(LIST_OF_SHOP, shop_id, [one.value for one in states], *decode_moment(after), check_first(first) + 1)
    return _page(rows, first)


async def list_on_sale(source: Queryable, category: str | None, first: int, after: str | None) -> Page[Goods]:
    """What everybody can buy now, of a category with what is below it, newest first. Raises InvalidInput."""
    rows = await source.fetch(LIST_ON_SALE, category, source.now, *decode_moment(after), check_first(first) + 1)
    return _page(rows, first)


async def list_variants(source: Queryable, product_ids: Sequence[UUID]) -> list[list[Variant]]:
    """The variants of each product, in the shop's order."""
    found: dict[UUID, list[Variant]] = {}
    for row in await source.fetch(LIST_VARIANTS, sorted(set(product_ids))):
        found.setdefault(row["product_id"], []).append(_variant(row))
    return [found.get(id_, []) for id_ in product_ids]


async def find_offered(source: Queryable, variant_ids: Iterable[UUID]) -> dict[UUID, Offered]:
    """Those variants, sold or not. One statement."""
    rows = await source.fetch(FIND_OFFERED, sorted(set(variant_ids)))
    return {row["id"]: offered_of(row, source.now) for row in rows}


def _page(rows: Sequence[Record], first: int) -> Page[Goods]:
    return page_of([_goods(row) for row in rows], first, lambda one: moment_key(one.made_at, one.id))


def _goods(row: Record) -> Goods:
    names = (row["category"], row["brand"], row["title_zh"], row["title_en"], row["description"])
    return Goods(
        *(row["id"], row["shop_id"], GoodsKind(row["kind"]), GoodsState(row["state"]), *names, tuple(row["media"])),
        *(row["is_stocked"], row["published_from"], row["published_until"], row["version"], row["made_at"], asset_of(row["asset"])),
        None if row["raters"] is None else GoodsRating(row["rating_e2"], row["raters"], row["as_of"]),
    )


def _variant(row: Record) -> Variant:
    asset = asset_of(row["asset"])
    listed = row["list_price_minor"]
    prices = row["prices"] or {}
    price, list_price = Amount(row["price_minor"], asset), None if listed is None else Amount(listed, asset)
    return Variant(row["id"], row["product_id"], row["sku"], row["attributes"], price, list_price, row["is_sold"], prices)


def offered_of(row: Record, now: datetime) -> Offered:
    """A row of OFFERED_COLUMNS."""
    sold = row["is_sold"] and row["shop_state"] == "open" and is_on_sale(row["state"], row["published_from"], row["published_until"], now)
    names = (row["category"], row["title_zh"], row["title_en"])
    return Offered(_variant(row), row["shop_id"], row["merchant_id"], GoodsKind(row["kind"]), *names, row["is_stocked"], sold)
