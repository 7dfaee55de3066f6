"""An account's statement: which period it may tell of, and what it says."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount

SETTLED_AFTER = timedelta(minutes=1)
"""Longer than a transaction may last: what was booked before a period's end is in the books by then."""

DAYS_MOST = 366
LINES_MOST = 100_000


class StatementLine(NamedTuple):
    """One movement as the account sees it. `amount` is positive for what came in (credit)."""

    booked_at: datetime
    effective_at: datetime
    movement_id: UUID
    journal_id: UUID
    kind: str
    other_account_id: UUID
    other_code: str
    amount: Amount
    balance_after: Amount


class Statement(NamedTuple):
    """Opening, movements, closing: the lines lead from one to the other."""

    account_id: UUID
    first_day: date
    last_day: date
    opening: Amount
    lines: list[StatementLine]
    closing: Amount


def check_period(first_day: date, last_day: date, end: datetime, now: datetime) -> None:
    """Raise InvalidInput for days in the wrong order, too many, or not all over at `end`: a statement says for ever the same."""
    if not 0 <= (last_day - first_day).days < DAYS_MOST:
        raise InvalidInput("to", f"a day that is not before `from`, {DAYS_MOST} days in all at most")
    if now < end + SETTLED_AFTER:
        raise InvalidInput("to", "a day that is over in Shanghai")
