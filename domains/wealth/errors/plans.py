"""What is refused of regular plans."""

from dataclasses import dataclass
from datetime import date

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class PlanNotFound(Refusal):
    """The customer has no such plan."""


@dataclass(eq=False)
class PlanStopped(Refusal):
    """The plan has stopped for good."""


@dataclass(eq=False)
class PlanBeginsInThePast(Refusal):
    """The first day of a plan is today or later."""

    today: date


@dataclass(eq=False)
class TooManyPlans(Refusal):
    """The customer has as many plans as one may have."""

    most: int
