"""Statements about one-time codes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx

LOCK_SUBJECTS = "SELECT pg_advisory_xact_lock(key) FROM (SELECT key FROM unnest($1::bigint[]) AS subject (key) ORDER BY key) AS ordered"

_LIST_ASKED = "SELECT created_at FROM customers_challenge WHERE {what} AND created_at > $1 ORDER BY created_at DESC LIMIT $2"

LIST_ASKED = {
    "phone": _LIST_ASKED.format(what="phone_index = $3"),
    "device": _LIST_ASKED.format(what="device_index = $3"),
    "address": _LIST_ASKED.format(what="address_index = $3"),
}

LIST_ASKED_EVERYWHERE = "SELECT created_at FROM customers_challenge WHERE created_at > $1 ORDER BY created_at DESC LIMIT $2"

INSERT_CHALLENGE = """
INSERT INTO customers_challenge (id, phone_index, phone_sealed, device_index, address_index, language, attempts, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)
"""

LOCK_LAST_CHALLENGE = """
SELECT id, attempts, expires_at, used_at, owner_id, session_id, key_thumbprint FROM customers_challenge
WHERE phone_index = $1 ORDER BY created_at DESC, id DESC LIMIT 1 FOR UPDATE
"""

COUNT_ATTEMPT = "UPDATE customers_challenge SET attempts = attempts + 1 WHERE id = $1"

USE_CHALLENGE = "UPDATE customers_challenge SET used_at = $2, owner_id = $3, session_id = $4, key_thumbprint = $5 WHERE id = $1"

FIND_CHALLENGE = "SELECT id, phone_sealed, language, attempts, expires_at, used_at, sent_at FROM customers_challenge WHERE id = $1"

MARK_SENT = "UPDATE customers_challenge SET sent_at = $2 WHERE id = $1 AND sent_at IS NULL"

DELETE_OLD_CHALLENGES = """
DELETE FROM customers_challenge WHERE id IN (SELECT id FROM customers_challenge WHERE created_at < $1 ORDER BY created_at LIMIT $2)
"""


async def lock_subjects(tx: Tx, keys: Sequence[int]) -> None:
    """Let nobody else ask for a code for the same phone, device or address until commit."""
    await tx.execute(LOCK_SUBJECTS, list(keys))


async def list_asked(tx: Tx, what: str, index: bytes, since: datetime, limit: int) -> list[datetime]:
    return [row["created_at"] for row in await tx.fetch(LIST_ASKED[what], since, limit, index)]


async def list_asked_everywhere(tx: Tx, since: datetime, limit: int) -> list[datetime]:
    return [row["created_at"] for row in await tx.fetch(LIST_ASKED_EVERYWHERE, since, limit)]


async def insert_challenge(
    tx: Tx, id_: UUID, phone_index: bytes, phone_sealed: bytes, device_index: bytes | None, address_index: bytes | None, language: str, expires_at: datetime
) -> None:
    await tx.execute(INSERT_CHALLENGE, id_, phone_index, phone_sealed, device_index, address_index, language, tx.now, expires_at)


async def lock_last_challenge(tx: Tx, phone_index: bytes) -> Record | None:
    return await tx.fetchrow(LOCK_LAST_CHALLENGE, phone_index)


async def count_attempt(tx: Tx, id_: UUID) -> None:
    await tx.execute(COUNT_ATTEMPT, id_)


async def use_challenge(tx: Tx, id_: UUID, owner_id: UUID, session_id: UUID, key_thumbprint: str | None) -> None:
    """Write down that it was used, and for which session."""
    await tx.execute(USE_CHALLENGE, id_, tx.now, owner_id, session_id, key_thumbprint)


async def find_challenge(source: Queryable, id_: UUID) -> Record | None:
    return await source.fetchrow(FIND_CHALLENGE, id_)


async def mark_sent(tx: Tx, id_: UUID) -> None:
    await tx.execute(MARK_SENT, id_, tx.now)


async def delete_old_challenges(tx: Tx, before: datetime, limit: int) -> int:
    """How many were deleted."""
    return int((await tx.execute(DELETE_OLD_CHALLENGES, before, limit)).split()[-1])
