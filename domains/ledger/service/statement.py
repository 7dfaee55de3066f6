"""Tell what an account held at an instant and, for a period, what it held, what moved and what it held then."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from domains.kernel.clock import day_start
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from domains.ledger.errors import AccountNotFound
from domains.ledger.queries.statements import balances_by, find_opening, first_place, list_lines, sum_turnovers
from domains.ledger.rules.statements import Proof, Statement, StatementLine, check_days, check_over

PAGE = 1_000


async def balances_at(read: Read, account_ids: Sequence[UUID], instant: datetime) -> dict[UUID, Amount]:
    """What each account held at an instant: by all movements, and only those, that were booked by then, whatever their place in its sequence.

    It is what a statement says that ends there, and for ever the same once the instant is SETTLED_AFTER ago."""
    return await balances_by(read, account_ids, instant, read.now)


async def make_statement(read: Read, account_id: UUID, first_day: date, last_day: date) -> Statement:
    """The statement of business days, both included: by when movements were booked, so that it never changes once the last day is over.

    Raises AccountNotFound, and InvalidInput for a period that cannot be told (rules/statements.py).
    Whether the caller may see the account is the caller's to know."""
    check_days(first_day, last_day)
    start, end = day_start(first_day), day_start(last_day + timedelta(days=1))
    check_over(end, read.now)
    opening = await find_opening(read, account_id, start)
    closing = await find_opening(read, account_id, end)
    if opening is None or closing is None:
        raise AccountNotFound(account_id)
    credits_, debits = await sum_turnovers(read, opening.amount.asset, account_id, start, end)
    return Statement(account_id, opening.owner_id, first_day, last_day, opening.amount, credits_, debits, closing.amount)


async def read_lines(database: Database, statement: Statement) -> AsyncIterator[list[StatementLine]]:
    """The statement's movements, oldest first, in pages: memory does not grow with the period.

    Raises RuntimeError at the end unless they lead from its opening to its closing."""
    proof = Proof(statement)
    balance, after = statement.opening, first_place(day_start(statement.first_day))
    end = day_start(statement.last_day + timedelta(days=1))
    # Each page is a snapshot of its own: a settled period's lines change no more, and no long reader keeps old rows alive.
    while True:
        async with database.reading(single=True) as read:
            lines, after = await list_lines(read, balance, statement.account_id, after, end, PAGE)
        proof.follow(lines)
        if lines:
            balance = lines[-1].balance_after
            yield lines
        if len(lines) < PAGE:
            break
    proof.check()


async def read_short(read: Read, statement: Statement) -> list[StatementLine] | None:
    """The movements of a statement that is a page long at most, oldest first; None for a longer one. One statement."""
    if statement.movements > PAGE:
        return None
    proof, end = Proof(statement), day_start(statement.last_day + timedelta(days=1))
    lines, _ = await list_lines(read, statement.opening, statement.account_id, first_place(day_start(statement.first_day)), end, PAGE)
    proof.follow(lines)
    proof.check()
    return lines
