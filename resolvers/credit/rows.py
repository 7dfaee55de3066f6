"""What stands for a customer whose credit is read: the viewer, or whom a member of staff may look at once the look is written down."""

from typing import NamedTuple
from uuid import UUID


class CreditRow(NamedTuple):
    """Whose credit."""

    customer_id: UUID


class ReviewsRow(NamedTuple):
    """Of whoever may look at what waits for a person."""

    operator_id: UUID
