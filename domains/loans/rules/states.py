"""What a loan's facts fold to: its instalments, what is owed of each part, what flowed, and how late it is."""

from datetime import date
from typing import NamedTuple

from domains.loans.rules.delinquency import FiveClass
from domains.loans.rules.facts import LoanStanding
from domains.loans.rules.parts import NOTHING, Parts


class InstalmentState(NamedTuple):
    """One instalment as it stands. `number` counts from 1 through the loan's life; the instalments that early payments made are among them."""

    number: int
    begin: date
    due: date
    owed: Parts
    paid: Parts

    @property
    def open(self) -> Parts:
        return self.owed.less(self.paid)


class Flows(NamedTuple):
    """All that has moved in a loan's life, as the ledger's accounts have it.

    `earned` is interest as it accrued (or was paid before), and what was charged. `paid` came from the customer, `refunded` from whoever gave back a purchase's
    money, of which `surplus` went to the customer; `written_off` was given up, and `recovered` came in afterwards."""

    lent_minor: int = 0
    earned: Parts = NOTHING
    paid: Parts = NOTHING
    refunded: Parts = NOTHING
    surplus_minor: int = 0
    written_off: Parts = NOTHING
    recovered_minor: int = 0

    @property
    def owed(self) -> Parts:
        """What the ledger's accounts of the loan hold."""
        known = self.earned._replace(principal=self.lent_minor)
        return known.less(self.paid).less(self.refunded).less(self.written_off)


class Accruing(NamedTuple):
    """Interest that grows evenly: so much over so many nights from a day on. Until the next due date nothing else of the loan changes by itself."""

    begin: date
    nights: int
    minor: int


class LoanState(NamedTuple):
    """A loan as it stands on a day. `due_minor` is what should have been paid by then; `left_over_minor` what the last payments paid that nothing was owed for.

    `stopped_on` is when it was written off; `interest_to_come_minor` is agreed and has not accrued."""

    as_of: date
    standing: LoanStanding
    instalments: tuple[InstalmentState, ...]
    flows: Flows
    due_minor: int
    interest_to_come_minor: int
    not_due_principal_minor: int
    next_due_on: date | None
    days_past_due: int
    stage: str
    five_class: FiveClass
    left_over_minor: int
    is_paused: bool
    stopped_on: date | None = None
    accruing: Accruing | None = None

    @property
    def owed(self) -> Parts:
        return self.flows.owed

    @property
    def to_pay_off_minor(self) -> int:
        """What ends it today."""
        return self.owed.total
