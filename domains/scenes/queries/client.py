"""Statements on clients."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx
from domains.scenes.rules.client import AuthMethod, Environment, keeps_fapi

COLUMNS = """client.id, client.partner_id, client.name, client.environment, client.auth_method, client.secret_number, client.jwks, client.redirect_uris,
    client.scopes, client.grant_types, client.registration_number, client.is_resource_server, client.created_at,
    client.jwks_uri, client.keys_asked_at"""

INSERT_CLIENT = f"""
INSERT INTO scenes_client AS client (id, partner_id, name, environment, auth_method, secret_number, jwks, redirect_uris, scopes, grant_types,
    registration_number, is_resource_server, state, created_at, jwks_uri, keys_asked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'active', $13, $14, $15)
RETURNING {COLUMNS}
"""

FIND_CLIENTS = f"""
SELECT asked.position, {COLUMNS}, partner.name AS partner_name
FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (id, position)
JOIN scenes_client AS client USING (id) JOIN scenes_partner AS partner ON partner.id = client.partner_id
WHERE client.state = 'active' AND partner.state = 'active'
"""

LIST_CLIENTS = f"SELECT {COLUMNS} FROM scenes_client AS client WHERE partner_id = $1 AND state = 'active' ORDER BY created_at, id LIMIT 50"

UPDATE_CLIENT = f"""
UPDATE scenes_client AS client SET name = $2, auth_method = $3, secret_number = $4, jwks = $5, redirect_uris = $6, scopes = $7, grant_types = $8,
    registration_number = $9, jwks_uri = $10, keys_asked_at = $11
WHERE id = $1 AND state = 'active' RETURNING {COLUMNS}
"""

CLAIM_KEYS = """
UPDATE scenes_client SET keys_asked_at = $2 WHERE id = $1 AND state = 'active' AND jwks_uri IS NOT NULL AND keys_asked_at <= $3 RETURNING id
"""

LOCK_CLIENT = f"SELECT {COLUMNS} FROM scenes_client AS client WHERE id = $1 AND state = 'active' FOR UPDATE"

REMOVE_CLIENT = "UPDATE scenes_client SET state = 'removed' WHERE id = $1 AND state = 'active' RETURNING id"


class Client(NamedTuple):
    """An OAuth client that stands, and so does its partner. `partner_name` is known where it was read for a page.

    With a `jwks_uri` its keys are those that stood there when it was last read; `keys_asked_at` is when that was last tried."""

    id: UUID
    partner_id: UUID
    name: str
    environment: Environment
    auth_method: AuthMethod
    secret_number: int | None
    jwks: dict[str, Any] | None
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    grant_types: tuple[str, ...]
    registration_number: int | None
    is_resource_server: bool
    created_at: datetime
    partner_name: str = ""
    jwks_uri: str | None = None
    keys_asked_at: datetime | None = None

    @property
    def is_public(self) -> bool:
        return self.auth_method == "none"

    @property
    def keeps_fapi(self) -> bool:
        """Whether it must keep the FAPI 2.0 Security Profile."""
        return keeps_fapi(self.scopes)


async def insert_client(tx: Tx, client: Client) -> Client:
    row = await tx.fetchrow(
        INSERT_CLIENT,
        client.id,
        client.partner_id,
        client.name,
        client.environment,
        client.auth_method,
        client.secret_number,
        client.jwks,
        client.redirect_uris,
        client.scopes,
        client.grant_types,
        client.registration_number,
        client.is_resource_server,
        tx.now,
        client.jwks_uri,
        client.keys_asked_at,
    )
    assert row is not None
    return _client(row)


async def find_clients(source: Queryable, client_ids: Sequence[UUID]) -> list[Client | None]:
    """One for each id, in order; None for one that was removed or whose partner is suspended."""
    found: list[Client | None] = [None] * len(client_ids)
    for row in await source.fetch(FIND_CLIENTS, client_ids):
        found[row["position"] - 1] = _client(row, row["partner_name"])
    return found


async def list_clients(source: Queryable, partner_id: UUID) -> list[Client]:
    """A partner's first fifty, oldest first."""
    return [_client(row) for row in await source.fetch(LIST_CLIENTS, partner_id)]


async def lock_client(tx: Tx, client_id: UUID) -> Client | None:
    row = await tx.fetchrow(LOCK_CLIENT, client_id)
    return None if row is None else _client(row)


async def update_client(tx: Tx, client: Client) -> Client:
    row = await tx.fetchrow(
        UPDATE_CLIENT,
        client.id,
        client.name,
        client.auth_method,
        client.secret_number,
        client.jwks,
        client.redirect_uris,
        client.scopes,
        client.grant_types,
        client.registration_number,
        client.jwks_uri,
        client.keys_asked_at,
    )
    assert row is not None
    return _client(row)


async def claim_keys(tx: Tx, client_id: UUID, last_asked_by: datetime) -> bool:
    """The right to ask the client's address for its keys, if nobody has asked since then."""
    return await tx.fetchval(CLAIM_KEYS, client_id, tx.now, last_asked_by) is not None


async def remove_client(tx: Tx, client_id: UUID) -> bool:
    """Whether there was one to remove."""
    return await tx.fetchval(REMOVE_CLIENT, client_id) is not None


def _client(row: Record, partner_name: str = "") -> Client:
    return Client(
        row["id"],
        row["partner_id"],
        row["name"],
        row["environment"],
        row["auth_method"],
        row["secret_number"],
        row["jwks"],
        tuple(row["redirect_uris"]),
        tuple(row["scopes"]),
        tuple(row["grant_types"]),
        row["registration_number"],
        row["is_resource_server"],
        row["created_at"],
        partner_name,
        row["jwks_uri"],
        row["keys_asked_at"],
    )
