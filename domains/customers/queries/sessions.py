"""Statements about sessions, devices and the keys that sign access tokens."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx

UPSERT_DEVICE = """
INSERT INTO customers_device (customer_id, id, fingerprint, name, platform, key_thumbprint, first_seen_at, last_seen_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
ON CONFLICT (customer_id, fingerprint) WHERE revoked_at IS NULL DO UPDATE SET last_seen_at = excluded.last_seen_at, name = excluded.name
RETURNING id
"""

# Whoever closes a customer holds the row: a sign-in that comes meanwhile waits here, and reads afterwards that there is nobody to sign in any more.
INSERT_SESSION = """
WITH customer AS MATERIALIZED (SELECT survivor_id FROM customers_customer WHERE id = $1 FOR KEY SHARE)
INSERT INTO customers_session
    (owner_id, id, device_id, permissions, key_thumbprint, generation, confirmed_generation, issued_at, created_at, last_used_at, expires_at, by_code)
SELECT $1, $2, $3, $4, $5, 0, 0, $6, $6, $6, $7, $8 WHERE NOT EXISTS (SELECT FROM customer WHERE survivor_id IS NOT NULL)
RETURNING id
"""

REVOKE_BEYOND = """
UPDATE customers_session SET revoked_at = $2
WHERE owner_id = $1 AND revoked_at IS NULL AND id IN (
    SELECT id FROM customers_session WHERE owner_id = $1 AND revoked_at IS NULL ORDER BY last_used_at DESC, id DESC OFFSET $3
)
RETURNING id
"""

LOCK_SESSION = """
SELECT generation, confirmed_generation, issued_at, expires_at, revoked_at, key_thumbprint, permissions, created_at, by_code
FROM customers_session WHERE owner_id = $1 AND id = $2 FOR UPDATE
"""

ROTATE_SESSION = """
UPDATE customers_session SET generation = $3, confirmed_generation = $3 - 1, issued_at = $4, last_used_at = $4, expires_at = $5 WHERE owner_id = $1 AND id = $2
"""

CONFIRM_GENERATIONS = """
UPDATE customers_session SET confirmed_generation = used.generation, last_used_at = greatest(last_used_at, $4)
FROM unnest($1::uuid[], $2::uuid[], $3::integer[]) AS used (owner_id, id, generation)
WHERE customers_session.owner_id = used.owner_id AND customers_session.id = used.id
  AND customers_session.generation = used.generation AND customers_session.confirmed_generation < used.generation
"""

CHECK_SESSIONS = """
SELECT asked.position, customers_session.id IS NOT NULL AS good
FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (session_id, owner_id, position)
LEFT JOIN customers_session ON customers_session.owner_id = asked.owner_id AND customers_session.id = asked.session_id
    AND customers_session.revoked_at IS NULL AND customers_session.expires_at > $3
ORDER BY asked.position
"""

REVOKE_SESSION = "UPDATE customers_session SET revoked_at = $3 WHERE owner_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING id"

REVOKE_SESSIONS_OF_DEVICE = "UPDATE customers_session SET revoked_at = $3 WHERE owner_id = $1 AND device_id = $2 AND revoked_at IS NULL RETURNING id"

REVOKE_DEVICE = """
UPDATE customers_device SET revoked_at = $3, push_service = NULL, push_token_sealed = NULL, push_token_index = NULL
WHERE customer_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING id
"""

LIST_SESSIONS = """
SELECT session.id, session.owner_id, session.device_id, device.name AS device_name, device.platform AS device_platform,
       session.key_thumbprint IS NOT NULL AS bound_to_key, session.created_at, session.last_used_at, session.expires_at
FROM unnest($1::uuid[]) AS asked (owner_id)
CROSS JOIN LATERAL (
    SELECT * FROM customers_session
    WHERE customers_session.owner_id = asked.owner_id AND revoked_at IS NULL AND expires_at > $2
    ORDER BY last_used_at DESC, customers_session.id DESC LIMIT $3
) AS session
LEFT JOIN customers_device AS device ON device.customer_id = session.owner_id AND device.id = session.device_id
"""

LIST_DEVICES = """
SELECT device.id, device.customer_id, device.name, device.platform, device.key_thumbprint IS NOT NULL AS bound_to_key,
       device.push_token_sealed IS NOT NULL AS gets_push, device.first_seen_at, device.last_seen_at
FROM unnest($1::uuid[]) AS asked (customer_id)
CROSS JOIN LATERAL (
    SELECT * FROM customers_device
    WHERE customers_device.customer_id = asked.customer_id AND revoked_at IS NULL
    ORDER BY last_seen_at DESC, customers_device.id DESC LIMIT $2
) AS device
"""

LIST_REVOKED = "SELECT id, revoked_at FROM customers_session WHERE revoked_at > $1"

LIST_SIGNING_KEYS = "SELECT number, id, public_key, private_key_sealed, active_from FROM customers_signing_key ORDER BY number DESC LIMIT 4"

INSERT_SIGNING_KEY = """
INSERT INTO customers_signing_key (number, id, public_key, private_key_sealed, active_from, created_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING
"""

FORGET_PRIVATE_KEYS = "UPDATE customers_signing_key SET private_key_sealed = NULL WHERE number < $1 AND private_key_sealed IS NOT NULL"


async def upsert_device(tx: Tx, customer_id: UUID, new_id: UUID, fingerprint: bytes, name: str, platform: str, key_thumbprint: str | None) -> UUID:
    """The id of the customer's device of that fingerprint."""
    found: UUID = await tx.fetchval(UPSERT_DEVICE, customer_id, new_id, fingerprint, name, platform, key_thumbprint, tx.now)
    return found


async def insert_session(
    tx: Tx, owner_id: UUID, id_: UUID, device_id: UUID | None, permissions: Sequence[str], key_thumbprint: str | None, expires_at: datetime, by_code: bool
) -> bool:
    """False for a customer who was closed."""
    return await tx.fetchval(INSERT_SESSION, owner_id, id_, device_id, list(permissions), key_thumbprint, tx.now, expires_at, by_code) is not None


async def revoke_beyond(tx: Tx, owner_id: UUID, keep: int) -> list[UUID]:
    """End all but the most recently used sessions; the ids of those that were ended."""
    return [row["id"] for row in await tx.fetch(REVOKE_BEYOND, owner_id, tx.now, keep)]


async def lock_session(tx: Tx, owner_id: UUID, id_: UUID) -> Record | None:
    return await tx.fetchrow(LOCK_SESSION, owner_id, id_)


async def rotate_session(tx: Tx, owner_id: UUID, id_: UUID, generation: int, expires_at: datetime) -> None:
    await tx.execute(ROTATE_SESSION, owner_id, id_, generation, tx.now, expires_at)


async def confirm_generations(tx: Tx, owner_ids: Sequence[UUID], ids: Sequence[UUID], generations: Sequence[int]) -> None:
    await tx.execute(CONFIRM_GENERATIONS, list(owner_ids), list(ids), list(generations), tx.now)


async def check_sessions(source: Queryable, ids: Sequence[UUID], owner_ids: Sequence[UUID], now: datetime) -> list[bool]:
    return [row["good"] for row in await source.fetch(CHECK_SESSIONS, list(ids), list(owner_ids), now)]


async def revoke_session(tx: Tx, owner_id: UUID, id_: UUID) -> bool:
    return await tx.fetchval(REVOKE_SESSION, owner_id, id_, tx.now) is not None


async def revoke_sessions_of_device(tx: Tx, owner_id: UUID, device_id: UUID) -> list[UUID]:
    return [row["id"] for row in await tx.fetch(REVOKE_SESSIONS_OF_DEVICE, owner_id, device_id, tx.now)]


async def revoke_device(tx: Tx, customer_id: UUID, id_: UUID) -> bool:
    return await tx.fetchval(REVOKE_DEVICE, customer_id, id_, tx.now) is not None


async def list_sessions(source: Queryable, owner_ids: Sequence[UUID], now: datetime, limit: int) -> list[Record]:
    return await source.fetch(LIST_SESSIONS, list(owner_ids), now, limit)


async def list_devices(source: Queryable, customer_ids: Sequence[UUID], limit: int) -> list[Record]:
    return await source.fetch(LIST_DEVICES, list(customer_ids), limit)


async def list_revoked(source: Queryable, since: datetime) -> list[Record]:
    return await source.fetch(LIST_REVOKED, since)


async def list_signing_keys(source: Queryable) -> list[Record]:
    """The newest keys first; older ones than these sign nothing that is still valid."""
    return await source.fetch(LIST_SIGNING_KEYS)


async def insert_signing_key(tx: Tx, number: int, id_: UUID, public_key: bytes, private_key_sealed: bytes, active_from: datetime) -> None:
    """Nothing happens when another process made that number first."""
    await tx.execute(INSERT_SIGNING_KEY, number, id_, public_key, private_key_sealed, active_from, tx.now)


async def forget_private_keys(tx: Tx, below: int) -> None:
    await tx.execute(FORGET_PRIVATE_KEYS, below)
