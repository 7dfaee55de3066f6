"""Statements on files of products, and on the products of such a file, many at a time."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record

from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.mall.queries.catalogue import Goods, Variant
from domains.mall.rules.import_lines import LineError
from domains.mall.rules.imports import ImportState

COLUMNS = "id, shop_id, made_by, state, sha256, lines, lines_done, products, errors, error_count, made_at, changed_at"

INSERT_IMPORT = f"INSERT INTO mall_import ({COLUMNS}, content) VALUES ($1, $2, $3, 'waiting', $4, 0, 0, 0, '[]'::jsonb, 0, $6, $6, $5) ON CONFLICT DO NOTHING"
LOCK_SHOP = "SELECT pg_advisory_xact_lock(hashtextextended('mall_imports:' || $1::text, 0))"
COUNT_OPEN = "SELECT count(*) FROM mall_import WHERE shop_id = $1 AND state IN ('waiting', 'importing')"
FIND_IMPORTS = f"SELECT {COLUMNS} FROM mall_import WHERE id = ANY($1::uuid[])"
LOCK_IMPORT = "SELECT id FROM mall_import WHERE id = $1 FOR UPDATE"
FIND_CONTENT = "SELECT content FROM mall_import WHERE id = $1"
LIST_IMPORTS = f"""
SELECT {COLUMNS} FROM mall_import WHERE shop_id = $1 AND (made_at, id) < ($2, $3) ORDER BY made_at DESC, id DESC LIMIT $4
"""
SAVE_IMPORT = """
UPDATE mall_import SET state = $2, lines = $3, lines_done = $4, products = $5, errors = $6::text::jsonb, error_count = $7, changed_at = $8,
    content = CASE WHEN $2 IN ('waiting', 'importing') THEN content END
WHERE id = $1
"""
FIND_CATEGORIES = "SELECT code FROM mall_category WHERE code = ANY($1::text[])"
FIND_SKUS = "SELECT sku, product_id FROM mall_variant WHERE shop_id = $1 AND sku = ANY($2::text[])"
SAVE_MANY = """
INSERT INTO mall_product AS known (id, shop_id, kind, state, category, brand, title_zh, title_en, description, media, is_stocked, published_from,
    published_until, version, made_at)
SELECT one.id, $1, one.kind, one.state, one.category, one.brand, one.title_zh, one.title_en, one.description, one.media::jsonb, one.is_stocked, one.since,
    one.until, 1, $2
FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::boolean[],
    $13::timestamptz[], $14::timestamptz[])
    AS one (id, kind, state, category, brand, title_zh, title_en, description, media, is_stocked, since, until) ORDER BY one.id
ON CONFLICT (id) DO UPDATE SET (kind, state, category, brand, title_zh, title_en, description, media, is_stocked, published_from, published_until, version)
    = (excluded.kind, CASE WHEN excluded.state = 'published' THEN 'published' ELSE known.state END, excluded.category, excluded.brand, excluded.title_zh,
       excluded.title_en, excluded.description, excluded.media, excluded.is_stocked, excluded.published_from, excluded.published_until, known.version + 1)
RETURNING id, state, version
"""
STOP_VARIANTS = "UPDATE mall_variant SET is_sold = false WHERE product_id = ANY($1::uuid[]) AND is_sold AND sku <> ALL($2::text[])"
SAVE_VARIANTS = """
INSERT INTO mall_variant (id, product_id, shop_id, sku, attributes, price_minor, list_price_minor, is_sold, position)
SELECT one.id, one.product_id, $1, one.sku, one.attributes::jsonb, one.price_minor, one.list_price_minor, true, one.position
FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::integer[])
    AS one (id, product_id, sku, attributes, price_minor, list_price_minor, position) ORDER BY one.sku
ON CONFLICT (shop_id, sku) DO UPDATE SET (attributes, price_minor, list_price_minor, is_sold, position)
    = (excluded.attributes, excluded.price_minor, excluded.list_price_minor, true, excluded.position)
