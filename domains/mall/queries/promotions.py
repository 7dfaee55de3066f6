"""Statements on promotions."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from asyncpg import Record
from pydantic import TypeAdapter

from domains.kernel.transactions import Queryable, Tx
from domains.mall.queries.catalogue import OFFERED_COLUMNS, OFFERED_FROM, Offered, offered_of
from domains.mall.rules.promotions import Promotion, PromotionTerms

COLUMNS = "id, shop_id, name_zh, name_en, terms, state, begins_at, ends_at"
INSERT_PROMOTION = f"INSERT INTO mall_promotion ({COLUMNS}, made_by, made_at) VALUES ($1, $2, $3, $4, $5::text::jsonb, $6, $7, $8, $9, $10)"
LOCK_PROMOTION = f"SELECT {COLUMNS} FROM mall_promotion WHERE id = $1 FOR NO KEY UPDATE"
END_PROMOTION = "UPDATE mall_promotion SET state = 'ended' WHERE id = $1"
LIST_STANDING = f"""
SELECT {COLUMNS} FROM mall_promotion WHERE shop_id = ANY($1::uuid[]) AND state = 'active' AND begins_at <= $2 AND $2 < ends_at ORDER BY shop_id, id
"""
# The promotions of a shop come with the first of its variants: their ids, as their terms never change.
FIND_PRICED = f"""
SELECT {OFFERED_COLUMNS}, CASE WHEN variant.id = first_value(variant.id) OVER (PARTITION BY variant.shop_id ORDER BY variant.id) THEN (
    SELECT array_agg(promotion.id ORDER BY promotion.id) FROM mall_promotion AS promotion
    WHERE promotion.shop_id = variant.shop_id AND promotion.state = 'active' AND promotion.begins_at <= $2 AND $2 < promotion.ends_at
) END AS standing {OFFERED_FROM}
"""
COUNT_UNENDED = "SELECT count(*) FROM mall_promotion WHERE shop_id = $1 AND state = 'active' AND ends_at > $2"

FIND_PROMOTIONS = f"SELECT {COLUMNS} FROM mall_promotion WHERE id = ANY($1::uuid[])"

_TERMS = TypeAdapter(PromotionTerms)

READ_BEFORE_MOST = 20_000
_READ_BEFORE: dict[UUID, Promotion] = {}
"""Promotions that stood when they were read. Their terms never change, and whether they still stand is asked each time."""


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


async def find_priced(source: Queryable, variant_ids: Iterable[UUID]) -> tuple[dict[UUID, Offered], dict[UUID, list[Promotion]]]:
    """Those variants, sold or not, and the promotions of their shops that stand now. One statement; one more where this process meets a promotion for the
    first time."""
    offered: dict[UUID, Offered] = {}
    standing: dict[UUID, list[UUID]] = {}
    for row in await source.fetch(FIND_PRICED, sorted(set(variant_ids)), source.now):
        one = offered[row["id"]] = offered_of(row, source.now)
        if row["standing"]:
            standing[one.shop_id] = row["standing"]
    known = await _known(source, [id_ for ids in standing.values() for id_ in ids])
    return offered, {shop_id: [known[id_] for id_ in ids] for shop_id, ids in standing.items()}


async def list_promotions(source: Queryable, shop_ids: Sequence[UUID]) -> list[list[Promotion]]:
    """The same, one list for each shop."""
    found = await list_standing(source, shop_ids)
    return [found.get(id_, []) for id_ in shop_ids]


def _promotion(row: Record) -> Promotion:
    return Promotion._make((*row[:4], _TERMS.validate_python(row["terms"]), *row[5:]))


async def _known(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Promotion]:
    found = {id_: one for id_ in ids if (one := _READ_BEFORE.get(id_)) is not None}
    if unknown := [id_ for id_ in ids if id_ not in found]:
        read = {row["id"]: _promotion(row) for row in await source.fetch(FIND_PROMOTIONS, unknown)}
        found.update(read)
        if len(_READ_BEFORE) + len(read) > READ_BEFORE_MOST:
            _READ_BEFORE.clear()
        _READ_BEFORE.update(read)
    return found
