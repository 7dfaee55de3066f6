"""Statements on lines of credit."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx
from domains.loans.rules.lines import LineState
from domains.loans.rules.products import LoanKind
from domains.loans.rules.rates import ppm_of, rate_of

COLUMNS = """customer_id, id, product_code, product_version, kind, asset, limit_minor, annual_rate_ppm, is_revolving, state, frozen_by, expires_on,
    opened_at, changed_at"""

INSERT_LINE = f"""
INSERT INTO loans_line ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING RETURNING id
"""
FIND_LINES = f"SELECT {COLUMNS} FROM loans_line WHERE (customer_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))"
LIST_LINES = f"SELECT {COLUMNS} FROM loans_line WHERE customer_id = ANY($1::uuid[]) ORDER BY customer_id, opened_at DESC, id"
LOCK_LINE = "SELECT id FROM loans_line WHERE customer_id = $1 AND id = $2 FOR NO KEY UPDATE"
LOCK_LINES = """
SELECT id FROM loans_line WHERE (customer_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[])) ORDER BY customer_id, id FOR NO KEY UPDATE
"""
# Those that can be drawn from at a till: one for each customer and product, in the order of their keys.
LOCK_OF_KIND = """
SELECT customer_id, id FROM loans_line WHERE customer_id = ANY($1::uuid[]) AND kind = $2 AND state IN ('active', 'frozen')
ORDER BY customer_id, id FOR NO KEY UPDATE
"""
WRITE_STATE = "UPDATE loans_line SET state = $3, frozen_by = $4, changed_at = $5 WHERE customer_id = $1 AND id = $2"
LIST_EXPIRING = "SELECT customer_id, id FROM loans_line WHERE expires_on <= $1 AND state IN ('active', 'frozen') ORDER BY expires_on LIMIT $2"


class Line(NamedTuple):
    """A line. What is left of it is the ledger's to say."""

    customer_id: UUID
    id: UUID
    product_code: str
    product_version: int
    kind: LoanKind
    asset: Asset
    limit_minor: int
    annual_rate: Decimal
    is_revolving: bool
    state: LineState
    frozen_by: UUID | None
    expires_on: date
    opened_at: datetime
    changed_at: datetime

    def amount(self, minor: int) -> Amount:
        return Amount(minor, self.asset)


async def insert_line(tx: Tx, one: Line) -> bool:
    """False when the customer has a line of that product that has not ended."""
    written = one._replace(kind=one.kind.value, asset=one.asset.code, state=one.state.value, annual_rate=ppm_of(one.annual_rate))  # type: ignore[arg-type]
    return await tx.fetchrow(INSERT_LINE, *written) is not None


async def find_lines(source: Queryable, keys: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Line]:
    """By customer and id. One statement."""
    asked = sorted(set(keys))
    rows = await source.fetch(FIND_LINES, [customer_id for customer_id, _ in asked], [id_ for _, id_ in asked])
    return {(row["customer_id"], row["id"]): _line(row) for row in rows}


async def list_lines(source: Queryable, customer_ids: Sequence[UUID]) -> dict[UUID, list[Line]]:
    """Each customer's lines, the last opened first. One statement."""
    found: dict[UUID, list[Line]] = {id_: [] for id_ in customer_ids}
    for row in await source.fetch(LIST_LINES, sorted(found)):
        found[row["customer_id"]].append(_line(row))
    return found


async def lock_line(tx: Tx, customer_id: UUID, id_: UUID) -> Line | None:
    """It, held until commit and read under the lock."""
    if await tx.fetchrow(LOCK_LINE, customer_id, id_) is None:
        return None
    return (await find_lines(tx, [(customer_id, id_)]))[customer_id, id_]


async def lock_lines(tx: Tx, keys: Iterable[tuple[UUID, UUID]]) -> None:
    """Hold those lines (customer and id) until commit, in the order of their keys. One statement, where there are any."""
    asked = sorted(set(keys))
    if asked:
        await tx.fetch(LOCK_LINES, [customer_id for customer_id, _ in asked], [id_ for _, id_ in asked])


async def lock_of_kind(tx: Tx, customer_ids: Iterable[UUID], kind: LoanKind) -> dict[UUID, list[Line]]:
    """Those of these customers' lines of that kind that have not ended, held until commit and read under the lock. Two statements."""
    keys = [(row["customer_id"], row["id"]) for row in await tx.fetch(LOCK_OF_KIND, sorted(set(customer_ids)), kind.value)]
    found = await find_lines(tx, keys) if keys else {}
    of_customer: dict[UUID, list[Line]] = {}
    for key in keys:
        of_customer.setdefault(key[0], []).append(found[key])
    return of_customer


async def write_state(tx: Tx, line: Line, state: LineState, frozen_by: UUID | None) -> Line:
    """How it stands from now on."""
    await tx.execute(WRITE_STATE, line.customer_id, line.id, state.value, frozen_by, tx.now)
    return line._replace(state=state, frozen_by=frozen_by, changed_at=tx.now)


async def list_expiring(source: Queryable, today: date, most: int) -> list[tuple[UUID, UUID]]:
    """Lines whose time is over and of which that is not written down yet, by customer and id."""
    return [(row["customer_id"], row["id"]) for row in await source.fetch(LIST_EXPIRING, today, most)]


def _line(row: Record) -> Line:
    told = {Line._fields[index]: value for index, value in enumerate(row.values())}
    told |= {"kind": LoanKind(row["kind"]), "asset": asset_of(row["asset"]), "state": LineState(row["state"])}
    return Line(**told | {"annual_rate": rate_of(row["annual_rate_ppm"])})
