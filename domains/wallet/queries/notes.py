"""Statements on the notes of transfers."""

from collections.abc import Sequence
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx, Writing

# A standing order's occurrence may be tried again after staff refused it: its movement and note are the same.
NOTES = Writing(
    "note",
    ("uuid", "text"),
    "INSERT INTO wallet_note (movement_id, note) SELECT told.movement_id, told.note FROM {} AS told (movement_id, note) ON CONFLICT DO NOTHING",
)

LIST_NOTES = "SELECT movement_id, note FROM wallet_note WHERE movement_id = ANY($1::uuid[])"


async def insert_notes(tx: Tx, notes: Sequence[tuple[UUID, str]]) -> None:
    """Written with the transaction's other writings."""
    tx.write_later(NOTES, notes)


async def find_notes(source: Queryable, movement_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The notes of those movements that have one."""
    return {row["movement_id"]: row["note"] for row in await source.fetch(LIST_NOTES, movement_ids)}
