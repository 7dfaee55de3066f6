"""What is refused of points."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class NotEnoughPoints(Refusal):
    """Fewer points than asked for have not expired."""

    available: int


@dataclass(eq=False)
class PointsActNotFound(Refusal):
    """No points of that customer were earned, or burned, under that id."""

    id: UUID


@dataclass(eq=False)
class PointsRefundTooLarge(Refusal):
    """More than is left of what was earned, or burned, under that id."""

    left: int
