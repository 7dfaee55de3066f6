"""What is refused of contacts about offers."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class ContactCapMalformed(Refusal):
    """A cap is 0 to 100."""

    what: str


@dataclass(eq=False)
class ContactCapReached(Refusal):
    """The customer had as many contacts of this channel as there may be. `scope` is day or week."""

    scope: str
    most: int


@dataclass(eq=False)
class ContactNotAgreed(Refusal):
    """The customer has not consented to messages, or no more."""
