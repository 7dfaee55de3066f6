"""What is refused of a payment or a refund."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal
from domains.kernel.money import Amount


@dataclass(eq=False)
class AmountRequired(Refusal):
    """A printed code does not say how much: the payer does."""


@dataclass(eq=False)
class AmountNotOurs(Refusal):
    """The payer confirmed another amount than the order asks."""

    asked: Amount


@dataclass(eq=False)
class TipRefused(Refusal):
    """The merchant takes no tips, or none that large."""

    most: Amount


@dataclass(eq=False)
class TooManyPayments(Refusal):
    """None, or too many in one confirmation."""

    most_at_once: int


@dataclass(eq=False)
class PaymentDuplicated(Refusal):
    """One order twice in one confirmation."""


@dataclass(eq=False)
class FundingNotFound(Refusal):
    """No source of money has that name."""

    source: str


@dataclass(eq=False)
class FundingMismatch(Refusal):
    """The parts of the sources do not make what is to be paid."""

    total: Amount


@dataclass(eq=False)
class FundingChanged(Refusal):
    """A source does not give that part of this payment: what it gives, or for what, has changed. `gives` is None where it gives nothing."""

    source: str
    gives: Amount | None


@dataclass(eq=False)
class PaymentNotFound(Refusal):
    """No such payment, or none that the caller may act on."""


@dataclass(eq=False)
class RefundTooLarge(Refusal):
    """More than is left of the payment."""

    left: Amount
