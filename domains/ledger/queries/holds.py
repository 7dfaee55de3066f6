"""Statements about holds."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx
from domains.ledger.planned import EXPIRED, OPEN, Hold, LockedHold

COLUMNS = """hold.id, hold.kind, hold.account_id, hold.debit_account_id, hold.credit_account_id, hold.asset, hold.amount_minor, hold.captured_minor,
    hold.released_minor, hold.state, hold.limit_periods, hold.expires_at, hold.placed_at, hold.journal_id"""

# No locks of their own: whoever changes a hold has the locks of its accounts.
LIST_LOCKED = f"""
SELECT {COLUMNS}, ARRAY(SELECT movement.id FROM ledger_movement AS movement WHERE movement.hold_id = hold.id) AS capture_ids
FROM ledger_hold AS hold WHERE hold.id = ANY($1::uuid[])
UNION ALL
SELECT {COLUMNS}, NULL FROM ledger_hold AS hold
WHERE hold.account_id = ANY($2::uuid[]) AND hold.state = 'open' AND hold.expires_at <= $3 AND hold.id <> ALL($1::uuid[])
"""

FIND_HOLDS = f"SELECT {COLUMNS} FROM ledger_hold AS hold WHERE hold.id = ANY($1::uuid[])"

# Only of those that are not: usually none of thousands.
FIND_OBSTACLES = """
SELECT told.id, (hold.state = 'open' AND hold.expires_at > $2) IS NOT TRUE AS has_ended
FROM unnest($1::uuid[]) AS told (id)
LEFT JOIN LATERAL (SELECT state, expires_at, debit_account_id FROM ledger_hold WHERE ledger_hold.id = told.id OFFSET 0) AS hold ON true
LEFT JOIN LATERAL (SELECT state FROM ledger_account WHERE ledger_account.id = hold.debit_account_id OFFSET 0) AS account ON true
WHERE (hold.state = 'open' AND hold.expires_at > $2 AND account.state = 'open') IS NOT TRUE
"""

LIST_OPEN_HOLDS = f"""
SELECT {COLUMNS} FROM ledger_hold AS hold
WHERE hold.account_id = ANY($1::uuid[]) AND hold.state = 'open' AND hold.expires_at > $2 ORDER BY hold.account_id, hold.expires_at, hold.id LIMIT $3
"""

LIST_DUE = "SELECT DISTINCT account_id FROM (SELECT account_id FROM ledger_hold WHERE state = 'open' AND expires_at <= $1 ORDER BY expires_at LIMIT $2) AS due"


async def list_locked(tx: Tx, ids: Sequence[UUID], account_ids: Sequence[UUID]) -> dict[UUID, LockedHold]:
    """Those holds, with the ids of their captures; and every hold borne by those accounts that has expired and is not written down."""
    rows = await tx.fetch(LIST_LOCKED, ids, account_ids, tx.now)
    return {row["id"]: _locked(row) for row in rows}


async def find_holds(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Hold]:
    """Holds by id, as they stand now."""
    return {row["id"]: _hold(row, source.now) for row in await source.fetch(FIND_HOLDS, ids)}


async def find_obstacles(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Those of the holds of which nothing can be captured now: True where the hold has ended or never was, False where its account is frozen or closed."""
    return {row["id"]: row["has_ended"] for row in await source.fetch(FIND_OBSTACLES, ids, source.now)}


async def list_open_holds(source: Queryable, account_ids: Sequence[UUID], limit: int) -> list[list[Hold]]:
    """What is still held of each account, first to expire first, `limit` in all."""
    found: dict[UUID, list[Hold]] = {account_id: [] for account_id in account_ids}
    for row in await source.fetch(LIST_OPEN_HOLDS, account_ids, source.now, limit):
        found[row["account_id"]].append(_hold(row, source.now))
    return [found[account_id] for account_id in account_ids]


async def list_due(source: Queryable, now: datetime, limit: int) -> list[UUID]:
    """Accounts that bear holds which have expired and are not written down."""
    return [row["account_id"] for row in await source.fetch(LIST_DUE, now, limit)]


def _locked(row: Record) -> LockedHold:
    return LockedHold(
        row["id"],
        row["kind"],
        row["account_id"],
        row["debit_account_id"],
        row["credit_account_id"],
        asset_of(row["asset"]),
        row["amount_minor"],
        row["captured_minor"],
        row["released_minor"],
        row["state"],
        tuple((row["limit_periods"] or "").split()),
        row["expires_at"],
        row["placed_at"],
        row["journal_id"],
        tuple(row["capture_ids"] or ()),
    )


def _hold(row: Record, now: datetime) -> Hold:
    asset = asset_of(row["asset"])
    state, captured, released = row["state"], row["captured_minor"], row["released_minor"]
    if state == OPEN and row["expires_at"] <= now:
        # True when read, whether or not anybody has written it down.
        state, released = EXPIRED, row["amount_minor"] - captured
    return Hold(
        row["id"],
        row["kind"],
        row["debit_account_id"],
        row["credit_account_id"],
        Amount(row["amount_minor"], asset),
        Amount(captured, asset),
        Amount(released, asset),
        state,
        row["expires_at"],
        row["placed_at"],
    )
