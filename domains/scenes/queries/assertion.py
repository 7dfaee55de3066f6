"""Statements on what may be shown once."""

from collections.abc import Sequence
from datetime import datetime

from domains.kernel.transactions import Tx

USE_ONCE = """
INSERT INTO scenes_assertion (digest, expires_at) SELECT * FROM unnest($1::bytea[], $2::timestamptz[]) AS shown (digest, expires_at) ORDER BY digest
ON CONFLICT (digest) DO NOTHING RETURNING digest
"""

SWEEP = "DELETE FROM scenes_assertion WHERE expires_at < $1"


async def use_once(tx: Tx, shown: Sequence[tuple[bytes, datetime]]) -> set[bytes]:
    """Those that were never shown before."""
    rows = await tx.fetch(USE_ONCE, [digest for digest, _ in shown], [expires_at for _, expires_at in shown])
    return {row["digest"] for row in rows}


async def sweep_assertions(tx: Tx, before: datetime) -> None:
    await tx.execute(SWEEP, before)
