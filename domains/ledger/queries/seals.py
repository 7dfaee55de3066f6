"""Statements about the chain: its blocks, the roots of days, and what is not sealed yet."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Read, Tx
from domains.ledger.rules.seals import BEGINNING, LEAF_BYTES, Block, SealedMovement

ABOUT = timedelta(days=2)
"""A block is sealed within seconds; the clocks of two processes may differ."""

LONG_AGO, FAR_AHEAD = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)

COLUMNS = """movement.id, movement.journal_id, movement.kind, movement.debit_account_id, movement.credit_account_id, movement.asset, movement.amount_minor,
    movement.reverses_id, movement.hold_id, movement.limit_periods, movement.booked_at, movement.effective_at"""

LIST_MOVEMENTS = f"""
SELECT {COLUMNS} FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place)
JOIN ledger_movement AS movement ON movement.id = wanted.id AND movement.booked_at BETWEEN $2 AND $3 ORDER BY wanted.place
"""

BLOCK_COLUMNS = "number, previous_hash, hash, movement_ids, leaves, sealed_at"

LAST_BLOCK = "SELECT number, hash FROM ledger_block ORDER BY number DESC LIMIT 1"

INSERT_BLOCK = f"INSERT INTO ledger_block ({BLOCK_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)"

# Movements of a set from one place to another: their leaves, and how many of them are in the books.
FIND_PART = f"""
SELECT substring(leaves FROM {LEAF_BYTES} * ($2 - 1) + 1 FOR {LEAF_BYTES} * ($3 - $2 + 1)) AS leaves, (
    SELECT count(*) FROM unnest(movement_ids[$2:$3]) AS told (id)
    JOIN ledger_movement AS movement ON movement.id = told.id AND movement.booked_at = posted_at
) AS movements
FROM ledger_set WHERE id = $1
"""
INSERT_BLOCK_OF_SET = f"INSERT INTO ledger_block ({BLOCK_COLUMNS}) SELECT $1, $2, $3, movement_ids[$6:$7], $4, $5 FROM ledger_set WHERE id = $8"

BLOCKS_AFTER = f"SELECT {BLOCK_COLUMNS} FROM ledger_block WHERE number > $1 ORDER BY number LIMIT 50"

LAST_ROOT = "SELECT day, first_block, last_block, root FROM ledger_root ORDER BY day DESC LIMIT 1"

LIST_ROOTS = "SELECT day, first_block, last_block, root FROM ledger_root ORDER BY day"

HASHES_BEFORE = "SELECT number, hash FROM ledger_block WHERE number > $1 AND sealed_at < $2 ORDER BY number"

HASHES_BETWEEN = "SELECT hash FROM ledger_block WHERE number BETWEEN $1 AND $2 ORDER BY number"

INSERT_ROOT = "INSERT INTO ledger_root (day, first_block, last_block, root, closed_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (day) DO NOTHING"

# A hundredth or so of the books at a time: what is compared must be in hand at once.
LIST_UNSEALED = """
WITH sealed AS MATERIALIZED (SELECT sealed.id FROM ledger_block, unnest(movement_ids) AS sealed (id) WHERE sealed.id >= $1 AND sealed.id <= $2)
SELECT movement.id, movement.booked_at FROM ledger_movement AS movement
WHERE movement.id >= $1 AND movement.id <= $2 AND NOT EXISTS (SELECT FROM sealed WHERE sealed.id = movement.id) LIMIT $3
"""


async def list_movements(source: Queryable, ids: Sequence[UUID], about: datetime) -> list[SealedMovement]:
    """Those of the movements that there are, in the order asked. Most were booked about that instant: their months are looked at first."""
    found = await source.fetch(LIST_MOVEMENTS, ids, about - ABOUT, about + ABOUT)
    if len(found) < len(ids):
        found = await source.fetch(LIST_MOVEMENTS, ids, LONG_AGO, FAR_AHEAD)
    return [SealedMovement(*row) for row in found]


async def last_link(source: Queryable) -> tuple[int, bytes]:
    """Number and hash of the last block; before the first there is the beginning."""
    row = await source.fetchrow(LAST_BLOCK)
    return (0, BEGINNING) if row is None else (row["number"], row["hash"])


async def insert_block(tx: Tx, block: Block) -> None:
    await tx.execute(INSERT_BLOCK, *block)


async def find_part(source: Queryable, set_id: UUID, first: int, last: int) -> tuple[bytes, int]:
    """Of the movements that a set told together, from one place to another (counted from one): their leaves, and how many are in the books."""
    row = await source.fetchrow(FIND_PART, set_id, first, last)
    return (b"", 0) if row is None else (row["leaves"], row["movements"])


async def insert_block_of_set(tx: Tx, block: Block, set_id: UUID, first: int, last: int) -> None:
    """A block of those movements, whose ids need not travel: the set has them."""
    await tx.execute(INSERT_BLOCK_OF_SET, block.number, block.previous_hash, block.hash, block.leaves, block.sealed_at, first, last, set_id)


async def blocks(read: Read) -> AsyncIterator[Block]:
    """The chain from its beginning."""
    after = 0
    while rows := await read.fetch(BLOCKS_AFTER, after):
        for row in rows:
            yield Block(*row)
        after = rows[-1]["number"]


async def last_root(source: Queryable) -> Record | None:
    """The newest day that is closed: day, first_block, last_block, root."""
    return await source.fetchrow(LAST_ROOT)


async def list_roots(source: Queryable) -> list[Record]:
    """Every day that is closed, oldest first."""
    return await source.fetch(LIST_ROOTS)


async def hashes_before(source: Queryable, after: int, instant: datetime) -> list[tuple[int, bytes]]:
    """Numbers and hashes of blocks after a number that were sealed before an instant."""
    return [(row["number"], row["hash"]) for row in await source.fetch(HASHES_BEFORE, after, instant)]


async def hashes_between(source: Queryable, first: int, last: int) -> list[bytes]:
    return [row["hash"] for row in await source.fetch(HASHES_BETWEEN, first, last)]


async def insert_root(tx: Tx, day: date, first: int, last: int, root: bytes) -> None:
    await tx.execute(INSERT_ROOT, day, first, last, root, tx.now)


async def list_unsealed(read: Read, limit: int) -> list[tuple[UUID, datetime]]:
    """Movements that are in no block, with the instant they were booked, `limit` at most."""
    found: list[tuple[UUID, datetime]] = []
    width = 2**128 // 128
    for part in range(128):
        if len(found) < limit:
            rows = await read.fetch(LIST_UNSEALED, UUID(int=part * width), UUID(int=(part + 1) * width - 1), limit - len(found))
            found.extend((row["id"], row["booked_at"]) for row in rows)
    return found
