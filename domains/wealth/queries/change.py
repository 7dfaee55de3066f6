"""Statements on the change account: money-market shares that can be paid out at once."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.transactions import Queryable, Tx

_HELD = """
SELECT held.customer_id, held.product_id, held.shares_minor, held.shares_minor - coalesce((
        SELECT sum(one.shares_minor) FROM wealth_order AS one
        WHERE one.customer_id = held.customer_id AND one.product_id = held.product_id AND one.side = 'redeem' AND one.state IN ('placed', 'accepted', 'priced')
    ), 0)::bigint AS free_minor, fund.code, fund.asset,
    (told.terms -> 'quick' ->> 'customer_day_minor')::bigint AS customer_day_minor, (told.terms -> 'quick' ->> 'fund_day_minor')::bigint AS fund_day_minor
FROM wealth_position AS held
JOIN wealth_product AS fund ON fund.id = held.product_id
JOIN wealth_product_version AS told ON told.product_id = fund.id AND told.version = fund.version
WHERE held.customer_id = ANY($1::uuid[]) AND held.shares_minor > 0 AND fund.kind = 'money_market' AND told.terms -> 'quick' <> 'null'::jsonb
ORDER BY held.customer_id, held.product_id
"""
FIND_CHANGE = _HELD
LOCK_CHANGE = f"{_HELD} FOR NO KEY UPDATE OF held"


class HeldChange(NamedTuple):
    """Shares at 1.0000, so that hundredths of a share are minor units; `free_minor` are those that no redemption holds. How much of them can be paid out at
    once in a day, by their owner and by all."""

    customer_id: UUID
    product_id: UUID
    shares_minor: int
    free_minor: int
    code: str
    asset: Asset
    customer_day_minor: int
    fund_day_minor: int


async def find_change(source: Queryable, customer_ids: Iterable[UUID]) -> list[HeldChange]:
    """What those customers hold, by customer and product. One statement."""
    return [_held(row) for row in await source.fetch(FIND_CHANGE, sorted(set(customer_ids)))]


async def lock_change(tx: Tx, customer_ids: Iterable[UUID]) -> list[HeldChange]:
    """The same, under lock, in the order of the keys."""
    return [_held(row) for row in await tx.fetch(LOCK_CHANGE, sorted(set(customer_ids)))]


def _held(row: Record) -> HeldChange:
    return HeldChange(**{**row, "asset": asset_of(row["asset"])})
