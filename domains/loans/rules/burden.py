"""What a running loan costs its borrower in a month, by the schedule as it stands: after what was paid, early or late, and whatever plan was agreed since."""

from datetime import timedelta

from domains.loans.rules.states import InstalmentState, LoanState

MONTH = timedelta(days=30)
MONTH_LONGEST = timedelta(days=31)


def monthly_cost_minor(state: LoanState) -> int:
    """All that falls due within thirty days, with what is overdue; at least the next instalment, or where its period is longer than a month, its share of one.

    Of a loan by the month whose next instalment is 31 days away, that instalment is the month's."""
    left = [one for one in state.instalments if one.open.total > 0]
    soon = sum(one.open.total for one in left if one.due <= state.as_of + MONTH)
    coming = next((one for one in left if one.due > state.as_of), None)
    return max(soon, 0 if coming is None else _of_a_month(coming))


def _of_a_month(one: InstalmentState) -> int:
    period = one.due - one.begin
    return one.owed.total if period <= MONTH_LONGEST else -(-one.owed.total * MONTH.days // period.days)
