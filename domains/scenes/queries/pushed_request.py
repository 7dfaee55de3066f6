"""Statements on authorization requests."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx

COLUMNS = "id, client_id, parameters, key_thumbprint, browser_hash, created_at, expires_at, opened_at, decided_at, refusal"

INSERT_REQUEST = f"""
INSERT INTO scenes_pushed_request (id, client_id, parameters, key_thumbprint, browser_hash, created_at, expires_at, opened_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING {COLUMNS}
"""

LOCK_REQUEST = f"SELECT {COLUMNS} FROM scenes_pushed_request WHERE id = $1 FOR UPDATE"

FIND_REQUEST = f"SELECT {COLUMNS} FROM scenes_pushed_request WHERE id = $1"

OPEN_REQUEST = f"UPDATE scenes_pushed_request SET browser_hash = $2, opened_at = $3, expires_at = $4 WHERE id = $1 RETURNING {COLUMNS}"

DECIDE_REQUEST = "UPDATE scenes_pushed_request SET decided_at = $2, refusal = $3 WHERE id = $1"

SWEEP = "DELETE FROM scenes_pushed_request WHERE expires_at < $1"


class PushedRequest(NamedTuple):
    """What a client asks of a customer. `parameters` are OAuth's, checked."""

    id: UUID
    client_id: UUID
    parameters: dict[str, Any]
    key_thumbprint: str | None
    browser_hash: bytes | None
    created_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    decided_at: datetime | None
    refusal: str | None


async def insert_request(
    tx: Tx, request_id: UUID, client_id: UUID, parameters: dict[str, Any], key_thumbprint: str | None, browser_hash: bytes | None, expires_at: datetime
) -> PushedRequest:
    """`browser_hash` where it came with the browser, which opens it at once."""
    opened_at = None if browser_hash is None else tx.now
    row = await tx.fetchrow(INSERT_REQUEST, request_id, client_id, parameters, key_thumbprint, browser_hash, tx.now, expires_at, opened_at)
    assert row is not None
    return _request(row)


async def lock_request(tx: Tx, request_id: UUID) -> PushedRequest | None:
    row = await tx.fetchrow(LOCK_REQUEST, request_id)
    return None if row is None else _request(row)


async def find_request(source: Queryable, request_id: UUID) -> PushedRequest | None:
    row = await source.fetchrow(FIND_REQUEST, request_id)
    return None if row is None else _request(row)


async def open_request(tx: Tx, request_id: UUID, browser_hash: bytes, expires_at: datetime) -> PushedRequest:
    row = await tx.fetchrow(OPEN_REQUEST, request_id, browser_hash, tx.now, expires_at)
    assert row is not None
    return _request(row)


async def decide_request(tx: Tx, request_id: UUID, refusal: str | None) -> None:
    await tx.execute(DECIDE_REQUEST, request_id, tx.now, refusal)


async def sweep_requests(tx: Tx, before: datetime) -> None:
    await tx.execute(SWEEP, before)


def _request(row: Record) -> PushedRequest:
    return PushedRequest(*row)