WHERE mall_variant.product_id = excluded.product_id
RETURNING id, sku
"""


class GoodsImport(NamedTuple):
    """A file of products. `errors` are the first ones of `error_count`."""

    id: UUID
    shop_id: UUID
    made_by: UUID
    state: ImportState
    sha256: str
    lines: int
    lines_done: int
    products: int
    errors: tuple[LineError, ...]
    error_count: int
    made_at: datetime
    changed_at: datetime


async def insert_import(tx: Tx, one: GoodsImport, content: bytes) -> None:
    await tx.execute(INSERT_IMPORT, one.id, one.shop_id, one.made_by, one.sha256, content, one.made_at)


async def count_open(tx: Tx, shop_id: UUID) -> int:
    """Files of the shop with which something is still to be done; nobody brings another before commit."""
    await tx.execute(LOCK_SHOP, str(shop_id))
    return int(await tx.fetchval(COUNT_OPEN, shop_id))


async def lock_import(tx: Tx, id_: UUID) -> GoodsImport | None:
    """Read after the lock, in a statement of its own."""
    return None if await tx.fetchval(LOCK_IMPORT, id_) is None else (await find_imports(tx, [id_])).get(id_)


async def find_imports(source: Queryable, ids: Iterable[UUID]) -> dict[UUID, GoodsImport]:
    return {row["id"]: _import(row) for row in await source.fetch(FIND_IMPORTS, sorted(set(ids)))}


async def find_content(source: Queryable, id_: UUID) -> bytes | None:
    """The compressed file, while something is to be done with it."""
    content: bytes | None = await source.fetchval(FIND_CONTENT, id_)
    return content


async def list_imports(source: Queryable, shop_id: UUID, first: int, after: str | None) -> Page[GoodsImport]:
    """The files of a shop, newest first. Raises InvalidInput."""
    rows = await source.fetch(LIST_IMPORTS, shop_id, *decode_moment(after), check_first(first) + 1)
    return page_of([_import(row) for row in rows], first, lambda one: moment_key(one.made_at, one.id))


async def save_import(tx: Tx, one: GoodsImport) -> None:
    """Write how far it is; the file goes with the last step."""
    errors = orjson.dumps([list(error) for error in one.errors]).decode()
    await tx.execute(SAVE_IMPORT, one.id, one.state.value, one.lines, one.lines_done, one.products, errors, one.error_count, tx.now)


async def find_categories(source: Queryable, codes: Iterable[str]) -> set[str]:
    """Which of them there are."""
    return {row["code"] for row in await source.fetch(FIND_CATEGORIES, sorted(set(codes)))}


async def find_skus(source: Queryable, shop_id: UUID, skus: Sequence[str]) -> dict[str, UUID]:
    """Whose product each of the shop's SKUs is."""
    return {row["sku"]: row["product_id"] for row in await source.fetch(FIND_SKUS, shop_id, skus)}


async def save_many(tx: Tx, goods: Sequence[Goods], variants: Sequence[Variant]) -> tuple[dict[UUID, tuple[str, int]], dict[str, UUID]]:
    """Write products of one shop with all their variants: by product the state and version, by SKU the id; fewer SKUs where one is another product's."""
    shop_id = goods[0].shop_id
    told = zip(
        *(
            (one.id, one.kind.value, one.state.value, *one[4:9], orjson.dumps(one.media).decode(), one.is_stocked, one.published_from, one.published_until)
            for one in goods
        ),
        strict=True,
    )
    saved = {row["id"]: (row["state"], row["version"]) for row in await tx.fetch(SAVE_MANY, shop_id, tx.now, *map(list, told))}
    await tx.execute(STOP_VARIANTS, list(saved), [one.sku for one in variants])
    places: dict[UUID, int] = {}
    columns = []
    for one in variants:
        place = places[one.product_id] = places.get(one.product_id, -1) + 1
        listed = None if one.list_price is None else one.list_price.minor
        columns.append((one.id, one.product_id, one.sku, orjson.dumps(one.attributes).decode(), one.price.minor, listed, place))
    rows = await tx.fetch(SAVE_VARIANTS, shop_id, *map(list, zip(*columns, strict=True)))
    return saved, {row["sku"]: row["id"] for row in rows}


def _import(row: Record) -> GoodsImport:
    errors = tuple(LineError(*one) for one in row["errors"])
    return GoodsImport._make((*row[:3], ImportState(row["state"]), *row[4:8], errors, *row[9:]))
