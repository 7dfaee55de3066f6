"""Who acts on credit: customers and members of staff whose session stands."""

from uuid import UUID

from domains import customers
from domains.kernel.errors import Unauthenticated
from domains.kernel.transactions import Tx


async def check_staff(tx: Tx, session_id: UUID, owner_id: UUID) -> None:
    """Raises Unauthenticated when the session of that member of staff has ended."""
    if not (await customers.check_sessions(tx, [session_id], [owner_id]))[0]:
        raise Unauthenticated


async def check_customer(tx: Tx, session_id: UUID, owner_id: UUID) -> None:
    """Hold the customer until commit, so that their acts follow one another. Raises Unauthenticated when the session has ended."""
    ((sender, _),) = await customers.lock_parties(tx, [(owner_id, session_id)], [(None, None)])
    if sender is None:
        raise Unauthenticated
