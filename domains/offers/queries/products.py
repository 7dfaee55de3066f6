"""Statements on products."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx
from domains.offers.rules.products import SUCCESSIONS_MAX, Key, Kind

COLUMNS = "kind, id, name_zh, name_en, merchant_id, state, successor_kind, successor_id, registered_at"

SAVE_PRODUCTS = """
INSERT INTO offers_product AS product (kind, id, name_zh, name_en, merchant_id, state, registered_at)
SELECT kind, id, name_zh, name_en, merchant_id, 'live', $6
FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::uuid[]) AS told (kind, id, name_zh, name_en, merchant_id)
ON CONFLICT (kind, id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, merchant_id = excluded.merchant_id
WHERE (product.name_zh, product.name_en, product.merchant_id) IS DISTINCT FROM (excluded.name_zh, excluded.name_en, excluded.merchant_id)
RETURNING kind, id, xmax = 0 AS is_new
"""

LOCK_PRODUCTS = f"""
SELECT {COLUMNS} FROM offers_product WHERE (kind, id) IN (SELECT * FROM unnest($1::text[], $2::uuid[])) ORDER BY kind, id FOR UPDATE
"""

RETIRE_PRODUCT = f"""
UPDATE offers_product SET state = 'retired', successor_kind = $3, successor_id = $4 WHERE kind = $1 AND id = $2 AND state = 'live' RETURNING {COLUMNS}
"""

FIND_PRODUCTS = f"SELECT {COLUMNS} FROM offers_product WHERE (kind, id) IN (SELECT * FROM unnest($1::text[], $2::uuid[]))"

STANDING = f"""
WITH RECURSIVE chain AS (
    SELECT 0 AS step, {COLUMNS} FROM offers_product WHERE (kind, id) = (asked.kind, asked.id)
    UNION ALL
    SELECT step + 1, {", ".join(f"next.{name}" for name in COLUMNS.split(", "))}
    FROM chain JOIN offers_product AS next ON (next.kind, next.id) = (chain.successor_kind, chain.successor_id) WHERE step < {SUCCESSIONS_MAX}
)
SELECT * FROM chain ORDER BY step DESC LIMIT 1
"""
"""The live end of the successors of a product `asked`, or the retired product at which they end. To be joined laterally."""

FIND_STANDING = f"""
SELECT asked.position, standing.* FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS asked (kind, id, position)
CROSS JOIN LATERAL ({STANDING}) AS standing WHERE standing.state = 'live'
"""


class Product(NamedTuple):
    """What can be offered, under its kind and its own domain's id."""

    kind: Kind
    id: UUID
    name_zh: str
    name_en: str
    merchant_id: UUID | None
    state: str
    successor: Key | None
    registered_at: datetime

    @property
    def key(self) -> Key:
        return self.kind, self.id


class NewProduct(NamedTuple):
    """A product that its domain registers, or names anew. `merchant_id` is who is paid for it."""

    kind: Kind
    id: UUID
    name_zh: str
    name_en: str
    merchant_id: UUID | None = None


async def save_products(tx: Tx, products: Sequence[NewProduct]) -> list[Key]:
    """Register those products, or change their names. Gives the keys of those that are new."""
    rows = await tx.fetch(SAVE_PRODUCTS, *map(list, zip(*sorted(products, key=lambda product: product[:2]), strict=True)), tx.now)
    return [(Kind(row["kind"]), row["id"]) for row in rows if row["is_new"]]


async def lock_products(tx: Tx, keys: Iterable[Key]) -> dict[Key, Product]:
    """Those products that there are, locked in the order of their keys."""
    return _by_key(await tx.fetch(LOCK_PRODUCTS, *_columns(sorted(set(keys)))))


async def retire_product(tx: Tx, key: Key, successor: Key | None) -> Product:
    row = await tx.fetchrow(RETIRE_PRODUCT, *key, *(successor or (None, None)))
    assert row is not None
    return product_of(row)


async def find_products(source: Queryable, keys: Sequence[Key]) -> dict[Key, Product]:
    """Those products that there are, live or retired."""
    return _by_key(await source.fetch(FIND_PRODUCTS, *_columns(keys)))


async def find_standing(source: Queryable, keys: Sequence[Key]) -> list[Product | None]:
    """For each key the live product it leads to: itself, or the end of its successors; None where that ends in a retired one. One statement."""
    found: list[Product | None] = [None] * len(keys)
    for row in await source.fetch(FIND_STANDING, *_columns(keys)):
        found[row["position"] - 1] = product_of(row)
    return found


def _columns(keys: Sequence[Key]) -> tuple[list[str], list[UUID]]:
    return [kind for kind, _ in keys], [id_ for _, id_ in keys]


def _by_key(rows: Sequence[Record]) -> dict[Key, Product]:
    return {product.key: product for product in map(product_of, rows)}


def product_of(row: Record) -> Product:
    """A product from a row with all of COLUMNS."""
    successor = (Kind(row["successor_kind"]), row["successor_id"]) if row["successor_id"] else None
    return Product(Kind(row["kind"]), row["id"], row["name_zh"], row["name_en"], row["merchant_id"], row["state"], successor, row["registered_at"])
