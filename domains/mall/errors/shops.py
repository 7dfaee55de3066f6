"""What is refused of shops."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class ShopNotFound(Refusal):
    """There is no such shop, or it is not the caller's."""


@dataclass(eq=False)
class ShopMalformed(Refusal):
    """A part of what was told is not as a shop has it."""

    what: str


@dataclass(eq=False)
class ShopClosed(Refusal):
    """The shop is not open, or what is asked does not follow from how it stands."""

    state: str
