"""Statements of the verification: the books in pages, each table in the order of its key, so that nothing grows with what is read."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Read

PAGE_ROWS = 20_000
"""Rows of one page. Written into the statements: as an argument it would keep the planner from seeing how little is asked."""

FIRST = UUID(int=0)

PAGE_OF_ACCOUNTS = f"""
SELECT id, asset, normal_side, debits_posted_minor AS debits, credits_posted_minor AS credits, last_sequence,
    debits_pending_minor AS debits_pending, credits_pending_minor AS credits_pending, limits_used
FROM ledger_account WHERE id > $1 ORDER BY id LIMIT {PAGE_ROWS}
"""

PAGE_OF_ENTRIES = f"""
SELECT entry.account_id, entry.sequence, entry.side, entry.amount_minor, entry.balance_after_minor, entry.movement_id,
    uuid_hash_extended(entry.movement_id, $3) AS mark, movement.limit_periods, movement.asset,
    CASE
        WHEN movement.id IS NULL AND EXISTS (SELECT FROM ledger_movement WHERE id = entry.movement_id) THEN 'its movement was booked at another time'
        WHEN movement.id IS NULL THEN 'its movement is missing'
        WHEN entry.account_id <> CASE entry.side WHEN 'debit' THEN movement.debit_account_id ELSE movement.credit_account_id END
            THEN 'its movement names another account'
        WHEN entry.amount_minor <> movement.amount_minor THEN 'its movement has another amount'
    END AS wrong
FROM (SELECT * FROM ledger_entry WHERE (account_id, sequence) > ($1, $2) ORDER BY account_id, sequence LIMIT {PAGE_ROWS}) AS entry
LEFT JOIN ledger_movement AS movement ON movement.id = entry.movement_id AND movement.booked_at = entry.booked_at
ORDER BY entry.account_id, entry.sequence
"""

PAGE_OF_MOVEMENTS = f"""
SELECT count(*) AS count, sum(uuid_hash_extended(id, $2)::numeric)::text AS mark, (array_agg(id ORDER BY id DESC))[1] AS last
FROM (SELECT id FROM ledger_movement WHERE id > $1 ORDER BY id LIMIT {PAGE_ROWS}) AS page
"""

PAGE_OF_HOLDS = f"""
SELECT hold.account_id, hold.id, hold.debit_account_id, hold.amount_minor - hold.captured_minor - hold.released_minor AS left_minor, hold.state,
    hold.limit_periods, hold.captured_minor,
    coalesce((SELECT sum(amount_minor)::bigint FROM ledger_movement AS movement WHERE movement.hold_id = hold.id
        AND movement.debit_account_id = hold.debit_account_id AND movement.credit_account_id = hold.credit_account_id), 0) AS moved_minor
FROM ledger_hold AS hold WHERE (hold.account_id, hold.id) > ($1, $2) ORDER BY hold.account_id, hold.id LIMIT {PAGE_ROWS}
"""

PAGE_OF_UNFOLDED = f"""
SELECT unfolded.account_id, unfolded.booked_at, unfolded.movement_id, unfolded.amount_minor, uuid_hash_extended(unfolded.movement_id, $4) AS mark,
    coalesce(movement.credit_account_id = unfolded.account_id AND movement.amount_minor = unfolded.amount_minor
        AND movement.booked_at = unfolded.booked_at, false) AS agrees
