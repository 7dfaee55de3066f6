"""Statements of allowances that refill with time, kept where every process sees them. For rate limits: a crash of the database fills them all."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Tx

# The row is locked by the conflict, so what is left is read after everybody before us. A clock that runs behind takes nothing back.
# One a second is one thousandth a millisecond.
_MILLISECONDS = "greatest(0, floor(extract(epoch FROM $6::timestamptz - bucket.filled_at) * 1000)::bigint)"
_FILLED = f"least($2::bigint * 1000, bucket.remaining_thousandths + {_MILLISECONDS} * $3::bigint)"
_GRANTED = f"(CASE WHEN {_FILLED} >= $4::bigint * 1000 THEN least($5::bigint, {_FILLED} / 1000) ELSE 0 END)"

TAKE = f"""
INSERT INTO kernel_bucket AS bucket (key, remaining_thousandths, granted, filled_at)
VALUES ($1, ($2::bigint - least($5::bigint, $2::bigint)) * 1000, least($5::bigint, $2::bigint), $6)
ON CONFLICT (key) DO UPDATE
SET remaining_thousandths = {_FILLED} - {_GRANTED} * 1000, granted = {_GRANTED}, filled_at = greatest(bucket.filled_at, $6)
RETURNING granted, remaining_thousandths / 1000 AS remaining
"""

PRUNE = "DELETE FROM kernel_bucket WHERE filled_at < $1"


class Taken(NamedTuple):
    """What was granted (0 when less than the least was there), and what remains."""

    granted: int
    remaining: int


async def take(tx: Tx, key: UUID, least: int, most: int, *, capacity: int, refill_per_second: int) -> Taken:
    """Take up to `most` from the bucket, or nothing where not even `least` is there. A bucket that nobody used is full."""
    row = await tx.fetchrow(TAKE, key, capacity, refill_per_second, least, most, tx.now)
    assert row is not None
    return Taken(row["granted"], row["remaining"])


async def prune(tx: Tx, before: datetime) -> None:
    """Forget the buckets that nobody took from since then. They must have been full again by now."""
    await tx.execute(PRUNE, before)
