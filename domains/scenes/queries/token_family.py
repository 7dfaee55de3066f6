"""Statements on families of tokens, and on access tokens that were revoked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx
from domains.scenes.rules.token_family import Family

COLUMNS = """id, client_id, partner_id, customer_id, consent_id, scopes, key_thumbprint, is_rotating, generation, parent_generation, rotated_at, signed_in_at,
    created_at, expires_at, revoked_at"""

INSERT_FAMILY = """
INSERT INTO scenes_token_family (id, client_id, partner_id, customer_id, consent_id, scopes, key_thumbprint, is_rotating, generation, rotated_at,
    signed_in_at, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $9, $11)
"""

FIND_FAMILY = f"SELECT {COLUMNS} FROM scenes_token_family WHERE id = $1"

LOCK_FAMILY = f"{FIND_FAMILY} FOR UPDATE"

ROTATE_FAMILY = "UPDATE scenes_token_family SET generation = $2, parent_generation = $3, rotated_at = $4 WHERE id = $1"

REVOKE_FAMILY = "UPDATE scenes_token_family SET revoked_at = $2, reason = $3 WHERE id = $1 AND revoked_at IS NULL RETURNING id"

REVOKE_FAMILIES = "UPDATE scenes_token_family SET revoked_at = $2, reason = $3 WHERE consent_id = ANY($1::uuid[]) AND revoked_at IS NULL"

REVOKE_TOKEN = "INSERT INTO scenes_revoked_token (jti, expires_at) VALUES ($1, $2) ON CONFLICT (jti) DO NOTHING"

FIND_STANDING = """
SELECT NOT EXISTS (SELECT FROM scenes_revoked_token WHERE jti = $1)
    AND client.state = 'active' AND partner.state = 'active'
    AND ($3::uuid IS NULL OR EXISTS (SELECT FROM scenes_token_family WHERE id = $3 AND client_id = $2 AND revoked_at IS NULL AND expires_at > $4)) AS stands,
    (SELECT customer_id FROM scenes_token_family WHERE id = $3) AS customer_id
FROM scenes_client AS client JOIN scenes_partner AS partner ON partner.id = client.partner_id WHERE client.id = $2
"""

SWEEP_FAMILIES = "DELETE FROM scenes_token_family WHERE expires_at < $1"

SWEEP_REVOKED = "DELETE FROM scenes_revoked_token WHERE expires_at < $1"


class Standing(NamedTuple):
    """Whether an access token holds, and whose it is; no customer's where the client acts for itself."""

    stands: bool
    customer_id: UUID | None


async def insert_family(tx: Tx, family: Family) -> None:
    await tx.execute(
        INSERT_FAMILY,
        family.id,
        family.client_id,
        family.partner_id,
        family.customer_id,
        family.consent_id,
        family.scopes,
        family.key_thumbprint,
        family.is_rotating,
        tx.now,
        family.signed_in_at,
        family.expires_at,
    )


async def find_family(source: Queryable, family_id: UUID) -> Family | None:
    return _family(await source.fetchrow(FIND_FAMILY, family_id))


async def lock_family(tx: Tx, family_id: UUID) -> Family | None:
    return _family(await tx.fetchrow(LOCK_FAMILY, family_id))


async def rotate_family(tx: Tx, family_id: UUID, generation: int, parent_generation: int) -> None:
    await tx.execute(ROTATE_FAMILY, family_id, generation, parent_generation, tx.now)


async def revoke_family(tx: Tx, family_id: UUID, reason: str) -> bool:
    """Whether it stood until now."""
    return await tx.fetchval(REVOKE_FAMILY, family_id, tx.now, reason) is not None


async def revoke_families(tx: Tx, consent_ids: Sequence[UUID], reason: str = "consent_revoked") -> None:
    """Every token that rests on one of those consents holds no more."""
    await tx.execute(REVOKE_FAMILIES, consent_ids, tx.now, reason)


async def revoke_token(tx: Tx, jti: UUID, expires_at: datetime) -> None:
    await tx.execute(REVOKE_TOKEN, jti, expires_at)


async def find_standing(source: Queryable, jti: UUID, client_id: UUID, family_id: UUID | None) -> Standing:
    """Of an access token whose signature is right and that has not expired."""
    row = await source.fetchrow(FIND_STANDING, jti, client_id, family_id, source.now)
    return Standing(False, None) if row is None else Standing(bool(row["stands"]), row["customer_id"])


async def sweep_tokens(tx: Tx, before: datetime) -> None:
    await tx.execute(SWEEP_FAMILIES, before)
    await tx.execute(SWEEP_REVOKED, before)


def _family(row: Any) -> Family | None:
    if row is None:
        return None
    family = Family(*row)
    return family._replace(scopes=tuple(family.scopes))
