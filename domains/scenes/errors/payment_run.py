"""What is refused of payment runs."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class PaymentRunNotFound(Refusal):
    """There is no such run, or it is not the caller's to act on."""


@dataclass(eq=False)
class PaymentRunNotOpen(Refusal):
    """It does not wait for that: `state` is where it stands."""

    state: str


@dataclass(eq=False)
class PaymentRunOwn(Refusal):
    """Whoever made it does not check it."""


@dataclass(eq=False)
class PaymentRunNameUsed(Refusal):
    """The company has another run of that name."""


@dataclass(eq=False)
class PaymentRunEmpty(Refusal):
    """It pays nothing, or more than `most_invoices`, or something that is no amount of a currency."""

    most_invoices: int


@dataclass(eq=False)
class RejectionReasonMalformed(Refusal):
    most_characters: int
