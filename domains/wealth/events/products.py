"""What became of products and their values. `subject_id` is the product."""

from dataclasses import dataclass
from datetime import date

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class FundPublished(Event):
    version: int


@dataclass(frozen=True, slots=True)
class FundStateChanged(Event):
    state: str


@dataclass(frozen=True, slots=True)
class NavPublished(Event):
    """A day's value stands. `revision` is 0 for the first one, more for a correction."""

    day: date
    revision: int


@dataclass(frozen=True, slots=True)
class NavHeld(Event):
    """A day's value waits for an operator: it is too far from the last one."""

    day: date
    change_ppm: int


@dataclass(frozen=True, slots=True)
class IncomePaid(Event):
    """All positions have a day's income."""

    day: date
    positions: int
    paid_minor: int


@dataclass(frozen=True, slots=True)
class EndorsementSet(Event):
    """What customers think of a product was told anew: in hundredths, of how many."""

    rating_e2: int
    raters: int


@dataclass(frozen=True, slots=True)
class IncomeCorrected(Event):
    """A day's income was told anew, and whoever had theirs has the difference."""

    day: date
    revision: int
    positions: int
    paid_minor: int


@dataclass(frozen=True, slots=True)
class TradingDaysPublished(Event):
    """A year's trading days stand, or stand anew. `subject_id` is the house."""

    year: int
