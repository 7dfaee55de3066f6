"""Statements about customers themselves."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx

# The data key stands beside the row it opens: one statement, whatever the number of customers. It is the one table of the kernel read from here.
SELECT_CUSTOMERS = """
SELECT customer.id, customer.tier, customer.language, customer.registered_at, customer.phone_sealed, customer.name_sealed, customer.id_number_sealed,
       customer.synthetic, customer.phone_index, data_key.wrapping_key_id, data_key.wrapped,
       EXISTS (SELECT FROM customers_pin WHERE customers_pin.customer_id = customer.id) AS has_pin
FROM customers_customer AS customer
LEFT JOIN kernel_data_key AS data_key ON data_key.owner_id = customer.id
"""

LIST_CUSTOMERS = SELECT_CUSTOMERS + "WHERE customer.id = ANY($1::uuid[])"

FIND_BY_PHONES = (
    SELECT_CUSTOMERS.replace("customer.phone_index", "called.phone_index")
    + "JOIN customers_customer AS called ON customer.id = coalesce(called.survivor_id, called.id) WHERE called.phone_index = ANY($1::bytea[])"
)

LIST_TIERS = "SELECT id, tier FROM customers_customer WHERE id = ANY($1::uuid[])"

# Less than a customer: for everybody who may know that there is one.
LIST_PARTIES = """
SELECT customer.id, customer.phone_sealed, customer.name_sealed, data_key.wrapping_key_id, data_key.wrapped
FROM customers_customer AS customer
LEFT JOIN kernel_data_key AS data_key ON data_key.owner_id = customer.id
WHERE customer.id = ANY($1::uuid[])
"""

# Who was found to be somebody else is found as that one.
FIND_ID_BY_PHONE = "SELECT coalesce(survivor_id, id) FROM customers_customer WHERE phone_index = $1"

LOCK_CUSTOMERS = "SELECT id, tier FROM customers_customer WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"

INSERT_CUSTOMERS = """
INSERT INTO customers_customer
    (id, phone_sealed, phone_index, name_sealed, id_number_sealed, id_number_index, tier, language, synthetic, registered_at, verified_at)
SELECT new.id, new.phone_sealed, new.phone_index, new.name_sealed, new.id_number_sealed, new.id_number_index,
       CASE WHEN new.id_number_index IS NULL THEN 'basic' ELSE 'verified' END, new.language, new.synthetic, $9,
       CASE WHEN new.id_number_index IS NOT NULL THEN $9::timestamptz END
FROM unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[], $7::text[], $8::boolean[])
     AS new (id, phone_sealed, phone_index, name_sealed, id_number_sealed, id_number_index, language, synthetic)
"""

SELECT_IDENTITY = """
SELECT customer.tier, customer.name_sealed, customer.id_number_index, data_key.wrapping_key_id, data_key.wrapped
FROM customers_customer AS customer
JOIN kernel_data_key AS data_key ON data_key.owner_id = customer.id
WHERE customer.id = $1
"""

IS_CUSTOMER = "SELECT EXISTS (SELECT FROM customers_customer WHERE id = $1)"

LOCK_ID_NUMBER = "SELECT pg_advisory_xact_lock($1)"

FIND_ID_NUMBER_OWNER = "SELECT id FROM customers_customer WHERE id_number_index = $1"

UPDATE_IDENTITY = """
UPDATE customers_customer SET name_sealed = $2, id_number_sealed = $3, id_number_index = $4, tier = 'verified', verified_at = $5 WHERE id = $1
"""

UPDATE_LANGUAGE = "UPDATE customers_customer SET language = $2 WHERE id = $1"


class SealedCustomer(NamedTuple):
    """A new customer's row, ready to be written."""

    id: UUID
    phone_sealed: bytes
    phone_index: bytes
    name_sealed: bytes | None
    id_number_sealed: bytes | None
    id_number_index: bytes | None
    language: str
    synthetic: bool


async def list_customers(source: Queryable, ids: Sequence[UUID]) -> list[Record]:
    return await source.fetch(LIST_CUSTOMERS, list(ids))


async def find_by_phones(source: Queryable, phone_indexes: Sequence[bytes]) -> list[Record]:
    return await source.fetch(FIND_BY_PHONES, list(phone_indexes))


async def list_tiers(source: Queryable, ids: Sequence[UUID]) -> list[Record]:
    return await source.fetch(LIST_TIERS, ids)


async def list_parties(source: Queryable, ids: Sequence[UUID]) -> list[Record]:
    return await source.fetch(LIST_PARTIES, list(ids))


async def find_id_by_phone(source: Queryable, phone_index: bytes) -> UUID | None:
    found: UUID | None = await source.fetchval(FIND_ID_BY_PHONE, phone_index)
    return found


async def is_customer(source: Queryable, id_: UUID | None) -> bool:
    return bool(await source.fetchval(IS_CUSTOMER, id_))


async def lock_id_number(tx: Tx, id_number_index: bytes) -> None:
    """Let nobody else claim that ID number until commit."""
    await tx.execute(LOCK_ID_NUMBER, int.from_bytes(id_number_index[:8], "big", signed=True))


async def lock_customers(tx: Tx, ids: Sequence[UUID]) -> list[Record]:
    return await tx.fetch(LOCK_CUSTOMERS, list(ids))


async def insert_customers(tx: Tx, customers: Sequence[SealedCustomer]) -> None:
    columns = [list(column) for column in zip(*customers, strict=True)]
    await tx.execute(INSERT_CUSTOMERS, *columns, tx.now)


async def find_identity(tx: Tx, customer_id: UUID) -> Record | None:
    return await tx.fetchrow(SELECT_IDENTITY, customer_id)


async def find_id_number_owner(tx: Tx, id_number_index: bytes) -> UUID | None:
    found: UUID | None = await tx.fetchval(FIND_ID_NUMBER_OWNER, id_number_index)
    return found


async def update_identity(tx: Tx, customer_id: UUID, name_sealed: bytes, id_number_sealed: bytes, id_number_index: bytes, at: datetime) -> None:
    await tx.execute(UPDATE_IDENTITY, customer_id, name_sealed, id_number_sealed, id_number_index, at)


async def update_language(tx: Tx, customer_id: UUID, language: str) -> None:
    await tx.execute(UPDATE_LANGUAGE, customer_id, language)
