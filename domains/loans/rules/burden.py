"""What a running loan costs its borrower in a month, by the schedule as it stands: after what was paid, early or late, and whatever plan was agreed since."""

from datetime import timedelta

from domains.kernel.days import months_after
from domains.loans.rules.states import InstalmentState, LoanState

MONTH_DAYS = 30
MONTH_LONGEST = timedelta(days=31)


def monthly_cost_minor(state: LoanState) -> int:
    """All that falls due before the same day of the next month, with what is overdue; at least the next instalment, or where its period is longer than a month,
    its share of one. So a loan by the month counts with one instalment on every day of the month, however short that is."""
    left = [one for one in state.instalments if one.open.total > 0]
    soon = sum(one.open.total for one in left if one.due < months_after(state.as_of, 1))
    coming = next((one for one in left if one.due > state.as_of), None)
    return max(soon, 0 if coming is None else _of_a_month(coming))


def _of_a_month(one: InstalmentState) -> int:
    period = one.due - one.begin
    return one.owed.total if period <= MONTH_LONGEST else -(-one.owed.total * MONTH_DAYS // period.days)
