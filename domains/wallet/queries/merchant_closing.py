"""Statements on merchants that are closing."""

from datetime import datetime
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx

LIST_CLOSING = "SELECT id FROM wallet_merchant WHERE state = 'closing' AND closing_since <= $1 AND id > $2 ORDER BY id LIMIT $3"

SET_CLOSING = "UPDATE wallet_merchant SET state = 'closing', closing_since = $2 WHERE id = $1"

SET_CLOSED = "UPDATE wallet_merchant SET state = 'closed' WHERE id = $1"

CANCEL_ORDERS = "UPDATE wallet_merchant_order SET state = 'cancelled' WHERE merchant_id = $1 AND state = 'open'"

LEAVE_SHARING = "DELETE FROM wallet_sharing_party WHERE party_id = $1 RETURNING merchant_id"


async def list_closing(source: Queryable, since: datetime, after: UUID, limit: int) -> list[UUID]:
    """Merchants that have been closing since then at the latest, by id."""
    return [row["id"] for row in await source.fetch(LIST_CLOSING, since, after, limit)]


async def set_closing(tx: Tx, merchant_id: UUID) -> None:
    await tx.execute(SET_CLOSING, merchant_id, tx.now)


async def set_closed(tx: Tx, merchant_id: UUID) -> None:
    await tx.execute(SET_CLOSED, merchant_id)


async def cancel_orders(tx: Tx, merchant_id: UUID) -> None:
    """Nobody pays what it asked for."""
    await tx.execute(CANCEL_ORDERS, merchant_id)


async def leave_sharing(tx: Tx, merchant_id: UUID) -> list[UUID]:
    """It gets no share of later payments. Of whose payments it got one."""
    return [row["merchant_id"] for row in await tx.fetch(LEAVE_SHARING, merchant_id)]
