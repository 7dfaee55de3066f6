"""What is refused of purchases at outside shops, and of their instalments."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal
from domains.kernel.money import Amount


@dataclass(eq=False)
class PurchaseNotFound(Refusal):
    """The customer has no such purchase."""


@dataclass(eq=False)
class PurchaseNotOpen(Refusal):
    """It is paid, being paid, given back, or the shop asks for it no longer."""

    state: str


@dataclass(eq=False)
class PurchaseChanged(Refusal):
    """It comes to another amount now: look, and confirm that one."""

    amount: Amount


@dataclass(eq=False)
class PurchaseNotPaid(Refusal):
    """Nothing of it can be given back: nothing was paid, or all came back, or is on its way back."""

    state: str


@dataclass(eq=False)
class PurchasePartBusy(Refusal):
    """A part of it is being collected just now: give it back once that has ended."""


@dataclass(eq=False)
class InstalmentOfferNotFound(Refusal):
    """The shop offers no such instalments for it."""


@dataclass(eq=False)
class InstalmentNotDue(Refusal):
    """That part is paid, being collected, not due yet, or will not be collected."""
