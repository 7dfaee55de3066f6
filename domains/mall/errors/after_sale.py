"""What is refused after the sale."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal
from domains.kernel.money import Amount


@dataclass(eq=False)
class AfterSaleOpen(Refusal):
    """An exchange of the order waits: it ends first."""


@dataclass(eq=False)
class LineNotExchangeable(Refusal):
    """What an exchange brought is not exchanged again, and nothing for itself."""


@dataclass(eq=False)
class ExchangePriceChanged(Refusal):
    """What was shown is not what a unit of the other variant costs now."""

    price: Amount


@dataclass(eq=False)
class ExchangeNotFound(Refusal):
    """There is no such exchange, or it is not the caller's."""


@dataclass(eq=False)
class ExchangeEnded(Refusal):
    """It was accepted, declined or withdrawn, or its time is over."""

    state: str


@dataclass(eq=False)
class PriceNotLower(Refusal):
    """A unit does not cost less now than when it was ordered, or is not sold now."""


@dataclass(eq=False)
class PriceProtectionEnded(Refusal):
    """The days are over, or the line was made good before."""


@dataclass(eq=False)
class DisputeMalformed(Refusal):
    """A part of what was told is not as a dispute has it."""

    what: str


@dataclass(eq=False)
class DisputeNotFound(Refusal):
    """There is no such dispute, or it is not the caller's."""


@dataclass(eq=False)
class DisputeEnded(Refusal):
    """What is asked does not follow from how the dispute stands."""

    state: str


@dataclass(eq=False)
class DisputeOpen(Refusal):
    """The order is disputed already."""
