"""Whether somebody is signed in: the first question of every verb of offers that a session asks for."""

from uuid import UUID

from domains import customers
from domains.kernel.transactions import Tx


async def is_signed_in(tx: Tx, owner_id: UUID, session_id: UUID) -> bool:
    """Whether that session of theirs stands at this instant."""
    return (await customers.check_sessions(tx, [session_id], [owner_id]))[0]
