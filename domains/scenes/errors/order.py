"""What is refused of orders and bills."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.errors import Refusal
from domains.kernel.money import Amount


@dataclass(eq=False)
class PaymentTooLarge(Refusal):
    """More than one payment in that scene may be, or than the customer's tier may pay at once."""

    most: Amount


@dataclass(eq=False)
class AlreadyOrdered(Refusal):
    """It is paid, or being paid, by an order that stands: of this customer or of somebody else."""


@dataclass(eq=False)
class OrderNotFound(Refusal):
    id: UUID


@dataclass(eq=False)
class BillNotFound(Refusal):
    """The customer has no such bill."""


@dataclass(eq=False)
class BillNotOpen(Refusal):
    """It is paid, being paid, or the partner withdrew it."""

    state: str


@dataclass(eq=False)
class BillChanged(Refusal):
    """The partner asks for another amount now: look, and confirm that one."""

    amount: Amount


@dataclass(eq=False)
class AutoPayNotFound(Refusal):
    """The customer has no such standing consent."""


@dataclass(eq=False)
class AutoPayStands(Refusal):
    """Bills of this link are paid by a standing consent already: stop it first."""


@dataclass(eq=False)
class CallReused(Refusal):
    """The id was used to ask a partner for something else."""

    id: UUID


@dataclass(eq=False)
class OrderNotPaid(Refusal):
    """Nothing can be given back of an order that the partner has no money for."""

    state: str


@dataclass(eq=False)
class SceneRefundTooLarge(Refusal):
    """More than is left of the order."""

    left: Amount


@dataclass(eq=False)
class RefundNotFound(Refusal):
    id: UUID
