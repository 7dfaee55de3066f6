"""A customer who is found to be another one, as offers see it."""

from uuid import UUID

from domains.kernel.transactions import Tx
from domains.offers.queries import closing


class OffersClosing:
    """Implements the customers' `ClosingPart`: what is open is ended first; nothing has to be moved."""

    async def list_open(self, tx: Tx, customer_id: UUID) -> list[str]:
        return await closing.list_open(tx, customer_id)

    async def move(self, tx: Tx, merger_id: UUID, closed_id: UUID, survivor_id: UUID) -> None:
        """Orders, codes and consents that ended are history: they stay where they were made."""
