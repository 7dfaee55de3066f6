"""What is refused of standing orders."""

from dataclasses import dataclass
from datetime import date

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class StartsInThePast(Refusal):
    """A standing order begins today at the earliest."""

    earliest: date


@dataclass(eq=False)
class EndsBeforeStart(Refusal):
    """Its last day lies before its first."""


@dataclass(eq=False)
class TooManyStandingOrders(Refusal):
    """No more stand for one customer at a time."""

    most: int


@dataclass(eq=False)
class StandingOrderNotFound(Refusal):
    """No such order, or not one of this customer: the two are not told apart."""


@dataclass(eq=False)
class StandingOrderEnded(Refusal):
    """It was stopped, or has nothing left to do: `state` says which."""

    state: str
