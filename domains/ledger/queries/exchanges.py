"""Statements about quotes and the exchanges made at them."""

from collections.abc import Sequence
from fractions import Fraction
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.ledger.rules.exchanges import Quote

COLUMNS = "id, owner_id, sells, buys, rate_numerator, rate_denominator, spread_basis_points, made_at, expires_at, used_by"

INSERT_QUOTES = Writing(
    "quote",
    ("uuid", "uuid", "text", "text", "bigint", "bigint", "integer", "timestamptz", "timestamptz"),
    "INSERT INTO ledger_quote (id, owner_id, sells, buys, rate_numerator, rate_denominator, spread_basis_points, made_at, expires_at) "
    "SELECT told.* FROM {} AS told",
)

LOCK_QUOTES = f"SELECT {COLUMNS} FROM ledger_quote WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE"

FIND_QUOTES = f"SELECT {COLUMNS} FROM ledger_quote WHERE id = ANY($1::uuid[])"

USED_QUOTES = Writing(
    "used_quote",
    ("uuid", "uuid"),
    "UPDATE ledger_quote SET used_by = told.exchange_id FROM {} AS told (id, exchange_id) WHERE ledger_quote.id = told.id",
)


def insert_quotes(tx: Tx, quotes: Sequence[Quote]) -> None:
    """Write quotes with the transaction's next statement."""
    tx.write_later(
        INSERT_QUOTES,
        [
            (
                *(one.id, one.owner_id, one.sells.code, one.buys.code, one.rate.numerator, one.rate.denominator),
                *(one.spread_basis_points, one.made_at, one.expires_at),
            )
            for one in quotes
        ],
    )


async def lock_quotes(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, Quote]:
    """Quotes held until commit."""
    return {row["id"]: _quote(row) for row in await tx.fetch(LOCK_QUOTES, sorted(ids))}


async def find_quotes(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Quote]:
    """Quotes by id; `used_by` is the journal that was posted at it."""
    return {row["id"]: _quote(row) for row in await source.fetch(FIND_QUOTES, ids)}


def use_quotes(tx: Tx, used: Sequence[tuple[UUID, UUID]]) -> None:
    """Note which journal was posted at which quote, with the transaction's next statement."""
    tx.write_later(USED_QUOTES, used)


def _quote(row: Record) -> Quote:
    return Quote(
        row["id"],
        row["owner_id"],
        asset_of(row["sells"]),
        asset_of(row["buys"]),
        Fraction(row["rate_numerator"], row["rate_denominator"]),
        row["spread_basis_points"],
        row["made_at"],
        row["expires_at"],
        row["used_by"],
    )
