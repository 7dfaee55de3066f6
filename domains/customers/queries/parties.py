"""The one look a money verb takes at who sends and who receives."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx

_PARTIES = """
SELECT sender.tier, session.created_at AS signed_in_at, coalesce(device.first_seen_at, session.created_at) AS device_since,
    coalesce(target.survivor_id, target.id, called.survivor_id, called.id) AS target_id
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[]) WITH ORDINALITY AS asked (owner_id, session_id, target_id, phone_index, position)
LEFT JOIN customers_session AS session
    ON session.owner_id = asked.owner_id AND session.id = asked.session_id AND session.revoked_at IS NULL AND session.expires_at > $5
LEFT JOIN {senders} AS sender ON sender.id = session.owner_id
LEFT JOIN customers_device AS device ON device.customer_id = session.owner_id AND device.id = session.device_id
LEFT JOIN customers_customer AS target ON target.id = asked.target_id
LEFT JOIN customers_customer AS called ON called.phone_index = asked.phone_index
ORDER BY asked.position
"""

FIND_PARTIES = _PARTIES.format(senders="customers_customer")

# The locked rows are read again once the lock is ours. The rest is as it was before the wait, as if it had been looked at in a statement of its own: whoever
# holds a customer changes neither sessions nor who is called by a phone, and what is decided from what a customer did is read in a later statement. Who closes
# a customer does end their sessions: that is seen by the pointer, which stands in the locked row.
LOCK_PARTIES = """
WITH locked AS MATERIALIZED (SELECT id, tier FROM customers_customer WHERE id = ANY($1::uuid[]) AND survivor_id IS NULL ORDER BY id FOR NO KEY UPDATE)
""" + _PARTIES.format(senders="locked")

FIND_CLAIMANTS = """
SELECT asked.position, customer.tier, customer.registered_at, coalesce(device.key_thumbprint, encode(device.fingerprint, 'hex')) AS device_mark,
    coalesce(household.first_id, customer.id) AS household_id
FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (owner_id, session_id, position)
JOIN customers_session AS session
    ON session.owner_id = asked.owner_id AND session.id = asked.session_id AND session.revoked_at IS NULL AND session.expires_at > $3
JOIN customers_customer AS customer ON customer.id = session.owner_id
LEFT JOIN customers_device AS device ON device.customer_id = session.owner_id AND device.id = session.device_id
LEFT JOIN LATERAL (
    SELECT other.customer_id AS first_id FROM customers_device AS mine JOIN customers_device AS other ON other.key_thumbprint = mine.key_thumbprint
    WHERE mine.customer_id = customer.id AND mine.key_thumbprint IS NOT NULL ORDER BY other.customer_id LIMIT 1
) AS household ON true
"""

FIND_MARKS = """
SELECT customer.id, customer.registered_at, coalesce(household.first_id, customer.id) AS household_id,
    (SELECT coalesce(array_agg(DISTINCT coalesce(device.key_thumbprint, encode(device.fingerprint, 'hex'))), '{}')
        FROM customers_device AS device WHERE device.customer_id = customer.id) AS devices
FROM customers_customer AS customer
LEFT JOIN LATERAL (
    SELECT other.customer_id AS first_id FROM customers_device AS mine JOIN customers_device AS other ON other.key_thumbprint = mine.key_thumbprint
    WHERE mine.customer_id = customer.id AND mine.key_thumbprint IS NOT NULL ORDER BY other.customer_id LIMIT 1
) AS household ON true
WHERE customer.id = ANY($1::uuid[])
"""

LIST_PHONE_INDEXES = "SELECT id, phone_index FROM customers_customer WHERE id = ANY($1::uuid[])"

FIND_BY_PHONE_INDEXES = "SELECT coalesce(survivor_id, id) AS id, phone_index FROM customers_customer WHERE phone_index = ANY($1::bytea[])"


async def find_parties(
    tx: Tx, owner_ids: Sequence[UUID], session_ids: Sequence[UUID], target_ids: Sequence[UUID | None], phone_indexes: Sequence[bytes | None], now: datetime
) -> list[Record]:
    return await tx.fetch(FIND_PARTIES, owner_ids, session_ids, target_ids, phone_indexes, now)


async def lock_parties(
    tx: Tx, owner_ids: Sequence[UUID], session_ids: Sequence[UUID], target_ids: Sequence[UUID | None], phone_indexes: Sequence[bytes | None], now: datetime
) -> list[Record]:
    """The same, with the senders held until commit, in id order."""
    return await tx.fetch(LOCK_PARTIES, owner_ids, session_ids, target_ids, phone_indexes, now)


async def find_claimants(source: Queryable, owner_ids: Sequence[UUID], session_ids: Sequence[UUID]) -> list[Record]:
    return await source.fetch(FIND_CLAIMANTS, owner_ids, session_ids, source.now)


async def find_marks(source: Queryable, ids: Sequence[UUID]) -> list[Record]:
    return await source.fetch(FIND_MARKS, ids)


async def list_phone_indexes(source: Queryable, ids: Sequence[UUID]) -> list[Record]:
    return await source.fetch(LIST_PHONE_INDEXES, ids)


async def find_by_phone_indexes(source: Queryable, indexes: Sequence[bytes]) -> list[Record]:
    return await source.fetch(FIND_BY_PHONE_INDEXES, indexes)
