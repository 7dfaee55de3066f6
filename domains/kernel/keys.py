"""Data keys by owner: made once, wrapped in the database, opened in memory only."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from domains.kernel import queries
from domains.kernel.crypto import Keyring
from domains.kernel.transactions import Queryable, Tx


async def create_data_keys(tx: Tx, keyring: Keyring, owner_ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """Make and store a data key for each owner; the plain keys are returned. Of an owner who has one already, that one is returned."""
    made = {owner_id: keyring.new_data_key(owner_id) for owner_id in owner_ids}
    stored = await queries.insert_data_keys(tx, {owner_id: wrapped for owner_id, (_, wrapped) in made.items()}, keyring.current)
    had = [owner_id for owner_id in made if owner_id not in stored]
    return {owner_id: made[owner_id][0] for owner_id in stored} | (await find_data_keys(tx, keyring, had) if had else {})


async def find_data_keys(source: Queryable, keyring: Keyring, owner_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """The plain data keys of those owners that have one (an erased owner has none)."""
    rows = await queries.list_data_keys(source, list(owner_ids))
    return {row["owner_id"]: keyring.unwrap(row["owner_id"], row["wrapping_key_id"], row["wrapped"]) for row in rows}
