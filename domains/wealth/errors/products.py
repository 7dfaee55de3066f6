"""What is refused of products, their values and the calendar."""

from dataclasses import dataclass
from datetime import date

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class CalendarMissing(Refusal):
    """The trading days of that year have not been published."""

    year: int


@dataclass(eq=False)
class CalendarMalformed(Refusal):
    """The closed days are none, or one of them comes twice or is of another year."""

    year: int
    day: date | None


@dataclass(eq=False)
class FundNotFound(Refusal):
    """There is no such product on sale, or the customer may not see it."""


@dataclass(eq=False)
class FundMalformed(Refusal):
    """A part of the product's terms is not as a product has it."""

    what: str


@dataclass(eq=False)
class NavMalformed(Refusal):
    """A net asset value that is nothing or less, or an income on a product that publishes none."""

    code: str
    day: date
    what: str


@dataclass(eq=False)
class NavJumped(Refusal):
    """The value is so far from the last one that an operator has to confirm it. `change_ppm` is millionths of the last value."""

    code: str
    day: date
    change_ppm: int
