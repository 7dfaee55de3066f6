"""The right to review what was delivered: once for each line, given to whoever keeps the reviews."""

from uuid import UUID

from domains.kernel.transactions import Tx
from domains.mall.errors.parcels import ReviewRightMissing
from domains.mall.queries import parcels
from domains.mall.queries.parcels import ReviewRight


async def use_review_right(tx: Tx, customer_id: UUID, order_id: UUID, line_number: int) -> ReviewRight:
    """Inside the verb that writes the review, with its commit: of two that race one has it. One statement. Raises ReviewRightMissing: the line is another's,
    was not delivered, came back before it was, or was reviewed."""
    right = await parcels.use_right(tx, customer_id, order_id, line_number)
    if right is None:
        raise ReviewRightMissing
    return right
