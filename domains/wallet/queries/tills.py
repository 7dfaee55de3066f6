"""Statements on shops and printed codes, and the tills that they stand for."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.transactions import Queryable, Tx
from domains.wallet.rules.merchants import Terms

LIST_SHOPS = "SELECT merchant_id, id, name, opened_at FROM wallet_shop WHERE merchant_id = ANY($1::uuid[]) ORDER BY merchant_id, opened_at, id LIMIT $2"

FIND_SHOPS = "SELECT merchant_id, id, name, opened_at FROM wallet_shop WHERE id = ANY($1::uuid[])"

INSERT_SHOP = "INSERT INTO wallet_shop (merchant_id, id, name, opened_at) VALUES ($1, $2, $3, $4)"

LIST_CODES = """
SELECT id, merchant_id, shop_id, label, state, made_at FROM wallet_static_code WHERE merchant_id = ANY($1::uuid[]) ORDER BY merchant_id, made_at, id LIMIT $2
"""

INSERT_CODE = "INSERT INTO wallet_static_code (id, merchant_id, shop_id, label, state, made_at) VALUES ($1, $2, $3, $4, 'active', $5)"

WITHDRAW_CODE = """
UPDATE wallet_static_code SET state = 'withdrawn' WHERE id = $1 AND merchant_id = ANY($2::uuid[])
RETURNING id, merchant_id, shop_id, label, state, made_at
"""

PARTIES = """LEFT JOIN LATERAL (
    SELECT array_agg(party.id ORDER BY party.id) AS ids, array_agg(sharing.share_bps ORDER BY party.id) AS shares,
        array_agg(party.fee_bps ORDER BY party.id) AS fees
    FROM wallet_sharing_party AS sharing JOIN wallet_merchant AS party ON party.id = sharing.party_id
    WHERE sharing.merchant_id = merchant.id
) AS parties ON true"""

TILL_COLUMNS = """merchant.asset AS till_asset, merchant.fee_bps AS till_fee_bps, merchant.takes_tips AS till_takes_tips, merchant.state AS till_state,
    parties.ids, parties.shares, parties.fees"""

FIND_TILLS = f"""
SELECT code.id AS place, code.merchant_id, code.shop_id, {TILL_COLUMNS}
FROM wallet_static_code AS code JOIN wallet_merchant AS merchant ON merchant.id = code.merchant_id {PARTIES}
WHERE code.id = ANY($1::uuid[]) AND code.state = 'active' AND merchant.state = 'open'
"""

FIND_OPERATED_TILLS = f"""
SELECT wanted.place, shop.merchant_id, shop.id AS shop_id, {TILL_COLUMNS}
FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted (customer_id, shop_id, place)
JOIN wallet_shop AS shop ON shop.id = wanted.shop_id
JOIN wallet_merchant_operator AS operator ON operator.customer_id = wanted.customer_id AND operator.merchant_id = shop.merchant_id
JOIN wallet_merchant AS merchant ON merchant.id = shop.merchant_id {PARTIES}
WHERE merchant.state = 'open'
"""

FIND_SHOP_TILLS = f"""
SELECT shop.id AS place, shop.merchant_id, shop.id AS shop_id, {TILL_COLUMNS}
FROM wallet_shop AS shop JOIN wallet_merchant AS merchant ON merchant.id = shop.merchant_id {PARTIES}
WHERE shop.id = ANY($1::uuid[]) AND merchant.state = 'open'
"""

LIST_MAX = 200
"""Shops or codes of a merchant that one look lists."""


class Shop(NamedTuple):
    """Where a merchant sells."""

    merchant_id: UUID
    id: UUID
    name: str
    opened_at: datetime


class StaticCode(NamedTuple):
    """A printed code."""

    id: UUID
    merchant_id: UUID
    shop_id: UUID
    label: str
    state: str
    made_at: datetime


class Till(NamedTuple):
    """Where a payment is made, and under which terms."""

    merchant_id: UUID
    shop_id: UUID
    asset: Asset
    terms: Terms


M = TypeVar("M", Shop, StaticCode)


async def list_shops(source: Queryable, merchant_ids: Sequence[UUID]) -> list[list[Shop]]:
    """The shops of each merchant, oldest first."""
    return _grouped(merchant_ids, [Shop(*row) for row in await source.fetch(LIST_SHOPS, merchant_ids, LIST_MAX * len(merchant_ids))])


async def find_shops(source: Queryable, ids: Iterable[UUID]) -> dict[UUID, Shop]:
    return {row["id"]: Shop(*row) for row in await source.fetch(FIND_SHOPS, sorted(set(ids)))}


async def list_static_codes(source: Queryable, merchant_ids: Sequence[UUID]) -> list[list[StaticCode]]:
    """The printed codes of each merchant, oldest first."""
    rows = await source.fetch(LIST_CODES, merchant_ids, LIST_MAX * len(merchant_ids))
    return _grouped(merchant_ids, [StaticCode(*row) for row in rows])


async def insert_shop(tx: Tx, shop: Shop) -> None:
    await tx.execute(INSERT_SHOP, *shop)


async def insert_static_code(tx: Tx, code: StaticCode) -> None:
    await tx.execute(INSERT_CODE, code.id, code.merchant_id, code.shop_id, code.label, code.made_at)


async def withdraw_static_code(tx: Tx, code_id: UUID, merchant_ids: Sequence[UUID]) -> StaticCode | None:
    """None when it is not a code of those merchants."""
    row = await tx.fetchrow(WITHDRAW_CODE, code_id, merchant_ids)
    return None if row is None else StaticCode(*row)


async def find_tills(source: Queryable, code_ids: Sequence[UUID]) -> dict[UUID, Till]:
    """The tills of printed codes that are in use, by the code."""
    return {row["place"]: _till(row) for row in await source.fetch(FIND_TILLS, code_ids)}


async def find_shop_tills(source: Queryable, shop_ids: Sequence[UUID]) -> dict[UUID, Till]:
    """The tills of those shops whose merchants are open."""
    return {row["place"]: _till(row) for row in await source.fetch(FIND_SHOP_TILLS, shop_ids)}


async def find_operated_tills(source: Queryable, customer_ids: Sequence[UUID], shop_ids: Sequence[UUID]) -> list[Till | None]:
    """The till of that shop if the customer acts for its merchant, else None: one per pair, in order."""
    found = {row["place"]: _till(row) for row in await source.fetch(FIND_OPERATED_TILLS, customer_ids, shop_ids)}
    return [found.get(place) for place in range(1, len(customer_ids) + 1)]


def _till(row: Record) -> Till:
    parties = zip(row["ids"] or (), row["shares"] or (), row["fees"] or (), strict=True)
    return Till(row["merchant_id"], row["shop_id"], asset_of(row["till_asset"]), Terms(row["till_fee_bps"], row["till_takes_tips"], tuple(parties)))


def _grouped(merchant_ids: Sequence[UUID], rows: Iterable[M]) -> list[list[M]]:
    found: dict[UUID, list[M]] = {merchant_id: [] for merchant_id in merchant_ids}
    for row in rows:
        found[row.merchant_id].append(row)
    return [found[merchant_id] for merchant_id in merchant_ids]
