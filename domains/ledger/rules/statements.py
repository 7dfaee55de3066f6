"""An account's statement: which period it may tell of, and what it says."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount

SETTLED_AFTER = timedelta(minutes=1)
"""Longer than a transaction may last: what was booked before a period's end is in the books by then."""

DAYS_MOST = 366
EARLIEST, LATEST = date(1970, 1, 1), date(9998, 12, 31)


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
    is_reversal: bool


class Turnover(NamedTuple):
    """How many movements, and what they come to."""

    movements: int
    amount: Amount


class Statement(NamedTuple):
    """An account's period: opening and closing, and what came in and went out between them. Its lines are read beside it, page by page."""

    account_id: UUID
    owner_id: UUID
    first_day: date
    last_day: date
    opening: Amount
    credits: Turnover
    debits: Turnover
    closing: Amount

    @property
    def movements(self) -> int:
        return self.credits.movements + self.debits.movements


def check_days(first_day: date, last_day: date) -> None:
    """Raise InvalidInput for days in the wrong order, too many, or of another age."""
    if not (first_day >= EARLIEST and last_day <= LATEST):
        raise InvalidInput("from", f"a day from {EARLIEST} to {LATEST}")
    if not 0 <= (last_day - first_day).days < DAYS_MOST:
        raise InvalidInput("to", f"a day that is not before `from`, {DAYS_MOST} days in all at most")


def check_over(end: datetime, now: datetime) -> None:
    """Raise InvalidInput for a period that is not all over: a statement says for ever the same."""
    if now < end + SETTLED_AFTER:
        raise InvalidInput("to", "a day that is over in Shanghai")


class Proof:
    """Follows the lines of a statement as they are written, and holds that they are those that lead from its opening to its closing."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._moved = {True: 0, False: 0}
        self._counted = {True: 0, False: 0}

    def follow(self, lines: Iterable[StatementLine]) -> None:
        """Add them up."""
        for line in lines:
            is_credit = line.amount.minor > 0
            self._moved[is_credit] += abs(line.amount.minor)
            self._counted[is_credit] += 1

    def check(self) -> None:
        """Raise RuntimeError unless the lines come to the statement's turnovers, and these lead from opening to closing."""
        told = self._statement
        are_all = all(
            (self._counted[is_credit], self._moved[is_credit]) == (side.movements, side.amount.minor)
            for is_credit, side in ((True, told.credits), (False, told.debits))
        )
        if not are_all or told.opening + told.credits.amount - told.debits.amount != told.closing:
            raise RuntimeError(f"the movements of {told.account_id} from {told.first_day} to {told.last_day} do not lead from opening to closing")
