"""Statements on the tokens by which the house speaks for customers at partners."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx

COLUMNS = "link_id, customer_id, access_sealed, refresh_sealed, subject_sealed, expires_at, version, lease_id, leased_until"

STORE_CREDENTIAL = """
INSERT INTO scenes_partner_credential (link_id, customer_id, access_sealed, refresh_sealed, subject_sealed, subject_index, expires_at, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
ON CONFLICT (link_id) DO UPDATE SET access_sealed = excluded.access_sealed,
    refresh_sealed = coalesce(excluded.refresh_sealed, scenes_partner_credential.refresh_sealed), expires_at = excluded.expires_at,
    version = scenes_partner_credential.version + 1, lease_id = NULL, leased_until = NULL
"""

FIND_CREDENTIAL = f"SELECT {COLUMNS} FROM scenes_partner_credential WHERE link_id = $1"

LEASE_CREDENTIAL = """
UPDATE scenes_partner_credential SET lease_id = $2, leased_until = $4
WHERE link_id = $1 AND version = $5 AND (leased_until IS NULL OR leased_until <= $3)
RETURNING link_id
"""

GIVE_BACK_LEASE = "UPDATE scenes_partner_credential SET lease_id = NULL, leased_until = NULL WHERE link_id = $1 AND lease_id = $2"

LOCK_LEASE = "SELECT version FROM scenes_partner_credential WHERE link_id = $1 AND lease_id = $2 FOR UPDATE"

DELETE_CREDENTIAL = "DELETE FROM scenes_partner_credential WHERE link_id = $1"


class SealedCredential(NamedTuple):
    """Tokens as they are kept."""

    link_id: UUID
    customer_id: UUID
    access_sealed: bytes
    refresh_sealed: bytes | None
    subject_sealed: bytes
    expires_at: datetime
    version: int
    lease_id: UUID | None
    leased_until: datetime | None


async def store_credential(
    tx: Tx,
    link_id: UUID,
    customer_id: UUID,
    access_sealed: bytes,
    refresh_sealed: bytes | None,
    subject_sealed: bytes,
    subject_index: bytes,
    expires_at: datetime,
) -> None:
    await tx.execute(STORE_CREDENTIAL, link_id, customer_id, access_sealed, refresh_sealed, subject_sealed, subject_index, expires_at)


async def find_credential(source: Queryable, link_id: UUID) -> SealedCredential | None:
    row: Record | None = await source.fetchrow(FIND_CREDENTIAL, link_id)
    return None if row is None else SealedCredential(*row)


async def lease_credential(tx: Tx, link_id: UUID, lease_id: UUID, until: datetime, version: int) -> bool:
    """Whether the lease is ours: nobody has one, and the tokens are still those that were seen."""
    return await tx.fetchval(LEASE_CREDENTIAL, link_id, lease_id, tx.now, until, version) is not None


async def give_back_lease(tx: Tx, link_id: UUID, lease_id: UUID) -> None:
    await tx.execute(GIVE_BACK_LEASE, link_id, lease_id)


async def has_lease(tx: Tx, link_id: UUID, lease_id: UUID) -> bool:
    """Whether the lease is still that one; the row is held until commit."""
    return await tx.fetchval(LOCK_LEASE, link_id, lease_id) is not None


async def delete_credential(tx: Tx, link_id: UUID) -> None:
    await tx.execute(DELETE_CREDENTIAL, link_id)
