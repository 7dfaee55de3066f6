"""The sealer: chains movements in the order of their commits, as the relay tells of them. One at a time, and with the listener's cursor: no movement twice."""

from uuid import UUID

from domains.kernel.events import PublishedEvent, listener
from domains.kernel.transactions import Tx
from domains.ledger.events import MovementPosted
from domains.ledger.queries import seals
from domains.ledger.rules.seals import next_block


@listener(MovementPosted)
async def seal_movements(tx: Tx, events: list[PublishedEvent]) -> None:
    """Seal what was posted since the last block. Raises LookupError for a movement that is not in the books: it is parked, and shows as unsealed."""
    ids = [UUID(event.payload["movement_id"]) for event in events]
    movements = await seals.list_movements(tx, ids, tx.now)
    if len(movements) < len(ids):
        raise LookupError("a movement that was posted is not in the books")
    await seals.insert_block(tx, next_block(await seals.last_block(tx), movements, tx.now))
