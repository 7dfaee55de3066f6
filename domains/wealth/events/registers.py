"""What came of files from outside. `subject_id` is the house."""

from dataclasses import dataclass
from datetime import date

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ValuesTaken(Event):
    """A feed's file of a day was another one than before. `broken` lines could not be taken."""

    source: str
    day: date
    lines: int
    broken: int


@dataclass(frozen=True, slots=True)
class ApplicationsSent(Event):
    """The orders of a trade date are with their registrar."""

    source: str
    day: date
    orders: int


@dataclass(frozen=True, slots=True)
class ConfirmationsTaken(Event):
    """A registrar's file of a trade date was another one than before. `differences`: how many orders, and
    products' cash, do not match."""

    source: str
    day: date
    lines: int
    broken: int
    differences: int
