"""What a budget's owner is told. `subject_id` is the customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class BudgetReached(Event):
    """80 or 100 per cent of a month's budget are spent: each is told once a month."""

    category: str
    asset: str
    month: str
    percent: int
    spent_minor: int
    most_minor: int


@dataclass(frozen=True, slots=True)
class MovementCategoryChanged(Event):
    """The customer put a movement into another category."""

    movement_id: UUID
    category: str
