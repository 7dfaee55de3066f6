"""Statements about payment PINs."""

from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Tx

LOCK_PIN = "SELECT hash_sealed, version, attempts, locks, locked_until FROM customers_pin WHERE customer_id = $1 FOR UPDATE"

COUNT_ATTEMPT = "UPDATE customers_pin SET attempts = $2, locks = $3, locked_until = $4 WHERE customer_id = $1"

SETTLE_RIGHT = """
UPDATE customers_pin SET attempts = 0, locks = 0, locked_until = NULL WHERE customer_id = $1 AND version = $2 RETURNING version
"""

INSERT_PIN = """
INSERT INTO customers_pin (customer_id, hash_sealed, version, attempts, locks, set_at) VALUES ($1, $2, 1, 0, 0, $3)
ON CONFLICT (customer_id) DO NOTHING
"""

REPLACE_PIN = """
UPDATE customers_pin SET hash_sealed = $2, version = version + 1, attempts = 0, locks = 0, locked_until = NULL, set_at = $3
WHERE customer_id = $1 RETURNING version
"""


async def lock_pin(tx: Tx, customer_id: UUID) -> Record | None:
    return await tx.fetchrow(LOCK_PIN, customer_id)


async def count_attempt(tx: Tx, customer_id: UUID, attempts: int, locks: int, locked_until: datetime | None) -> None:
    await tx.execute(COUNT_ATTEMPT, customer_id, attempts, locks, locked_until)


async def settle_right(tx: Tx, customer_id: UUID, version: int) -> bool:
    """False when the PIN was changed since its guess began."""
    return await tx.fetchval(SETTLE_RIGHT, customer_id, version) is not None


async def insert_pin(tx: Tx, customer_id: UUID, hash_sealed: bytes) -> bool:
    """False when the customer has a PIN already."""
    return await tx.execute(INSERT_PIN, customer_id, hash_sealed, tx.now) == "INSERT 0 1"


async def replace_pin(tx: Tx, customer_id: UUID, hash_sealed: bytes) -> bool:
    """False when there is no PIN."""
    return await tx.fetchval(REPLACE_PIN, customer_id, hash_sealed, tx.now) is not None
