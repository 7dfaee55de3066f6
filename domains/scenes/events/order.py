"""What became of orders, bills and standing consents. `subject_id` is the customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class SceneOrderRequested(Event):
    """The money is held; the partner is to be told."""

    order_id: UUID
    scene: str
    purpose: str
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class SceneOrderPaid(Event):
    """The partner has it, and the money has left."""

    order_id: UUID
    scene: str
    purpose: str
    movement_id: UUID
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class SceneOrderRefused(Event):
    """The partner said no, and the money can be spent again."""

    order_id: UUID
    scene: str
    purpose: str
    reason: str


@dataclass(frozen=True, slots=True)
class SceneOrderMismatched(Event):
    """The partner and the house do not agree: staff look into it."""

    order_id: UUID
    scene: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class BillFound(Event):
    """A partner listed a bill that was not known."""

    bill_id: UUID
    scene: str


@dataclass(frozen=True, slots=True)
class BillHeldBack(Event):
    """A standing consent did not pay a bill that is due. `reason` is a refusal's name."""

    bill_id: UUID
    scene: str
    reason: str


@dataclass(frozen=True, slots=True)
class AutoPaySet(Event):
    """Bills of that link are paid by themselves from now on."""

    auto_pay_id: UUID
    link_id: UUID


@dataclass(frozen=True, slots=True)
class AutoPayStopped(Event):
    """They are not any more."""

    auto_pay_id: UUID
    link_id: UUID


@dataclass(frozen=True, slots=True)
class SceneRefundRequested(Event):
    """The partner is to be told to give it back."""

    refund_id: UUID
    order_id: UUID
    scene: str
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class SceneOrderRefunded(Event):
    """The partner gave it back, and the customer has it."""

    refund_id: UUID
    order_id: UUID
    scene: str
    purpose: str
    movement_id: UUID
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class SceneRefundRefused(Event):
    """The partner gives nothing back. With a `state` of mismatch it and the house do not agree: staff look into it."""

    refund_id: UUID
    order_id: UUID
    scene: str
    state: str
    reason: str
