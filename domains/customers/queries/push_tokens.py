"""Statements about push tokens."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx

LOCK_TOKEN = "SELECT pg_advisory_xact_lock($1)"

LOCK_NOTIFIED_DEVICES = """
SELECT id FROM customers_device WHERE customer_id = $1 AND push_token_sealed IS NOT NULL ORDER BY id FOR UPDATE
"""

FIND_DEVICE_OF_SESSION = """
SELECT device.id FROM customers_session AS session
JOIN customers_device AS device ON device.customer_id = session.owner_id AND device.id = session.device_id AND device.revoked_at IS NULL
WHERE session.owner_id = $1 AND session.id = $2 AND session.revoked_at IS NULL AND session.expires_at > $3
"""

TAKE_FROM_OTHERS = """
UPDATE customers_device SET push_service = NULL, push_token_sealed = NULL, push_token_index = NULL
WHERE push_token_index = $1 AND (customer_id, id) <> ($2, $3)
"""

UPDATE_PUSH_TOKEN = """
UPDATE customers_device SET push_service = $3, push_token_sealed = $4, push_token_index = $5
WHERE customer_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING id
"""

FORGET_WITHOUT_SESSION = """
UPDATE customers_device SET push_service = NULL, push_token_sealed = NULL, push_token_index = NULL
WHERE customer_id = $1 AND push_token_sealed IS NOT NULL AND NOT EXISTS (
    SELECT FROM customers_session AS session
    WHERE session.owner_id = customers_device.customer_id AND session.device_id = customers_device.id AND session.revoked_at IS NULL AND session.expires_at > $2
)
"""

LIST_TARGETS = """
SELECT device.customer_id, device.id, device.push_service, device.push_token_sealed, data_key.wrapping_key_id, data_key.wrapped
FROM unnest($1::uuid[]) AS asked (customer_id)
JOIN kernel_data_key AS data_key ON data_key.owner_id = asked.customer_id
CROSS JOIN LATERAL (
    SELECT * FROM customers_device
    WHERE customers_device.customer_id = asked.customer_id AND push_token_sealed IS NOT NULL AND EXISTS (
        SELECT FROM customers_session AS session
        WHERE session.owner_id = customers_device.customer_id AND session.device_id = customers_device.id
          AND session.revoked_at IS NULL AND session.expires_at > $2
    )
    ORDER BY last_seen_at DESC, customers_device.id DESC LIMIT $3
) AS device
"""


async def lock_token(tx: Tx, token_index: bytes) -> None:
    """Let nobody else register the same token until commit."""
    await tx.execute(LOCK_TOKEN, int.from_bytes(token_index[:8], "big", signed=True))


async def lock_notified_devices(tx: Tx, customer_id: UUID) -> None:
    """Hold the devices that may lose their tokens, before any session: in the order of whoever removes a device."""
    await tx.execute(LOCK_NOTIFIED_DEVICES, customer_id)


async def find_device_of_session(tx: Tx, owner_id: UUID, session_id: UUID) -> UUID | None:
    """None when the session has ended, is somebody else's, or is on no device."""
    found: UUID | None = await tx.fetchval(FIND_DEVICE_OF_SESSION, owner_id, session_id, tx.now)
    return found


async def take_from_others(tx: Tx, token_index: bytes, customer_id: UUID, device_id: UUID) -> None:
    await tx.execute(TAKE_FROM_OTHERS, token_index, customer_id, device_id)


async def update_push_token(tx: Tx, customer_id: UUID, device_id: UUID, service: str, token_sealed: bytes, token_index: bytes) -> bool:
    """False when the device was revoked meanwhile."""
    return await tx.fetchval(UPDATE_PUSH_TOKEN, customer_id, device_id, service, token_sealed, token_index) is not None


async def forget_without_session(tx: Tx, customer_id: UUID) -> None:
    """Remove the tokens of devices on which no session stands any more."""
    await tx.execute(FORGET_WITHOUT_SESSION, customer_id, tx.now)


async def list_targets(source: Queryable, customer_ids: Sequence[UUID], now: datetime, limit: int) -> list[Record]:
    return await source.fetch(LIST_TARGETS, list(customer_ids), now, limit)
