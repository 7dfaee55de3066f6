"""Statements on the notes of transfers."""

from collections.abc import Sequence
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx

INSERT_NOTES = "INSERT INTO wallet_note (movement_id, note) SELECT n.movement_id, n.note FROM unnest($1::uuid[], $2::text[]) AS n (movement_id, note)"

LIST_NOTES = "SELECT movement_id, note FROM wallet_note WHERE movement_id = ANY($1::uuid[])"


async def insert_notes(tx: Tx, notes: Sequence[tuple[UUID, str]]) -> None:
    await tx.execute(INSERT_NOTES, [movement_id for movement_id, _ in notes], [note for _, note in notes])


async def find_notes(source: Queryable, movement_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The notes of those movements that have one."""
    return {row["movement_id"]: row["note"] for row in await source.fetch(LIST_NOTES, movement_ids)}
