"""Statements about customers who were found to be one."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx

INSERT_MERGER = """
INSERT INTO customers_merger (id, closed_id, survivor_id, reason, state, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, 'proposed', $5, $6)
ON CONFLICT (closed_id) WHERE state <> 'declined' DO NOTHING RETURNING id
"""

LOCK_MERGER = "SELECT * FROM customers_merger WHERE id = $1 FOR UPDATE"

END_MERGER = "UPDATE customers_merger SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1"

LIST_OPEN = "SELECT * FROM customers_merger WHERE state = 'proposed' ORDER BY id LIMIT $1"

# Stronger than the lock of a money verb: also whoever signs in, or links an identity, waits.
LOCK_TWO = "SELECT id, tier, survivor_id FROM customers_customer WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE"

CLOSE_CUSTOMER = "UPDATE customers_customer SET survivor_id = $2, closed_at = $3 WHERE id = $1"

# Pointers stay one step long.
POINT_ON = "UPDATE customers_customer SET survivor_id = $2 WHERE survivor_id = $1"

END_CONSENTS = "UPDATE customers_consent SET withdrawn_at = $2 WHERE customer_id = $1 AND withdrawn_at IS NULL"

LIST_PREDECESSORS = "SELECT survivor_id, id FROM customers_customer WHERE survivor_id = ANY($1::uuid[]) ORDER BY survivor_id, closed_at, id"


async def insert_merger(tx: Tx, id_: UUID, closed_id: UUID, survivor_id: UUID, reason: str, operator_id: UUID) -> bool:
    """False where one stands already for who would be closed."""
    return await tx.fetchval(INSERT_MERGER, id_, closed_id, survivor_id, reason, operator_id, tx.now) is not None


async def lock_merger(tx: Tx, id_: UUID) -> Record | None:
    return await tx.fetchrow(LOCK_MERGER, id_)


async def end_merger(tx: Tx, id_: UUID, state: str, operator_id: UUID) -> None:
    await tx.execute(END_MERGER, id_, state, operator_id, tx.now)


async def list_open(source: Queryable, limit: int) -> list[Record]:
    return await source.fetch(LIST_OPEN, limit)


async def lock_two(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, Record]:
    """Both customers, held until commit."""
    return {row["id"]: row for row in await tx.fetch(LOCK_TWO, list(ids))}


async def close_customer(tx: Tx, customer_id: UUID, survivor_id: UUID) -> None:
    """Leave the pointer. What the customer had said yes to ends here: it was said in another account."""
    await tx.execute(CLOSE_CUSTOMER, customer_id, survivor_id, tx.now)
    await tx.execute(POINT_ON, customer_id, survivor_id)
    await tx.execute(END_CONSENTS, customer_id, tx.now)


async def list_predecessors(source: Queryable, customer_ids: Sequence[UUID]) -> list[Record]:
    return await source.fetch(LIST_PREDECESSORS, list(customer_ids))
