"""Statements on promotions."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from asyncpg import Record
from pydantic import TypeAdapter

from domains.kernel.transactions import Queryable, Tx
from domains.mall.rules.promotions import Promotion, PromotionTerms

COLUMNS = "id, shop_id, name_zh, name_en, terms, state, begins_at, ends_at"
INSERT_PROMOTION = f"INSERT INTO mall_promotion ({COLUMNS}, made_by, made_at) VALUES ($1, $2, $3, $4, $5::text::jsonb, $6, $7, $8, $9, $10)"
LOCK_PROMOTION = f"SELECT {COLUMNS} FROM mall_promotion WHERE id = $1 FOR NO KEY UPDATE"
END_PROMOTION = "UPDATE mall_promotion SET state = 'ended' WHERE id = $1"
LIST_STANDING = f"""
SELECT {COLUMNS} FROM mall_promotion WHERE shop_id = ANY($1::uuid[]) AND state = 'active' AND begins_at <= $2 AND $2 < ends_at ORDER BY shop_id, id
"""
COUNT_UNENDED = "SELECT count(*) FROM mall_promotion WHERE shop_id = $1 AND state = 'active' AND ends_at > $2"

_TERMS = TypeAdapter(PromotionTerms)


async def insert_promotion(tx: Tx, one: Promotion, made_by: UUID) -> None:
    told = (one.id, one.shop_id, one.name_zh, one.name_en, _TERMS.dump_json(one.terms).decode(), one.state, one.begins_at, one.ends_at)
    await tx.execute(INSERT_PROMOTION, *told, made_by, tx.now)


async def lock_promotion(tx: Tx, id_: UUID) -> Promotion | None:
    row = await tx.fetchrow(LOCK_PROMOTION, id_)
    return None if row is None else _promotion(row)


async def end_promotion(tx: Tx, id_: UUID) -> None:
    await tx.execute(END_PROMOTION, id_)


async def count_unended(tx: Tx, shop_id: UUID) -> int:
    """How many promotions of a shop stand or will."""
    return int(await tx.fetchval(COUNT_UNENDED, shop_id, tx.now))


async def list_standing(source: Queryable, shop_ids: Iterable[UUID]) -> dict[UUID, list[Promotion]]:
    """The promotions of each shop that stand now. One statement."""
    found: dict[UUID, list[Promotion]] = {}
    for row in await source.fetch(LIST_STANDING, sorted(set(shop_ids)), source.now):
        found.setdefault(row["shop_id"], []).append(_promotion(row))
    return found


async def list_promotions(source: Queryable, shop_ids: Sequence[UUID]) -> list[list[Promotion]]:
    """The same, one list for each shop."""
    found = await list_standing(source, shop_ids)
    return [found.get(id_, []) for id_ in shop_ids]


def _promotion(row: Record) -> Promotion:
    return Promotion._make((*row[:4], _TERMS.validate_python(row["terms"]), *row[5:]))
