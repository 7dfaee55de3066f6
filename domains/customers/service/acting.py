"""Who acts: the first question of a verb, asked in its own transaction."""

from uuid import UUID

from domains.customers.service.lookup import check_sessions
from domains.customers.service.parties import Sender, lock_parties
from domains.kernel.errors import Unauthenticated
from domains.kernel.transactions import Tx


async def check_session(tx: Tx, session_id: UUID, owner_id: UUID) -> None:
    """Raise Unauthenticated when that session of a customer, or of a member of staff, has ended."""
    if not (await check_sessions(tx, [session_id], [owner_id]))[0]:
        raise Unauthenticated


async def hold_customer(tx: Tx, session_id: UUID, owner_id: UUID) -> Sender:
    """Hold the customer until commit, so that their acts follow one another. Raises Unauthenticated when the session has ended."""
    ((sender, _),) = await lock_parties(tx, [(owner_id, session_id)], [(None, None)])
    if sender is None:
        raise Unauthenticated
    return sender
