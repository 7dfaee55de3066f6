"""Statements on products and their versions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record
from pydantic import TypeAdapter

from domains.kernel.assets import Asset, asset_of
from domains.kernel.commands import HOUSE_ID
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx
from domains.loans.rules.products import LoanKind, LoanProductState, LoanProductTerms

COLUMNS = "code, kind, name_zh, name_en, asset, state, version, made_at"
_JOINED = f"{', '.join('one.' + name for name in COLUMNS.split(', '))}, told.terms"
_FROM = "FROM loans_product AS one JOIN loans_product_version AS told ON told.code = one.code AND told.version = one.version"

INSERT_PRODUCT = f"INSERT INTO loans_product ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING code"
INSERT_VERSION = "INSERT INTO loans_product_version (code, version, terms, published_by, published_at) VALUES ($1, $2, $3::text::jsonb, $4, $5)"
SET_VERSION = "UPDATE loans_product SET version = $2, name_zh = $3, name_en = $4 WHERE code = $1"
SET_STATE = "UPDATE loans_product SET state = $2 WHERE code = $1"
FIND_PRODUCTS = f"SELECT {_JOINED} {_FROM} WHERE one.code = ANY($1::text[])"
FIND_TERMS = "SELECT code, version, terms FROM loans_product_version WHERE (code, version) IN (SELECT * FROM unnest($1::text[], $2::integer[]))"
# A lock on the product keeps its version and state; who reads it under the lock reads it in a later statement.
LOCK_PRODUCT = "SELECT code FROM loans_product WHERE code = $1 FOR SHARE"
LOCK_PRODUCT_TO_CHANGE = "SELECT code FROM loans_product WHERE code = $1 FOR NO KEY UPDATE"
LIST_PRODUCTS = f"SELECT {_JOINED} {_FROM} WHERE one.state = ANY($1::text[]) ORDER BY one.code LIMIT $2"

PRODUCTS_MOST = 50
_TERMS = TypeAdapter(LoanProductTerms)


class LoanProduct(NamedTuple):
    """A product with the terms of the version that is sold."""

    code: str
    kind: LoanKind
    name_zh: str
    name_en: str
    asset: Asset
    state: LoanProductState
    version: int
    made_at: datetime
    terms: LoanProductTerms

    @property
    def id(self) -> UUID:
        """What facts about the product are told of."""
        return derived_id(HOUSE_ID, f"loan_product:{self.code}")

    def amount(self, minor: int) -> Amount:
        return Amount(minor, self.asset)


async def insert_product(tx: Tx, one: LoanProduct, published_by: UUID) -> bool:
    """False when another product has that code."""
    told = (one.code, one.kind.value, one.name_zh, one.name_en, one.asset.code, one.state.value, one.version, one.made_at)
    if await tx.fetchrow(INSERT_PRODUCT, *told) is None:
        return False
    await insert_version(tx, one, published_by)
    return True


async def insert_version(tx: Tx, one: LoanProduct, published_by: UUID) -> None:
    """Write the terms of the product's version."""
    await tx.execute(INSERT_VERSION, one.code, one.version, _TERMS.dump_json(one.terms).decode(), published_by, tx.now)


async def sell_version(tx: Tx, one: LoanProduct) -> None:
    """From now on that version is sold, under those names."""
    await tx.execute(SET_VERSION, one.code, one.version, one.name_zh, one.name_en)


async def set_state(tx: Tx, code: str, state: LoanProductState) -> None:
    await tx.execute(SET_STATE, code, state.value)


async def find_products(source: Queryable, codes: Iterable[str]) -> dict[str, LoanProduct]:
    """Those of these codes that there are, by code. One statement."""
    return {row["code"]: _product(row) for row in await source.fetch(FIND_PRODUCTS, sorted(set(codes)))}


async def find_terms(source: Queryable, versions: Iterable[tuple[str, int]]) -> dict[tuple[str, int], LoanProductTerms]:
    """The terms of those versions, sold or not. One statement."""
    asked = sorted(set(versions))
    rows = await source.fetch(FIND_TERMS, [code for code, _ in asked], [version for _, version in asked])
    return {(row["code"], row["version"]): _terms(row["terms"]) for row in rows}


async def lock_product(tx: Tx, code: str) -> LoanProduct | None:
    """The product as it stands while this transaction lasts: shared with whoever else borrows by it."""
    row = await tx.fetchrow(LOCK_PRODUCT, code)
    return None if row is None else (await find_products(tx, [code]))[code]


async def lock_product_to_change(tx: Tx, code: str) -> LoanProduct | None:
    """The product, with nobody borrowing by it meanwhile."""
    row = await tx.fetchrow(LOCK_PRODUCT_TO_CHANGE, code)
    return None if row is None else (await find_products(tx, [code]))[code]


async def list_products(source: Queryable, states: Sequence[LoanProductState]) -> list[LoanProduct]:
    """Products in those states, by code. One statement."""
    return [_product(row) for row in await source.fetch(LIST_PRODUCTS, [one.value for one in states], PRODUCTS_MOST)]


def _product(row: Record) -> LoanProduct:
    read = {"kind": LoanKind(row["kind"]), "asset": asset_of(row["asset"]), "state": LoanProductState(row["state"]), "terms": _terms(row["terms"])}
    return LoanProduct(**{**row, **read})


def _terms(told: object) -> LoanProductTerms:
    return _TERMS.validate_python(orjson.loads(told) if isinstance(told, str) else told)
