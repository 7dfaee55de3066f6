"""Statements on pools of keys."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx
from domains.mall.rules.keys import SoldKey

SAVE_POOL = """
INSERT INTO mall_key_pool (variant_id, shop_id, is_final) VALUES ($1, $2, $3) ON CONFLICT (variant_id) DO UPDATE SET is_final = excluded.is_final
"""
INSERT_KEYS = """
INSERT INTO mall_key (variant_id, id, shop_id, fingerprint, sealed, state)
SELECT $1, one.id, $2, one.fingerprint, one.sealed, 'free' FROM unnest($3::uuid[], $4::bytea[], $5::bytea[]) AS one (id, fingerprint, sealed)
ON CONFLICT (shop_id, fingerprint) DO NOTHING RETURNING id
"""
LIST_POOLED = "SELECT variant_id FROM mall_key_pool WHERE variant_id = ANY($1::uuid[])"
# Whoever sells at the same time takes others: none is waited for, and none is had twice.
LOCK_FREE = """
SELECT asked.variant_id, key.id FROM unnest($1::uuid[], $2::integer[]) AS asked (variant_id, units) CROSS JOIN LATERAL (
    SELECT id FROM mall_key WHERE variant_id = asked.variant_id AND state = 'free' ORDER BY id LIMIT asked.units FOR UPDATE SKIP LOCKED
) AS key
"""
SELL = """
UPDATE mall_key AS key SET state = 'sold', parcel_id = one.parcel_id, line_number = one.line_number
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::integer[]) AS one (variant_id, id, parcel_id, line_number)
WHERE key.variant_id = one.variant_id AND key.id = one.id AND key.state = 'free'
"""
LOCK_SOLD = """
SELECT key.variant_id, key.id, key.line_number, key.shown_at, pool.is_final FROM mall_key AS key JOIN mall_key_pool AS pool ON pool.variant_id = key.variant_id
WHERE key.parcel_id = ANY($1::uuid[]) AND key.state = 'sold' ORDER BY key.variant_id, key.id FOR UPDATE OF key
"""
TAKE_BACK = """
UPDATE mall_key AS key SET state = CASE WHEN one.is_free THEN 'free' ELSE 'withdrawn' END,
    parcel_id = CASE WHEN one.is_free THEN NULL ELSE key.parcel_id END, line_number = CASE WHEN one.is_free THEN NULL ELSE key.line_number END
FROM unnest($1::uuid[], $2::uuid[], $3::boolean[]) AS one (variant_id, id, is_free) WHERE key.variant_id = one.variant_id AND key.id = one.id
"""
SHOW = "UPDATE mall_key SET shown_at = $3 WHERE parcel_id = $1 AND line_number = $2 AND state = 'sold' AND shown_at IS NULL"
LIST_KEYS = """
SELECT parcel_id, id, shop_id, line_number, sealed, shown_at FROM mall_key
WHERE parcel_id = ANY($1::uuid[]) AND state = 'sold' ORDER BY parcel_id, line_number, id
"""


class KeptKey(NamedTuple):
    """A key that was sold, sealed."""

    parcel_id: UUID
    id: UUID
    shop_id: UUID
    line_number: int
    sealed: bytes
    shown_at: datetime | None


async def save_pool(tx: Tx, variant_id: UUID, shop_id: UUID, *, is_final: bool) -> None:
    await tx.execute(SAVE_POOL, variant_id, shop_id, is_final)


async def insert_keys(tx: Tx, variant_id: UUID, shop_id: UUID, keys: Sequence[tuple[UUID, bytes, bytes]]) -> set[UUID]:
    """Put keys (id, fingerprint, sealed) into a pool; the ids of those that the shop did not have."""
    ids, fingerprints, sealed = map(list, zip(*keys, strict=True))
    return {row["id"] for row in await tx.fetch(INSERT_KEYS, variant_id, shop_id, ids, fingerprints, sealed)}


async def list_pooled(source: Queryable, variant_ids: Sequence[UUID]) -> set[UUID]:
    """Those variants whose units are keys."""
    return {row["variant_id"] for row in await source.fetch(LIST_POOLED, list(variant_ids))}


async def lock_free(tx: Tx, units: Mapping[UUID, int]) -> dict[UUID, list[UUID]]:
    """Of each variant so many keys, or fewer, that nobody has and nobody else takes now, held until the commit. One statement."""
    found: dict[UUID, list[UUID]] = {variant_id: [] for variant_id in units}
    for row in await tx.fetch(LOCK_FREE, list(units), list(units.values())):
        found[row["variant_id"]].append(row["id"])
    return found


async def sell(tx: Tx, keys: Sequence[tuple[UUID, UUID, UUID, int]]) -> None:
    """Those keys (variant, id, parcel, line) are their parcels'. One statement."""
    await tx.execute(SELL, *map(list, zip(*keys, strict=True)))


async def lock_sold(tx: Tx, parcel_ids: Sequence[UUID]) -> tuple[list[SoldKey], Mapping[UUID, bool]]:
    """The keys of parcels, held until the commit; and of each variant whether it is final once it was shown."""
    rows = await tx.fetch(LOCK_SOLD, list(parcel_ids))
    return [SoldKey(*row[:4]) for row in rows], {row["variant_id"]: row["is_final"] for row in rows}


async def take_back(tx: Tx, keys: Sequence[SoldKey], free_ids: set[UUID]) -> None:
    """They are the customer's no more; those that are `free` can be sold again."""
    await tx.execute(TAKE_BACK, [one.variant_id for one in keys], [one.id for one in keys], [one.id in free_ids for one in keys])


async def show(tx: Tx, parcel_id: UUID, line_number: int) -> None:
    await tx.execute(SHOW, parcel_id, line_number, tx.now)


async def list_keys(source: Queryable, parcel_ids: Sequence[UUID]) -> list[list[KeptKey]]:
    """The keys of each parcel."""
    found: dict[UUID, list[KeptKey]] = {}
    for row in await source.fetch(LIST_KEYS, sorted(set(parcel_ids))):
        found.setdefault(row["parcel_id"], []).append(KeptKey(*row))
    return [found.get(id_, []) for id_ in parcel_ids]
