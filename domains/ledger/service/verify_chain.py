"""Verify the chain: every block follows from the one before, every movement is what its leaf says, every movement is in a block."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from domains.kernel.relay_queries import list_unheard
from domains.kernel.transactions import Read
from domains.ledger.events import MovementPosted, MovementSetPosted
from domains.ledger.queries import seals, sets
from domains.ledger.queries.verification import mark_of
from domains.ledger.rules.recompute import Finding
from domains.ledger.rules.seals import BEGINNING, LEAF_BYTES, Block, block_hash, day_root, leaf

SEALER = "ledger.seal_movements"

UNSEALED_AFTER = timedelta(seconds=10)
"""Age from which a movement ought to be sealed."""

NAMED_MAX = 100

Add = Callable[[Finding], None]


async def verify_chain(read: Read, add: Add, seed: int, movements_mark: int) -> tuple[int, int]:
    """Walk the chain, then look for what it leaves out. Answers how many blocks and how many sealed movements there are."""
    number, previous, sealed, mark = 0, BEGINNING, 0, 0
    async for block in seals.blocks(read):
        _check_block(block, number, previous, add)
        number, previous = block.number, block.hash
        sealed += len(block.movement_ids)
        mark += await mark_of(read, block.movement_ids, seed)
        await _check_movements(read, block, add)
    await _check_roots(read, add)
    if mark != movements_mark:
        await _name_unsealed(read, add)
    return number, sealed


def _check_block(block: Block, number: int, previous: bytes, add: Add) -> None:
    if block.number != number + 1:
        add(Finding("a gap in the chain of blocks", recomputed=number + 1, stored=block.number))
    elif block.previous_hash != previous:
        add(Finding(f"block {block.number} does not follow from the one before", recomputed=previous.hex(), stored=block.previous_hash.hex()))
    hash_ = block_hash(block.number, block.previous_hash, block.sealed_at, block.leaves)
    if hash_ != block.hash or len(block.leaves) != LEAF_BYTES * len(block.movement_ids):
        add(Finding(f"block {block.number} is not what was sealed", recomputed=hash_.hex(), stored=block.hash.hex()))


async def _check_movements(read: Read, block: Block, add: Add) -> None:
    found = {movement.id: movement for movement in await seals.list_movements(read, block.movement_ids, block.sealed_at)}
    for place, id_ in enumerate(block.movement_ids):
        movement = found.get(id_)
        if movement is None:
            add(Finding(f"a movement of block {block.number} is missing", movement_id=id_))
        elif leaf(movement) != block.leaves[place * LEAF_BYTES : (place + 1) * LEAF_BYTES]:
            add(Finding(f"a movement differs from what block {block.number} sealed", movement_id=id_))


async def _check_roots(read: Read, add: Add) -> None:
    previous, last_block = BEGINNING, 0
    for row in await seals.list_roots(read):
        root = day_root(previous, row["day"], await seals.hashes_between(read, row["first_block"], row["last_block"]))
        if row["first_block"] != last_block + 1 or root != row["root"]:
            add(Finding(f"the root of {row['day']} is not that of its blocks", recomputed=root.hex(), stored=row["root"].hex()))
        previous, last_block = row["root"], row["last_block"]


async def _name_unsealed(read: Read, add: Add) -> None:
    """What is on its way to the sealer is named once it is older than ten seconds; what is not on its way, at once."""
    on_the_way = {payload["movement_id"] for payload in await list_unheard(read, SEALER, MovementPosted.__name__)}
    waiting = [UUID(payload["set_id"]) for payload in await list_unheard(read, SEALER, MovementSetPosted.__name__)]
    on_the_way.update(str(id_) for id_ in await sets.list_movement_ids(read, waiting))
    for id_, booked_at in await seals.list_unsealed(read, NAMED_MAX + len(on_the_way)):
        if str(id_) not in on_the_way or booked_at < read.now - UNSEALED_AFTER:
            add(Finding("a movement is not sealed", movement_id=id_))
