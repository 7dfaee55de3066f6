"""Statements about what customers are known by, and its log."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx

FIND_OWNER = """
SELECT customer_id, id, proof FROM customers_identity WHERE value_index = ANY($1::bytea[]) AND ended_at IS NULL
ORDER BY array_position($1::bytea[], value_index) LIMIT 1
"""

INSERT_IDENTITY = """
INSERT INTO customers_identity (customer_id, id, kind, issuer, value_index, value_sealed, proof, linked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (value_index) WHERE ended_at IS NULL DO NOTHING RETURNING id
"""

COUNT_STANDING = "SELECT count(*) FROM customers_identity WHERE customer_id = $1 AND ended_at IS NULL"

END_IDENTITY = """
UPDATE customers_identity SET ended_at = $3, reason = $4 WHERE customer_id = $1 AND id = $2 AND ended_at IS NULL RETURNING kind, issuer
"""

END_OF_ISSUER = """
UPDATE customers_identity SET ended_at = $4, reason = 'unlinked' WHERE customer_id = $1 AND kind = $2 AND issuer = $3 AND ended_at IS NULL RETURNING id
"""

INSERT_CHANGE = (
    "INSERT INTO customers_identity_change (customer_id, id, identity_id, kind, issuer, change, actor_id, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
)

# A phone stands in its customer's row; the phones of those who were found to be the same person lead to whom they are.
LIST_IDENTITIES = """
SELECT coalesce(customer.survivor_id, customer.id) AS customer_id, customer.id, customer.id AS key_owner_id, 'phone' AS kind, '' AS issuer,
    customer.phone_sealed AS sealed, 'code' AS proof, customer.registered_at AS linked_at, data_key.wrapping_key_id, data_key.wrapped
FROM customers_customer AS customer LEFT JOIN kernel_data_key AS data_key ON data_key.owner_id = customer.id
WHERE (customer.id = ANY($1::uuid[]) AND customer.survivor_id IS NULL) OR customer.survivor_id = ANY($1::uuid[])
UNION ALL
SELECT identity.customer_id, identity.id, identity.customer_id, identity.kind, identity.issuer, identity.value_sealed, identity.proof, identity.linked_at,
    data_key.wrapping_key_id, data_key.wrapped
FROM customers_identity AS identity LEFT JOIN kernel_data_key AS data_key ON data_key.owner_id = identity.customer_id
WHERE identity.customer_id = ANY($1::uuid[]) AND identity.ended_at IS NULL
ORDER BY customer_id, linked_at, id
"""

LIST_STANDING = """
SELECT id, kind, issuer, value_index, value_sealed, proof, linked_at FROM customers_identity WHERE customer_id = $1 AND ended_at IS NULL ORDER BY id FOR UPDATE
"""

LIST_CHANGES = """
SELECT change.* FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL (
    SELECT * FROM customers_identity_change WHERE customer_id = asked.id ORDER BY id DESC LIMIT $2) AS change
"""

FIND_STANDING = "SELECT id FROM customers_customer WHERE id = $1 AND survivor_id IS NULL"


async def find_owner(source: Queryable, indexes: Sequence[bytes]) -> Record | None:
    """The standing identity of the first of those indexes that has one."""
    return await source.fetchrow(FIND_OWNER, list(indexes))


async def insert_identity(tx: Tx, customer_id: UUID, id_: UUID, kind: str, issuer: str, value_index: bytes, value_sealed: bytes, proof: str) -> bool:
    """False where it stands already, whosesoever it is."""
    return await tx.fetchval(INSERT_IDENTITY, customer_id, id_, kind, issuer, value_index, value_sealed, proof, tx.now) is not None


async def count_standing(tx: Tx, customer_id: UUID) -> int:
    return int(await tx.fetchval(COUNT_STANDING, customer_id))


async def end_identity(tx: Tx, customer_id: UUID, id_: UUID, reason: str) -> Record | None:
    """Its kind and issuer; None where it did not stand."""
    return await tx.fetchrow(END_IDENTITY, customer_id, id_, tx.now, reason)


async def end_of_issuer(tx: Tx, customer_id: UUID, kind: str, issuer: str) -> list[UUID]:
    """Let go whatever of that issuer's a customer is known by: the ids of what ended."""
    return [row["id"] for row in await tx.fetch(END_OF_ISSUER, customer_id, kind, issuer, tx.now)]


async def insert_change(tx: Tx, customer_id: UUID, id_: UUID, identity_id: UUID, kind: str, issuer: str, change: str, actor_id: UUID) -> None:
    await tx.execute(INSERT_CHANGE, customer_id, id_, identity_id, kind, issuer, change, actor_id, tx.now)


async def list_identities(source: Queryable, customer_ids: Sequence[UUID]) -> list[Record]:
    return await source.fetch(LIST_IDENTITIES, list(customer_ids))


async def lock_standing(tx: Tx, customer_id: UUID) -> list[Record]:
    """A customer's standing identities, held until commit."""
    return await tx.fetch(LIST_STANDING, customer_id)


async def list_changes(source: Queryable, customer_ids: Sequence[UUID], limit: int) -> list[Record]:
    return await source.fetch(LIST_CHANGES, list(customer_ids), limit)


async def stands(source: Queryable, customer_id: UUID) -> bool:
    """Whether there is such a customer, and they were not closed."""
    return await source.fetchval(FIND_STANDING, customer_id) is not None
