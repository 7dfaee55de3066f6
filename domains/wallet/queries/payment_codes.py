"""Statements on sessions that show payment codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx

INSERT = """
INSERT INTO wallet_payment_code (serial, customer_id, session_id, last_step, enrolled_at) VALUES ($1, $2, $3, 0, $4)
ON CONFLICT DO NOTHING RETURNING serial
"""

FIND_BY_SESSION = "SELECT serial, customer_id, session_id, last_step FROM wallet_payment_code WHERE session_id = ANY($1::uuid[])"

LOCK = "SELECT serial, customer_id, session_id, last_step FROM wallet_payment_code WHERE serial = $1 FOR NO KEY UPDATE"

USE = "UPDATE wallet_payment_code SET last_step = $2 WHERE serial = $1"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A session that shows payment codes."""

    serial: int
    customer_id: UUID
    session_id: UUID
    last_step: int


async def insert_enrolment(tx: Tx, serial: int, customer_id: UUID, session_id: UUID) -> bool:
    """False when the serial or the session is taken."""
    return await tx.fetchval(INSERT, serial, customer_id, session_id, tx.now) is not None


async def find_enrolments(source: Queryable, session_ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[Enrolment | None]:
    """The enrolment of each customer's session, None where there is none: one per pair, in order."""
    found = {(row["session_id"], row["customer_id"]): Enrolment(*row) for row in await source.fetch(FIND_BY_SESSION, session_ids)}
    return [found.get(pair) for pair in zip(session_ids, customer_ids, strict=True)]


async def lock_enrolment(tx: Tx, serial: int) -> Enrolment | None:
    """The row held until commit, as it is once the lock is ours."""
    row = await tx.fetchrow(LOCK, serial)
    return None if row is None else Enrolment(*row)


async def use_code(tx: Tx, serial: int, step: int) -> None:
    await tx.execute(USE, serial, step)
