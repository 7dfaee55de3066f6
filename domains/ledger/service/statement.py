"""Tell what an account held, what moved and what it held then; and write it as CSV."""

import csv
import io
from datetime import date, datetime, timedelta
from uuid import UUID

from domains.kernel.clock import SHANGHAI, day_start
from domains.kernel.errors import InvalidInput
from domains.kernel.money import to_decimal
from domains.kernel.transactions import Read
from domains.ledger.errors import AccountNotFound
from domains.ledger.queries.statements import find_opening, list_lines
from domains.ledger.rules.statements import LINES_MOST, Statement, check_period

COLUMNS = ("line", "booked_at", "value_date", "movement_id", "journal_id", "kind", "other_account_id", "other_account", "amount", "balance", "currency")


async def make_statement(read: Read, account_id: UUID, first_day: date, last_day: date) -> Statement:
    """The statement of business days, both included: by when movements were booked, so that it never changes once the last day is over.

    Raises AccountNotFound, and InvalidInput for a period that cannot be told (rules/statements.py) or that has more than LINES_MOST movements.
    Whether the caller may see the account is the caller's to know."""
    start, end = day_start(first_day), day_start(last_day + timedelta(days=1))
    check_period(first_day, last_day, end, read.now)
    opening = await find_opening(read, account_id, start)
    if opening is None:
        raise AccountNotFound(account_id)
    lines = await list_lines(read, opening, account_id, start, end, LINES_MOST + 1)
    if len(lines) > LINES_MOST:
        raise InvalidInput("to", f"a period with {LINES_MOST} movements at most")
    return Statement(account_id, first_day, last_day, opening, lines, lines[-1].balance_after if lines else opening)


def statement_csv(statement: Statement) -> str:
    """RFC 4180, one table: a line for the opening, one for each movement, one for the closing. Times are those of Shanghai, with their offset.

    The same statement has the same bytes whenever it is written."""
    out = io.StringIO()
    writer = csv.writer(out)
    currency = statement.opening.asset.code
    writer.writerow(COLUMNS)
    first, last = day_start(statement.first_day), day_start(statement.last_day + timedelta(days=1))
    writer.writerow(("opening", _time(first), statement.first_day, "", "", "", "", "", "", to_decimal(statement.opening), currency))
    for line in statement.lines:
        named = (line.movement_id, line.journal_id, line.kind, line.other_account_id, line.other_code)
        value_date = line.effective_at.astimezone(SHANGHAI).date()
        writer.writerow(("movement", _time(line.booked_at), value_date, *named, to_decimal(line.amount), to_decimal(line.balance_after), currency))
    writer.writerow(("closing", _time(last), statement.last_day, "", "", "", "", "", "", to_decimal(statement.closing), currency))
    return out.getvalue()


def _time(instant: datetime) -> str:
    return instant.astimezone(SHANGHAI).isoformat(timespec="microseconds")
