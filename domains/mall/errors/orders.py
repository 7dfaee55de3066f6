"""What is refused of carts and orders."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class CartFull(Refusal):
    """A cart, or an order, holds no more than so many lines."""

    lines_most: int


@dataclass(eq=False)
class PriceChanged(Refusal):
    """What was shown is not what it costs now. `quote_hash` is that of the quote that stands."""

    quote_hash: str


@dataclass(eq=False)
class DeliveryMalformed(Refusal):
    """A part of the address is missing or not as an address has it."""

    what: str


@dataclass(eq=False)
class MallOrderNotFound(Refusal):
    """There is no such order, or it is not the caller's."""


@dataclass(eq=False)
class MallOrderEnded(Refusal):
    """What is asked does not follow from how the order stands."""

    state: str
