"""A customer who is found to be another one, as credit sees it: what happened to the one happened to the other."""

from uuid import UUID

from domains.credit.queries import events, reviews, standings
from domains.kernel.transactions import Tx


class CreditClosing:
    """Implements the customers' `ClosingPart`: a review that is open is answered first; events, and what voids them, count for the survivor from now on."""

    async def list_open(self, tx: Tx, customer_id: UUID) -> list[str]:
        return ["credit_review"] if await reviews.has_open(tx, customer_id) else []

    async def move(self, tx: Tx, merger_id: UUID, closed_id: UUID, survivor_id: UUID) -> None:
        """Copy the history under the same ids; the closed customer's own rows stay where they were made."""
        await events.copy_history(tx, closed_id, survivor_id)
        await standings.mark_stale(tx, [closed_id, survivor_id])
