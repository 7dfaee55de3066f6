"""What is refused of merchants and of what they ask."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class MerchantNotFound(Refusal):
    """No such merchant, shop, order, code or operator, or none that the caller may act for: they are not told apart."""


@dataclass(eq=False)
class MerchantClosing(Refusal):
    """Staff are closing it, or have closed it: what it is owed is paid out by the house."""


@dataclass(eq=False)
class MerchantClosed(Refusal):
    """It is closed, and holds nothing that could be given back."""


@dataclass(eq=False)
class MerchantNameMalformed(Refusal):
    """A text that a code could not say, or a shop not bear. `part` is which one."""

    part: str
    most_characters: int


@dataclass(eq=False)
class FeeOutOfRange(Refusal):
    """In hundredths of a percent."""

    most_bps: int


@dataclass(eq=False)
class SharingMalformed(Refusal):
    """A party that is the merchant itself or comes twice, too many of them, or more parts than the whole."""

    most_parties: int


@dataclass(eq=False)
class OrderExpiryOutOfRange(Refusal):
    least_seconds: int
    most_seconds: int


@dataclass(eq=False)
class OrderEnded(Refusal):
    """The order was paid or cancelled, or has expired: `state` says which."""

    state: str


@dataclass(eq=False)
class LastOwner(Refusal):
    """A merchant keeps at least one owner."""


@dataclass(eq=False)
class DayNotOver(Refusal):
    """Only a day that is over is settled, an hour after its end, and one after the other."""