FROM (
    SELECT * FROM ledger_unfolded WHERE (account_id, booked_at, movement_id) > ($1, $2, $3) ORDER BY account_id, booked_at, movement_id LIMIT {PAGE_ROWS}
) AS unfolded
LEFT JOIN ledger_movement AS movement ON movement.id = unfolded.movement_id
ORDER BY unfolded.account_id, unfolded.booked_at, unfolded.movement_id
"""

MARK_OF = "SELECT coalesce(sum(uuid_hash_extended(id, $2)::numeric), 0)::text FROM unnest($1::uuid[]) AS told (id)"

# Asked only when the marks differ.
PAGE_OF_UNENTERED = f"""
SELECT page.id, page.last, debits.count AS debits, credits.count AS credits
FROM (
    SELECT id, debit_account_id, credit_account_id, booked_at, max(id::text) OVER ()::uuid AS last
    FROM (SELECT * FROM ledger_movement WHERE id > $1 ORDER BY id LIMIT {PAGE_ROWS}) AS movement
) AS page
CROSS JOIN LATERAL (SELECT count(*) FROM ledger_entry WHERE account_id = page.debit_account_id AND booked_at = page.booked_at
    AND movement_id = page.id AND side = 'debit') AS debits
CROSS JOIN LATERAL (SELECT count(*) FROM ledger_entry WHERE account_id = page.credit_account_id AND booked_at = page.booked_at
    AND movement_id = page.id AND side = 'credit') AS entered
CROSS JOIN LATERAL (SELECT entered.count + count(*) AS count FROM ledger_unfolded WHERE account_id = page.credit_account_id
    AND booked_at = page.booked_at AND movement_id = page.id) AS credits
WHERE debits.count <> 1 OR credits.count <> 1 OR page.id = page.last
ORDER BY page.id
"""


async def accounts(read: Read) -> AsyncIterator[list[Record]]:
    """Every account, by id, in pages."""
    after = FIRST
    while rows := await read.fetch(PAGE_OF_ACCOUNTS, after):
        yield rows
        after = rows[-1]["id"]


async def entries(read: Read, seed: int) -> AsyncIterator[list[Record]]:
    """Every entry beside its movement, by account and sequence, in pages. `mark` is a hash of the movement's id under `seed`."""
    after: tuple[UUID, int] = (FIRST, 0)
    while rows := await read.fetch(PAGE_OF_ENTRIES, *after, seed):
        yield rows
        after = (rows[-1]["account_id"], rows[-1]["sequence"])


async def holds(read: Read) -> AsyncIterator[list[Record]]:
    """Every hold beside the sum of its captures, by the account that bears it, in pages."""
    after: tuple[UUID, UUID] = (FIRST, FIRST)
    while rows := await read.fetch(PAGE_OF_HOLDS, *after):
        yield rows
        after = (rows[-1]["account_id"], rows[-1]["id"])


async def unfolded(read: Read, seed: int) -> AsyncIterator[list[Record]]:
    """Every unfolded credit beside its movement, by account, in pages."""
    after: tuple[UUID, datetime, UUID] = (FIRST, datetime.min.replace(tzinfo=UTC), FIRST)
    while rows := await read.fetch(PAGE_OF_UNFOLDED, *after, seed):
        yield rows
        after = (rows[-1]["account_id"], rows[-1]["booked_at"], rows[-1]["movement_id"])


async def mark_of_movements(read: Read, seed: int) -> tuple[int, int]:
    """How many movements there are, and the sum of the marks of their ids."""
    count, mark, after = 0, 0, FIRST
    while (row := await read.fetchrow(PAGE_OF_MOVEMENTS, after, seed)) and row["count"]:
        count, mark, after = count + row["count"], mark + int(row["mark"]), row["last"]
    return count, mark


async def mark_of(read: Read, ids: Sequence[UUID], seed: int) -> int:
    """The sum of the marks of those ids."""
    return int(await read.fetchval(MARK_OF, ids, seed))


async def list_unentered(read: Read, limit: int) -> list[tuple[UUID, int, int]]:
    """Movements that do not have exactly one entry on each side, with the number of each, `limit` at most."""
    found: list[tuple[UUID, int, int]] = []
    after = FIRST
    while len(found) < limit and (rows := await read.fetch(PAGE_OF_UNENTERED, after)):
        found.extend((row["id"], row["debits"], row["credits"]) for row in rows if (row["debits"], row["credits"]) != (1, 1))
        after = rows[-1]["last"]
    return found[:limit]
