"""What is refused of a loan that is being repaid."""

from dataclasses import dataclass
from datetime import date

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class LoanEnded(Refusal):
    """Nothing is paid on it any more. `state` says why: closed, withdrawn, written_off."""

    state: str


@dataclass(eq=False)
class LoanNotWrittenOff(Refusal):
    """Nothing is recovered of a loan that is still counted on: it is repaid."""


@dataclass(eq=False)
class PayOffChanged(Refusal):
    """What ends the loan is another sum than the one that was shown, or of another day. `total_minor` is what it is now."""

    total_minor: int
    asset: str


@dataclass(eq=False)
class EarlyPaymentTooSmall(Refusal):
    """It would not reach the principal: `least_minor` is owed by today."""

    least_minor: int
    asset: str


@dataclass(eq=False)
class LoanDayOutOfRange(Refusal):
    """Nothing can be booked back to before the loan began, or on a day to come."""

    earliest: date
    latest: date


@dataclass(eq=False)
class RepaymentNotFound(Refusal):
    """The loan has no such payment."""


@dataclass(eq=False)
class RepaymentReversedBefore(Refusal):
    """The payment was reversed before."""


@dataclass(eq=False)
class LoanRefundTooLarge(Refusal):
    """More than was lent, less what was refunded before: `most_minor`."""

    most_minor: int
    asset: str


@dataclass(eq=False)
class LoanChangeRefused(Refusal):
    """`what` names what stands against it: rate (none that is lent by), line (it is drawn from again instead), late (something is overdue)."""

    what: str


@dataclass(eq=False)
class HardshipPlanRefused(Refusal):
    """`what` names what is not as such a plan has it: count, rate, principal."""

    what: str
