"""What is refused of lines and of what is drawn from them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class CreditLineNotFound(Refusal):
    """The customer has no such line."""


@dataclass(eq=False)
class CreditLineFrozen(Refusal):
    """Nothing can be drawn until it is lifted."""


@dataclass(eq=False)
class CreditLineExpired(Refusal):
    """Since that day nothing can be drawn."""

    expires_on: date


@dataclass(eq=False)
class CreditLineClosed(Refusal):
    """The line has ended."""


@dataclass(eq=False)
class CreditLineInsufficient(Refusal):
    """More than is left of the line. `available_minor` is what is."""

    available_minor: int
    asset: str


@dataclass(eq=False)
class CreditLineOpen(Refusal):
    """The customer has a line of that product: there is one at a time."""

    line_id: UUID


@dataclass(eq=False)
class CostsChanged(Refusal):
    """What was shown is not what it would cost now: show that and ask again."""

    total_minor: int
    asset: str


@dataclass(eq=False)
class PreapprovalNotFound(Refusal):
    """The customer has no such offer."""


@dataclass(eq=False)
class PreapprovalEnded(Refusal):
    """It was accepted, withdrawn or has expired. `state` says which."""

    state: str
