"""What may be paid of bills, by hand and by a standing consent: pure decisions.

By hand a bill is refused in this sequence: BillNotFound, BillNotOpen, BillChanged, then as any order (rules/order.py)."""

from datetime import date, timedelta
from enum import StrEnum

from domains.kernel.money import Amount
from domains.scenes.errors.order import BillChanged, BillNotOpen

PAID_BEFORE = timedelta(days=3)
"""A standing consent pays so long before a bill is due: late enough to stop it, early enough to try again."""

DUE_KEPT = timedelta(days=30)
"""A bill that has been overdue for longer is left to its owner."""

OVERDUE_AFTER = timedelta(days=7)
"""A bill that is open for longer after its day is held against its owner."""

OVERDUE_SEEN = timedelta(days=4)
"""So many days a bill that has become overdue is looked for: longer than a worker is down."""


NOTHING_TO_PAY = frozenset({"already_paid", "not_payable"})
"""Partners' codes for a payment that they refuse and will always refuse."""


class BillState(StrEnum):
    """`gone`: the partner lists it no longer, and was not paid for it by the house."""

    OPEN = "open"
    PAYING = "paying"
    PAID = "paid"
    GONE = "gone"


class AutoPayState(StrEnum):
    ACTIVE = "active"
    STOPPED = "stopped"


def check_bill(state: BillState, amount: Amount, confirmed: Amount) -> None:
    """Raise the first rule that paying it breaks. `confirmed` is what the customer saw."""
    if state is not BillState.OPEN:
        raise BillNotOpen(state.value)
    if amount != confirmed:
        raise BillChanged(amount)


def due_span(today: date) -> tuple[date, date]:
    """The first and last day on which a bill must be due to be paid by a standing consent today."""
    return today - DUE_KEPT, today + PAID_BEFORE


def is_overdue(due_on: date, found_on: date, today: date) -> bool:
    """Whether it is held against its owner. A bill of which the house heard only after its day is not: nobody could have been told in time."""
    return found_on <= due_on and today > due_on + OVERDUE_AFTER


def overdue_span(today: date) -> tuple[date, date]:
    """The first and last day on which a bill was due that has become overdue just now."""
    return today - OVERDUE_AFTER - OVERDUE_SEEN, today - OVERDUE_AFTER - timedelta(days=1)


def listed_state(known: BillState | None, *, is_paid: bool) -> BillState:
    """Where a bill stands once its partner has listed it. What the house is paying, its own saga ends; what it has paid stays paid, whatever a list says."""
    if known in (BillState.PAYING, BillState.PAID):
        return known
    return BillState.PAID if is_paid else BillState.OPEN


def refused_state(reason: str | None) -> BillState:
    """Where a bill stands once its partner has refused a payment of it. What was paid elsewhere is open no longer: the next list tells how it stands."""
    return BillState.GONE if reason in NOTHING_TO_PAY else BillState.OPEN
