"""Statements about consents, operators and app versions."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx

INSERT_CONSENT = """
INSERT INTO customers_consent (customer_id, id, purpose, version, granted_at) VALUES ($1, $2, $3, $4, $5)
RETURNING id, customer_id, purpose, version, granted_at, withdrawn_at
"""

FIND_STANDING_CONSENTS = """
SELECT consent.id, asked.customer_id, consent.purpose, consent.version, consent.granted_at, consent.withdrawn_at
FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, position)
LEFT JOIN customers_consent AS consent ON consent.customer_id = asked.customer_id AND consent.purpose = $2 AND consent.withdrawn_at IS NULL
ORDER BY asked.position
"""

WITHDRAW_CONSENT = """
UPDATE customers_consent SET withdrawn_at = $3 WHERE customer_id = $1 AND purpose = $2 AND withdrawn_at IS NULL
RETURNING id, customer_id, purpose, version, granted_at, withdrawn_at
"""

LIST_CONSENTS = """
SELECT consent.id, consent.customer_id, consent.purpose, consent.version, consent.granted_at, consent.withdrawn_at
FROM unnest($1::uuid[]) AS asked (customer_id)
CROSS JOIN LATERAL (
    SELECT * FROM customers_consent WHERE customers_consent.customer_id = asked.customer_id AND withdrawn_at IS NULL ORDER BY purpose LIMIT $2
) AS consent
"""

# Who was closed counts for somebody else.
LIST_ASKED = """
SELECT DISTINCT consent.customer_id FROM customers_consent AS consent JOIN customers_customer AS customer ON customer.id = consent.customer_id
WHERE consent.purpose = $1 AND consent.customer_id > $2 AND customer.closed_at IS NULL ORDER BY consent.customer_id LIMIT $3
"""

INSERT_OPERATOR = "INSERT INTO customers_operator (id, name, permissions, created_at) VALUES ($1, $2, $3, $4)"

FIND_OPERATOR = "SELECT id, permissions FROM customers_operator WHERE id = $1 AND disabled_at IS NULL"

LIST_MINIMUM_APP_VERSIONS = "SELECT platform, version FROM customers_minimum_app_version WHERE platform = ANY($1::text[])"

SET_MINIMUM_APP_VERSION = """
INSERT INTO customers_minimum_app_version (platform, version, changed_at) VALUES ($1, $2, $3)
ON CONFLICT (platform) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at
"""


async def insert_consent(tx: Tx, customer_id: UUID, id_: UUID, purpose: str, version: str) -> list[Record]:
    return await tx.fetch(INSERT_CONSENT, customer_id, id_, purpose, version, tx.now)


async def find_standing_consents(source: Queryable, customer_ids: Sequence[UUID], purpose: str) -> list[Record]:
    """A row per customer, in order; empty but for the customer's id where no consent stands."""
    return await source.fetch(FIND_STANDING_CONSENTS, list(customer_ids), purpose)


async def withdraw_consent(tx: Tx, customer_id: UUID, purpose: str) -> Record | None:
    return await tx.fetchrow(WITHDRAW_CONSENT, customer_id, purpose, tx.now)


async def list_consents(source: Queryable, customer_ids: Sequence[UUID], limit: int) -> list[Record]:
    return await source.fetch(LIST_CONSENTS, list(customer_ids), limit)


async def list_asked(source: Queryable, purpose: str, after: UUID, most: int) -> list[UUID]:
    return [row["customer_id"] for row in await source.fetch(LIST_ASKED, purpose, after, most)]


async def insert_operator(tx: Tx, id_: UUID, name: str, permissions: Sequence[str]) -> None:
    await tx.execute(INSERT_OPERATOR, id_, name, list(permissions), tx.now)


async def find_operator(source: Queryable, id_: UUID) -> Record | None:
    return await source.fetchrow(FIND_OPERATOR, id_)


async def list_minimum_app_versions(source: Queryable, platforms: Sequence[str]) -> list[Record]:
    return await source.fetch(LIST_MINIMUM_APP_VERSIONS, list(platforms))


async def set_minimum_app_version(tx: Tx, platform: str, version: str) -> None:
    await tx.execute(SET_MINIMUM_APP_VERSION, platform, version, tx.now)
