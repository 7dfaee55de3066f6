"""Data keys by owner: made once, wrapped in the database, opened in memory only."""

from collections.abc import Iterable
from uuid import UUID

from domains.kernel import queries
from domains.kernel.crypto import Keyring
from domains.kernel.transactions import Queryable, Tx


async def create_data_key(tx: Tx, keyring: Keyring, owner_id: UUID) -> bytes:
    """Make and store the owner's data key; the plain key is returned. If there is one already, that one is returned."""
    plain, wrapped = keyring.new_data_key(owner_id)
    if await queries.insert_data_key(tx, owner_id, keyring.current, wrapped):
        return plain
    return (await find_data_keys(tx, keyring, [owner_id]))[owner_id]


async def find_data_keys(source: Queryable, keyring: Keyring, owner_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """The plain data keys of those owners that have one (an erased owner has none)."""
    rows = await queries.list_data_keys(source, list(owner_ids))
    return {row["owner_id"]: keyring.unwrap(row["owner_id"], row["wrapping_key_id"], row["wrapped"]) for row in rows}
