"""Statements on products, their versions and the trading calendar."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record
from pydantic import TypeAdapter

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.wealth.rules.calendar import TradingCalendar
from domains.wealth.rules.products import FundTerms, ProductKind, ProductState

COLUMNS = "id, code, kind, name_zh, name_en, asset, state, version, made_at"
_JOINED = f"{', '.join('one.' + name for name in COLUMNS.split(', '))}, told.terms"
_FROM = "FROM wealth_product AS one JOIN wealth_product_version AS told ON told.product_id = one.id AND told.version = one.version"

FIND_ON_SALE = f"SELECT {_JOINED} {_FROM} WHERE one.state = 'on_sale' AND one.asset = $1 ORDER BY one.code LIMIT $2"
INSERT_PRODUCT = f"INSERT INTO wealth_product ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id"
INSERT_VERSION = "INSERT INTO wealth_product_version (product_id, version, terms, published_by, published_at) VALUES ($1, $2, $3::text::jsonb, $4, $5)"
SET_VERSION = "UPDATE wealth_product SET version = $2, name_zh = $3, name_en = $4 WHERE id = $1"
SET_STATE = "UPDATE wealth_product SET state = $2 WHERE id = $1"
FIND_PRODUCTS = f"SELECT {_JOINED} {_FROM} WHERE one.id = ANY($1::uuid[]) OR one.code = ANY($2::text[])"
FIND_VERSIONS = """
SELECT product_id, version, terms FROM wealth_product_version
WHERE (product_id, version) IN (SELECT * FROM unnest($1::uuid[], $2::integer[]))
"""
# A lock on the product keeps its version and state; who reads it under the lock reads it in a later statement.
LOCK_PRODUCT = "SELECT id FROM wealth_product WHERE id = $1 OR code = $2 FOR SHARE"
LOCK_PRODUCT_TO_CHANGE = "SELECT id FROM wealth_product WHERE code = $1 FOR NO KEY UPDATE"
LIST_PRODUCTS = f"""
SELECT {_JOINED} {_FROM}
WHERE one.state = ANY($1::text[]) AND ($2::text IS NULL OR one.kind = $2) AND (one.made_at, one.id) < ($3, $4)
ORDER BY one.made_at DESC, one.id DESC LIMIT $5
"""
FIND_CALENDAR = "SELECT year, closed FROM wealth_calendar WHERE year BETWEEN $1 - 1 AND $1 + 1"
SAVE_CALENDAR = """
INSERT INTO wealth_calendar (year, closed, published_at) VALUES ($1, $2::date[], $3)
ON CONFLICT (year) DO UPDATE SET closed = excluded.closed, published_at = excluded.published_at
"""

_TERMS = TypeAdapter(FundTerms)


class PricedTier(NamedTuple):
    """A subscription tier in the product's currency."""

    least: Amount
    rate_ppm: int
    flat: Amount | None


class Fund(NamedTuple):
    """A product with the terms of the version that is sold."""

    id: UUID
    code: str
    kind: ProductKind
    name_zh: str
    name_en: str
    asset: Asset
    state: ProductState
    version: int
    made_at: datetime
    terms: FundTerms

    @property
    def subscription(self) -> list[PricedTier]:
        """The fees of paying in."""
        tiers = self.terms.subscription
        return [
            PricedTier(Amount(one.from_minor, self.asset), one.rate_ppm, None if one.flat_minor is None else Amount(one.flat_minor, self.asset))
            for one in tiers
        ]


async def insert_product(tx: Tx, one: Fund, published_by: UUID) -> bool:
    """False when another product has that code."""
    told = (one.id, one.code, one.kind.value, one.name_zh, one.name_en, one.asset.code, one.state.value, one.version, one.made_at)
    if await tx.fetchrow(INSERT_PRODUCT, *told) is None:
        return False
    await insert_version(tx, one, published_by)
    return True


async def insert_version(tx: Tx, one: Fund, published_by: UUID) -> None:
    """Write the terms of the product's version."""
    await tx.execute(INSERT_VERSION, one.id, one.version, _TERMS.dump_json(one.terms).decode(), published_by, tx.now)


async def sell_version(tx: Tx, one: Fund) -> None:
    """From now on that version is sold, under those names."""
    await tx.execute(SET_VERSION, one.id, one.version, one.name_zh, one.name_en)


async def set_state(tx: Tx, id_: UUID, state: ProductState) -> None:
    await tx.execute(SET_STATE, id_, state.value)


async def find_products(source: Queryable, ids: Iterable[UUID] = (), codes: Iterable[str] = ()) -> list[Fund]:
    """Those of these ids or codes that there are. One statement."""
    return [read_fund(row) for row in await source.fetch(FIND_PRODUCTS, sorted(set(ids)), sorted(set(codes)))]


async def find_terms(source: Queryable, versions: Iterable[tuple[UUID, int]]) -> dict[tuple[UUID, int], FundTerms]:
    """The terms of those versions, sold or not. One statement."""
    asked = sorted(set(versions))
    rows = await source.fetch(FIND_VERSIONS, [id_ for id_, _ in asked], [version for _, version in asked])
    return {(row["product_id"], row["version"]): _terms(row["terms"]) for row in rows}


async def lock_product(tx: Tx, id_: UUID | None, code: str | None = None) -> Fund | None:
    """The product as it stands while this transaction lasts: shared with whoever else orders of it."""
    row = await tx.fetchrow(LOCK_PRODUCT, id_, code)
    return None if row is None else (await find_products(tx, [row["id"]]))[0]


async def lock_product_to_change(tx: Tx, code: str) -> Fund | None:
    """The product, with nobody ordering of it meanwhile."""
    row = await tx.fetchrow(LOCK_PRODUCT_TO_CHANGE, code)
    return None if row is None else (await find_products(tx, [row["id"]]))[0]


async def list_products(source: Queryable, states: Sequence[ProductState], kind: ProductKind | None, first: int, after: str | None) -> Page[Fund]:
    """Products, newest first. Raises InvalidInput."""
    asked = ([one.value for one in states], None if kind is None else kind.value, *decode_moment(after), check_first(first) + 1)
    return page_of([read_fund(row) for row in await source.fetch(LIST_PRODUCTS, *asked)], first, lambda one: moment_key(one.made_at, one.id))


async def find_calendar(source: Queryable, around: date) -> TradingCalendar:
    """The published years next to that day."""
    return TradingCalendar.of([(row["year"], row["closed"]) for row in await source.fetch(FIND_CALENDAR, around.year)])


async def save_calendar(tx: Tx, year: int, closed: Sequence[date]) -> None:
    await tx.execute(SAVE_CALENDAR, year, sorted(closed), tx.now)


def read_fund(row: Record) -> Fund:
    """A row of _JOINED."""
    read = {"kind": ProductKind(row["kind"]), "asset": asset_of(row["asset"]), "state": ProductState(row["state"]), "terms": _terms(row["terms"])}
    return Fund(**{**row, **read})


def _terms(told: object) -> FundTerms:
    return _TERMS.validate_python(orjson.loads(told) if isinstance(told, str) else told)
