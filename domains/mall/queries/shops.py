"""Statements on shops."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.mall.rules.shops import ShopState

COLUMNS = "id, merchant_id, name, asset, company_name, credit_code, confirm_days, state, reason, made_at"
INSERT_SHOP = f"""
INSERT INTO mall_shop ({COLUMNS}, applied_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (id) DO UPDATE SET (name, company_name, credit_code, confirm_days, state, reason, made_at, applied_by)
    = (excluded.name, excluded.company_name, excluded.credit_code, excluded.confirm_days, excluded.state, excluded.reason, excluded.made_at,
       excluded.applied_by)
"""
LOCK_SHOP = f"SELECT {COLUMNS} FROM mall_shop WHERE id = $1 FOR NO KEY UPDATE"
FIND_SHOPS = f"SELECT {COLUMNS} FROM mall_shop WHERE id = ANY($1::uuid[])"
LIST_SHOPS = f"""
SELECT {COLUMNS} FROM mall_shop WHERE state = $1 AND (made_at, id) < ($2, $3) ORDER BY made_at DESC, id DESC LIMIT $4
"""
DECIDE_SHOP = "UPDATE mall_shop SET state = $2, reason = $3, decided_by = $4 WHERE id = $1"


class MallShop(NamedTuple):
    """A shop of the mall."""

    id: UUID
    merchant_id: UUID
    name: str
    asset: Asset
    company_name: str
    credit_code: str
    confirm_days: int
    state: ShopState
    reason: str
    made_at: datetime


async def save_shop(tx: Tx, one: MallShop, applied_by: UUID) -> None:
    """Write an application; one that was declined is written anew."""
    told = (one.id, one.merchant_id, one.name, one.asset.code, one.company_name, one.credit_code, one.confirm_days, one.state.value, one.reason, one.made_at)
    await tx.execute(INSERT_SHOP, *told, applied_by)


async def lock_shop(tx: Tx, id_: UUID) -> MallShop | None:
    row = await tx.fetchrow(LOCK_SHOP, id_)
    return None if row is None else _shop(row)


async def find_shops(source: Queryable, ids: Iterable[UUID]) -> dict[UUID, MallShop]:
    return {row["id"]: _shop(row) for row in await source.fetch(FIND_SHOPS, sorted(set(ids)))}


async def list_shops(source: Queryable, state: ShopState, first: int, after: str | None) -> Page[MallShop]:
    """Newest first. Raises InvalidInput."""
    rows = await source.fetch(LIST_SHOPS, state.value, *decode_moment(after), check_first(first) + 1)
    return page_of([_shop(row) for row in rows], first, lambda one: moment_key(one.made_at, one.id))


async def decide_shop(tx: Tx, one: MallShop, decided_by: UUID) -> None:
    await tx.execute(DECIDE_SHOP, one.id, one.state.value, one.reason, decided_by)


def _shop(row: Record) -> MallShop:
    return MallShop(row[0], row[1], row[2], asset_of(row[3]), row[4], row[5], row[6], ShopState(row[7]), row[8], row[9])
