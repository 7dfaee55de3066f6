"""How a product's loans are serviced: in which order a payment pays what, what being late costs, what paying early costs."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domains.loans.rules.parts import PARTS
from domains.loans.rules.rates import is_whole

PENALTY_RATE_MOST = Decimal("0.36")
"""Half more than the dearest rate that is lent by: what is allowed for what is overdue."""

GRACE_DAYS_MOST, EARLY_FEE_MOST_PPM = 90, 50_000


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


def broken_part(terms: ServicingTerms) -> str | None:
    """The first part that is not as servicing has it; None where all are.

    What is due is paid before what is not; without `in_advance` nothing is. Each part of a debt has its place."""
    dues = terms.dues[: terms.dues.index(Due.IN_ADVANCE)] if Due.IN_ADVANCE in terms.dues else terms.dues
    holds = {
        "dues": sorted(dues) == sorted((Due.PAST_DUE, Due.DUE)) and len(terms.dues) - len(dues) <= 1,
        "parts": sorted(terms.parts) == sorted(PARTS),
        "penalty": is_whole(terms.penalty_rate) and 0 <= terms.penalty_rate <= PENALTY_RATE_MOST,
        "grace": 0 <= terms.grace_days <= GRACE_DAYS_MOST,
        "early_fee": 0 <= terms.early_fee_ppm <= EARLY_FEE_MOST_PPM,
    }
    return next((what for what, is_right in holds.items() if not is_right), None)
