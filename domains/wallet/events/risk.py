"""What the risk rules held back, and what became of it. `subject_id` is the customer who sends."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class TransferHeld(Event):
    """The money is set aside for review."""

    transfer_id: UUID
    amount_minor: int
    asset: str
    until: datetime


@dataclass(frozen=True, slots=True)
class HeldTransferReleased(Event):
    """Staff let it go: the money has moved; of a withdrawal, without a movement yet, its channel is told to pay it."""

    transfer_id: UUID
    movement_id: UUID | None


@dataclass(frozen=True, slots=True)
class HeldTransferRefused(Event):
    """Staff refused it: the money is free again."""

    transfer_id: UUID


@dataclass(frozen=True, slots=True)
class RiskRulesPublished(Event):
    """Another rule set stands. `subject_id` is the operator."""

    version: int
