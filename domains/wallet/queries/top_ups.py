"""Statements on top-ups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx
from domains.wallet.rules.top_ups import TopUpState

COLUMNS = "customer_id, id, account_id, channel, asset, amount_minor, state, reference, reason, requested_at, settled_at, attempts, ask_at"

INSERT_TOP_UPS = f"""
INSERT INTO wallet_top_up ({COLUMNS})
SELECT new.customer_id, new.id, new.account_id, new.channel, new.asset, new.amount_minor, 'requested', NULL, NULL, $7, NULL, 0, $8
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bigint[]) AS new (customer_id, id, account_id, channel, asset, amount_minor)
ON CONFLICT DO NOTHING
RETURNING id
"""

LOCK_TOP_UPS = f"SELECT {COLUMNS} FROM wallet_top_up WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"

UPDATE_TOP_UPS = """
UPDATE wallet_top_up SET state = told.state, reference = told.reference, reason = told.reason, settled_at = told.settled_at,
    attempts = told.attempts, ask_at = told.ask_at
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::integer[], $8::timestamptz[])
    AS told (customer_id, id, state, reference, reason, settled_at, attempts, ask_at)
WHERE wallet_top_up.customer_id = told.customer_id AND wallet_top_up.id = told.id
"""

FIND_TOP_UPS = f"""
SELECT {COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, id) JOIN wallet_top_up USING (customer_id, id)
"""

LIST_DUE = f"SELECT {COLUMNS} FROM wallet_top_up WHERE channel = $1 AND ask_at <= $2 ORDER BY ask_at LIMIT $3"


@dataclass(frozen=True, slots=True)
class TopUp:
    """A top-up as it stands. `reference` is the channel's, `reason` why it was refused or does not match."""

    id: UUID
    customer_id: UUID
    account_id: UUID
    channel: str
    amount: Amount
    state: TopUpState
    reference: str | None
    reason: str | None
    requested_at: datetime
    settled_at: datetime | None
    attempts: int
    ask_at: datetime | None


async def insert_top_ups(tx: Tx, top_ups: Sequence[TopUp]) -> set[UUID]:
    """Answers the ids that were written; the others are in use."""
    rows = await tx.fetch(
        INSERT_TOP_UPS,
        [one.customer_id for one in top_ups],
        [one.id for one in top_ups],
        [one.account_id for one in top_ups],
        [one.channel for one in top_ups],
        [one.amount.asset.code for one in top_ups],
        [one.amount.minor for one in top_ups],
        top_ups[0].requested_at,
        top_ups[0].ask_at,
    )
    return {row["id"] for row in rows}


async def lock_top_ups(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, TopUp]:
    """Rows held until commit, in id order, as they are once the lock is ours."""
    return {row["id"]: _top_up(row) for row in await tx.fetch(LOCK_TOP_UPS, ids)}


async def update_top_ups(tx: Tx, top_ups: Sequence[TopUp]) -> None:
    await tx.execute(
        UPDATE_TOP_UPS,
        [one.customer_id for one in top_ups],
        [one.id for one in top_ups],
        [one.state for one in top_ups],
        [one.reference for one in top_ups],
        [one.reason for one in top_ups],
        [one.settled_at for one in top_ups],
        [one.attempts for one in top_ups],
        [one.ask_at for one in top_ups],
    )


async def find_top_ups(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[TopUp | None]:
    """The top-up of that id if it is that customer's, else None: one per pair, in order."""
    rows = await source.fetch(FIND_TOP_UPS, customer_ids, ids)
    found = {(row["customer_id"], row["id"]): _top_up(row) for row in rows}
    return [found.get(pair) for pair in zip(customer_ids, ids, strict=True)]


async def list_due(source: Queryable, channel: str, now: datetime, limit: int) -> list[TopUp]:
    """Open top-ups of a channel that are to be asked for by now, longest due first."""
    return [_top_up(row) for row in await source.fetch(LIST_DUE, channel, now, limit)]


def _top_up(row: Record) -> TopUp:
    return TopUp(
        row["id"],
        row["customer_id"],
        row["account_id"],
        row["channel"],
        Amount(row["amount_minor"], asset_of(row["asset"])),
        TopUpState(row["state"]),
        row["reference"],
        row["reason"],
        row["requested_at"],
        row["settled_at"],
        row["attempts"],
        row["ask_at"],
    )
