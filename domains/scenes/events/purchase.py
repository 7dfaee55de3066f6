"""What became of purchases at outside shops. `subject_id` is the customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PurchaseFound(Event):
    """A shop listed an order that was not known."""

    purchase_id: UUID
    scene: str


@dataclass(frozen=True, slots=True)
class PurchaseRefunded(Event):
    """All that was paid for it has come back."""

    purchase_id: UUID
    scene: str


@dataclass(frozen=True, slots=True)
class InstalmentsAgreed(Event):
    """The customer pays in parts from now on, once the shop has taken the first."""

    plan_id: UUID
    purchase_id: UUID
    scene: str


@dataclass(frozen=True, slots=True)
class InstalmentsEnded(Event):
    """Nothing more is collected. `state` says why: completed, refused or stopped."""

    plan_id: UUID
    purchase_id: UUID
    scene: str
    state: str


@dataclass(frozen=True, slots=True)
class InstalmentHeldBack(Event):
    """A part that is due was not collected. `reason` is a refusal's name, or the shop's code."""

    plan_id: UUID
    number: int
    scene: str
    reason: str


@dataclass(frozen=True, slots=True)
class MembershipChanged(Event):
    """A shop says something else of a customer's membership than before."""

    link_id: UUID
    scene: str
