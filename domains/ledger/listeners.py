"""The sealer: chains movements in the order of their commits, as the relay tells of them. One at a time, and with the listener's cursor: no movement twice."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from domains.kernel.events import PublishedEvent, listener
from domains.kernel.transactions import Tx
from domains.ledger.events import MovementPosted, MovementSetPosted
from domains.ledger.queries import seals, sets
from domains.ledger.rules.seals import next_block

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
            ids = await sets.list_movement_ids(tx, [UUID(event.payload["set_id"])])
            if len(ids) != event.payload["movements"]:
                raise LookupError("a set that was posted is not in the books")
            for first in range(0, len(ids), SEALED_MOST):
                await _seal(tx, ids[first : first + SEALED_MOST])


async def _seal(tx: Tx, ids: Sequence[UUID]) -> None:
    movements = await seals.list_movements(tx, ids, tx.now)
    if len(movements) < len(ids):
        raise LookupError("a movement that was posted is not in the books")
    await seals.insert_block(tx, next_block(await seals.last_block(tx), movements, tx.now))
