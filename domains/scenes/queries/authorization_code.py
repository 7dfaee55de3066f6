"""Statements on authorization codes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from domains.kernel.transactions import Tx
from domains.scenes.rules.authorization_code import Code

COLUMNS = """id, client_id, partner_id, customer_id, consent_id, scopes, redirect_uri, challenge, nonce, key_thumbprint, signed_in_at, expires_at, used_at"""

INSERT_CODE = """
INSERT INTO scenes_authorization_code (id, client_id, partner_id, customer_id, consent_id, scopes, redirect_uri, challenge, nonce, key_thumbprint,
    signed_in_at, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
"""

LOCK_CODE = f"SELECT {COLUMNS} FROM scenes_authorization_code WHERE id = $1 FOR UPDATE"

USE_CODE = "UPDATE scenes_authorization_code SET used_at = $2 WHERE id = $1"

SWEEP = "DELETE FROM scenes_authorization_code WHERE expires_at < $1"


async def insert_code(tx: Tx, code: Code) -> None:
    await tx.execute(INSERT_CODE, *code[:11], tx.now, code.expires_at)


async def lock_code(tx: Tx, code_id: UUID) -> Code | None:
    return _code(await tx.fetchrow(LOCK_CODE, code_id))


async def use_code(tx: Tx, code_id: UUID) -> None:
    await tx.execute(USE_CODE, code_id, tx.now)


async def sweep_codes(tx: Tx, before: datetime) -> None:
    await tx.execute(SWEEP, before)


def _code(row: Any) -> Code | None:
    if row is None:
        return None
    code = Code(*row)
    return code._replace(scopes=tuple(code.scopes))
