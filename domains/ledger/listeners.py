"""The sealer: chains movements in the order of their commits, as the relay tells of them. One at a time, and with the listener's cursor: no movement twice."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from domains.kernel.events import PublishedEvent, listener
from domains.kernel.transactions import Tx
from domains.ledger.events import MovementPosted, MovementSetPosted
from domains.ledger.queries import seals
from domains.ledger.rules.seals import LEAF_BYTES, leaf, next_block

SEALED_MOST = 5_000
"""Movements of one block: what is sealed is in hand at once."""


@listener(MovementPosted, MovementSetPosted)
async def seal_movements(tx: Tx, events: list[PublishedEvent]) -> None:
    """Seal what was posted since the last block. Raises LookupError for a movement that is not in the books: it is parked, and shows as unsealed."""
    for name, told in groupby(events, key=lambda event: event.name):
        if name == MovementPosted.__name__:
            await _seal(tx, [UUID(event.payload["movement_id"]) for event in told])
            continue
        for event in told:
            await _seal_set(tx, UUID(event.payload["set_id"]), event.payload["movements"])


async def _seal(tx: Tx, ids: Sequence[UUID]) -> None:
    movements = await seals.list_movements(tx, ids, tx.now)
    if len(movements) < len(ids):
        raise LookupError("a movement that was posted is not in the books")
    await seals.insert_block(tx, next_block(await seals.last_link(tx), ids, b"".join(map(leaf, movements)), tx.now))


async def _seal_set(tx: Tx, set_id: UUID, count: int) -> None:
    """The set has the leaves of its movements, told when they were posted: what was changed since then differs from what is sealed."""
    for first in range(1, count + 1, SEALED_MOST):
        last = min(first + SEALED_MOST - 1, count)
        leaves, movements = await seals.find_part(tx, set_id, first, last)
        if not last - first + 1 == movements == len(leaves) // LEAF_BYTES:
            raise LookupError("a set that was posted is not in the books")
        await seals.insert_block_of_set(tx, next_block(await seals.last_link(tx), (), leaves, tx.now), set_id, first, last)
