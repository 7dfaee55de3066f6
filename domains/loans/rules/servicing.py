"""How a product's loans are serviced: in which order a payment pays what, what being late costs, what paying early costs."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Due(StrEnum):
    """When what is owed is due, seen from the day of a payment."""

    PAST_DUE = "past_due"
    DUE = "due"
    IN_ADVANCE = "in_advance"


class Across(StrEnum):
    """`horizontal`: an instalment is paid whole, part by part, before the next. `vertical`: a part is paid over all instalments before the next part."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


class InAdvance(StrEnum):
    """Where money goes that nothing is due for: to the next instalment, to the last, or off the principal, over which the rest is spread anew."""

    NEXT = "next"
    LAST = "last"
    RE_AMORTISE = "re_amortise"


@dataclass(frozen=True, slots=True)
class ServicingTerms:
    """`penalty_rate` is yearly, on what is overdue longer than `grace_days`. `early_fee_ppm` is of the principal that is paid before it is due."""

    dues: tuple[Due, ...] = (Due.PAST_DUE, Due.DUE, Due.IN_ADVANCE)
    parts: tuple[str, ...] = ("penalty", "fee", "interest", "principal")
    across: Across = Across.HORIZONTAL
    in_advance: InAdvance = InAdvance.NEXT
    penalty_rate: Decimal = Decimal(0)
    grace_days: int = 0
    early_fee_ppm: int = 0
