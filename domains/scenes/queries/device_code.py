"""Statements on device codes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx
from domains.scenes.rules.device_code import Device, DeviceState

COLUMNS = """id, client_id, partner_id, scopes, key_thumbprint, state, customer_id, consent_id, signed_in_at, interval_seconds, polled_at, expires_at"""

INSERT_DEVICE = """
INSERT INTO scenes_device_code (id, client_id, partner_id, user_code_index, scopes, key_thumbprint, state, interval_seconds, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, $9) ON CONFLICT (user_code_index) DO NOTHING RETURNING id
"""

LOCK_DEVICE = f"SELECT {COLUMNS} FROM scenes_device_code WHERE id = $1 FOR UPDATE"

FIND_BY_USER_CODE = f"SELECT {COLUMNS} FROM scenes_device_code WHERE user_code_index = $1 AND state = 'waiting' AND expires_at > $2"

POLL_DEVICE = "UPDATE scenes_device_code SET polled_at = $2, interval_seconds = $3 WHERE id = $1"

DECIDE_DEVICE = "UPDATE scenes_device_code SET state = $2, customer_id = $3, consent_id = $4, scopes = $5, signed_in_at = $6 WHERE id = $1"

USE_DEVICE = "UPDATE scenes_device_code SET state = 'used' WHERE id = $1"

SWEEP = "DELETE FROM scenes_device_code WHERE expires_at < $1"


async def insert_device(tx: Tx, device: Device, user_code_index: bytes) -> bool:
    """Whether the code to be typed was free."""
    made = await tx.fetchval(
        INSERT_DEVICE,
        device.id,
        device.client_id,
        device.partner_id,
        user_code_index,
        device.scopes,
        device.key_thumbprint,
        device.interval_seconds,
        tx.now,
        device.expires_at,
    )
    return made is not None


async def lock_device(tx: Tx, device_id: UUID) -> Device | None:
    return _device(await tx.fetchrow(LOCK_DEVICE, device_id))


async def find_by_user_code(source: Queryable, user_code_index: bytes) -> Device | None:
    """The device that waits under that code."""
    return _device(await source.fetchrow(FIND_BY_USER_CODE, user_code_index, source.now))


async def note_poll(tx: Tx, device_id: UUID, interval_seconds: int) -> None:
    await tx.execute(POLL_DEVICE, device_id, tx.now, interval_seconds)


async def decide_device(
    tx: Tx, device_id: UUID, state: DeviceState, customer_id: UUID, consent_id: UUID | None, scopes: tuple[str, ...], signed_in_at: datetime
) -> None:
    await tx.execute(DECIDE_DEVICE, device_id, state, customer_id, consent_id, scopes, signed_in_at)


async def use_device(tx: Tx, device_id: UUID) -> None:
    await tx.execute(USE_DEVICE, device_id)


async def sweep_devices(tx: Tx, before: datetime) -> None:
    await tx.execute(SWEEP, before)


def _device(row: Any) -> Device | None:
    if row is None:
        return None
    device = Device(*row)
    return device._replace(scopes=tuple(device.scopes))
