"""A customer who is found to be another one, as loans see it."""

from uuid import UUID

from domains.kernel.transactions import Tx
from domains.loans.queries import closing


class LoansClosing:
    """Implements the customers' `ClosingPart`: who owes, has a line or waits for an answer is not closed; nothing has to be moved."""

    async def list_open(self, tx: Tx, customer_id: UUID) -> list[str]:
        return await closing.list_open(tx, customer_id)

    async def move(self, tx: Tx, merger_id: UUID, closed_id: UUID, survivor_id: UUID) -> None:
        """Loans that were repaid and applications that ended are history: they stay where they were made."""
