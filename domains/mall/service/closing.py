"""A customer who is found to be another one, as the mall sees it."""

from uuid import UUID

from domains.kernel.transactions import Tx
from domains.mall.queries import closing, notices


class MallClosing:
    """Implements the customers' `ClosingPart`: orders that are under way are ended first; nothing has to be moved."""

    async def list_open(self, tx: Tx, customer_id: UUID) -> list[str]:
        return await closing.list_open(tx, customer_id)

    async def move(self, tx: Tx, merger_id: UUID, closed_id: UUID, survivor_id: UUID) -> None:
        """Orders that ended are history: they stay where they were made. What the closed one waited for is told to nobody."""
        await notices.remove_all(tx, closed_id)
