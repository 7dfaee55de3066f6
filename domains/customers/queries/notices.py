"""Statements on short messages to phones that may be nobody's."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx

# Whoever leaves a notice counts under the phone's lock, in a later statement.
LOCK_PHONE = "SELECT pg_advisory_xact_lock(hashtextextended('customers_notice:' || encode($1, 'hex'), 0))"

COUNT_SINCE = "SELECT count(*) FROM customers_notice WHERE phone_index = $1 AND left_at > $2"

INSERT_NOTICE = """
INSERT INTO customers_notice (id, phone_index, phone_sealed, notice, data, language, left_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
"""

FIND_NOTICE = "SELECT id, phone_sealed, notice, data, language FROM customers_notice WHERE id = $1 AND sent_at IS NULL"

MARK_SENT = "UPDATE customers_notice SET sent_at = $2, phone_sealed = NULL WHERE id = $1 AND sent_at IS NULL"

DELETE_OLD = "DELETE FROM customers_notice WHERE id IN (SELECT id FROM customers_notice WHERE left_at < $1 ORDER BY left_at LIMIT $2)"


async def count_since(tx: Tx, phone_index: bytes, since: datetime) -> int:
    """How many were left for a phone, which nobody else adds to before commit."""
    await tx.execute(LOCK_PHONE, phone_index)
    return int(await tx.fetchval(COUNT_SINCE, phone_index, since))


async def insert_notice(tx: Tx, id_: UUID, phone_index: bytes, phone_sealed: bytes, notice: str, data: Mapping[str, str], language: str) -> bool:
    """False when there is one of that id."""
    return await tx.execute(INSERT_NOTICE, id_, phone_index, phone_sealed, notice, dict(data), language, tx.now) == "INSERT 0 1"


async def find_unsent(source: Queryable, id_: UUID) -> Record | None:
    return await source.fetchrow(FIND_NOTICE, id_)


async def mark_sent(tx: Tx, id_: UUID) -> None:
    """The number is forgotten."""
    await tx.execute(MARK_SENT, id_, tx.now)


async def delete_old(tx: Tx, before: datetime, limit: int) -> int:
    """How many were deleted."""
    return int((await tx.execute(DELETE_OLD, before, limit)).split()[-1])
