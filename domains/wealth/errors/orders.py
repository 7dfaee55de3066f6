"""What is refused of orders."""

from dataclasses import dataclass
from datetime import datetime

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class SharesInsufficient(Refusal):
    """More shares than the customer can redeem now. `available_minor` in hundredths of a share."""

    available_minor: int


@dataclass(eq=False)
class FundOrderNotFound(Refusal):
    """The customer has no such order."""


@dataclass(eq=False)
class FundOrderUncancellable(Refusal):
    """The order's cut-off has passed, or it has ended. `state` says how it stands."""

    state: str
    cut_off_at: datetime


@dataclass(eq=False)
class FundTermsChanged(Refusal):
    """The terms are others than those that were shown. `version` is the one to show now."""

    version: int


@dataclass(eq=False)
class FundClosed(Refusal):
    """Nothing new can be ordered of the product. `state` says why: suspended, closed."""

    state: str
