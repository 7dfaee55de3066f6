"""What became of regular plans. `subject_id` is the customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PlanChanged(Event):
    """`state` is where it stands now."""

    plan_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class SweepSet(Event):
    """How a wallet is swept was set anew."""

    product_id: UUID
    is_active: bool


@dataclass(frozen=True, slots=True)
class PlanOrdered(Event):
    plan_id: UUID
    order_id: UUID


@dataclass(frozen=True, slots=True)
class PlanFailed(Event):
    """An occurrence could not be ordered. `reason` is the name of the refusal."""

    plan_id: UUID
    reason: str
