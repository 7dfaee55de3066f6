"""A statement as CSV (RFC 4180): one table, a line for the opening, one for each movement, one for the closing."""

import csv
import io
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from domains.kernel.clock import day_start
from domains.kernel.days import SHANGHAI
from domains.kernel.money import to_decimal
from domains.ledger.rules.statements import Statement, StatementLine

COLUMNS = ("line", "booked_at", "value_date", "movement_id", "journal_id", "kind", "other_account_id", "other_account", "amount", "balance", "currency")

EMPTY = ("",) * 6


def as_it_is(code: str) -> str:
    """The house's own name."""
    return code


class CsvWords(NamedTuple):
    """How a CSV says what is not a figure: its column names, the kinds of line and movement, whose the other account is. `mark` comes before all."""

    columns: tuple[str, ...] = COLUMNS
    kind: Callable[[str], str] = as_it_is
    account: Callable[[str], str] = as_it_is
    mark: str = ""


PLAIN = CsvWords()
"""For programs."""


async def statement_csv(statement: Statement, pages: AsyncIterable[list[StatementLine]], words: CsvWords = PLAIN) -> AsyncIterator[str]:
    """The file, piece by piece. Times are those of Shanghai, with their offset. The same statement has the same bytes whenever it is written."""
    currency = statement.opening.asset.code
    first, last = day_start(statement.first_day), day_start(statement.last_day + timedelta(days=1))
    head = (words.kind("opening"), _time(first), statement.first_day, *EMPTY, to_decimal(statement.opening), currency)
    yield words.mark + _written([words.columns, head])
    async for lines in pages:
        yield _written(_row(line, words) for line in lines)
    yield _written([(words.kind("closing"), _time(last), statement.last_day, *EMPTY, to_decimal(statement.closing), currency)])


def _row(line: StatementLine, words: CsvWords) -> tuple[object, ...]:
    named = (line.movement_id, line.journal_id, words.kind(line.kind), line.other_account_id, words.account(line.other_code))
    value_date = line.effective_at.astimezone(SHANGHAI).date()
    amounts = (to_decimal(line.amount), to_decimal(line.balance_after), line.amount.asset.code)
    return (words.kind("movement"), _time(line.booked_at), value_date, *named, *amounts)


def _written(rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _time(instant: datetime) -> str:
    return instant.astimezone(SHANGHAI).isoformat(timespec="microseconds")
