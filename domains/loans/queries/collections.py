"""Statements on what is done about what is due."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx, Writing
from domains.loans.rules.collections import RETRY_DAYS

COLUMNS = "customer_id, loan_id, is_auto_debit, looked_on, debited_on, reminded_days, promise_minor, promised_on, promise_state, promises_broken"
FIND = f"SELECT {COLUMNS} FROM loans_collection WHERE (customer_id, loan_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))"
SAVE = Writing(
    "loan_collection",
    ("uuid", "uuid", "boolean", "date", "date", "smallint", "bigint", "date", "text", "smallint"),
    f"INSERT INTO loans_collection ({COLUMNS}) SELECT told.* FROM {{}} AS told ON CONFLICT (customer_id, loan_id) DO UPDATE SET "
    "is_auto_debit = excluded.is_auto_debit, looked_on = excluded.looked_on, debited_on = excluded.debited_on, reminded_days = excluded.reminded_days, "
    "promise_minor = excluded.promise_minor, promised_on = excluded.promised_on, promise_state = excluded.promise_state, "
    "promises_broken = excluded.promises_broken",
)
# Due soon, due, or overdue; brought to the day; and not looked at on it.
LOCK_DUE = """
SELECT loan.customer_id, loan.id, loan.asset, loan.next_due_on, loan.days_past_due, loan.due_minor FROM loans_loan AS loan
LEFT JOIN loans_collection AS one ON one.customer_id = loan.customer_id AND one.loan_id = loan.id
WHERE loan.state = 'active' AND loan.folded_through = $1 AND (loan.next_due_on <= $2 OR loan.due_minor > 0)
    AND (one.looked_on IS NULL OR one.looked_on < $1) AND (loan.customer_id, loan.id) > ($4, $5)
ORDER BY loan.customer_id, loan.id LIMIT $3 FOR NO KEY UPDATE OF loan
"""
_TO_DEBIT = """loan.state = 'active' AND loan.folded_through = $1 AND loan.due_minor > 0 AND coalesce(one.is_auto_debit, true)
    AND (one.debited_on IS NULL OR one.debited_on < $1) AND loan.days_past_due = ANY($2::integer[])"""
LIST_TO_DEBIT = f"""
SELECT loan.customer_id, loan.id FROM loans_loan AS loan
LEFT JOIN loans_collection AS one ON one.customer_id = loan.customer_id AND one.loan_id = loan.id
WHERE {_TO_DEBIT} AND (loan.customer_id, loan.id) > ($3, $4)
ORDER BY loan.customer_id, loan.id LIMIT $5
"""
LOCK_LOANS = """
SELECT id FROM loans_loan WHERE (customer_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[])) ORDER BY customer_id, id FOR NO KEY UPDATE
"""
STILL_TO_DEBIT = f"""
SELECT loan.customer_id, loan.id FROM unnest($3::uuid[], $4::uuid[]) AS asked (customer_id, id)
JOIN loans_loan AS loan ON loan.customer_id = asked.customer_id AND loan.id = asked.id
LEFT JOIN loans_collection AS one ON one.customer_id = loan.customer_id AND one.loan_id = loan.id
WHERE {_TO_DEBIT}
ORDER BY loan.customer_id, loan.id
"""
SOON = timedelta(days=3)


class Collection(NamedTuple):
    """What was done about a loan. A promise is open, kept or broken."""

    customer_id: UUID
    loan_id: UUID
    is_auto_debit: bool = True
    looked_on: date | None = None
    debited_on: date | None = None
    reminded_days: int | None = None
    promise_minor: int | None = None
    promised_on: date | None = None
    promise_state: str | None = None
    promises_broken: int = 0


class DueLoan(NamedTuple):
    """An active loan of which something is due, or soon will be."""

    customer_id: UUID
    id: UUID
    asset: str
    next_due_on: date | None
    days_past_due: int
    due_minor: int

    def days(self, day: date) -> int:
        """Days since it was due; below nothing before."""
        if self.days_past_due or self.next_due_on is None:
            return self.days_past_due
        return (day - self.next_due_on).days


async def find_collections(source: Queryable, keys: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Collection]:
    """What was done about those loans (customer and id); all of them are told. One statement."""
    asked = sorted(set(keys))
    rows = await source.fetch(FIND, [one for one, _ in asked], [two for _, two in asked])
    return {key: Collection(*key) for key in asked} | {(row[0], row[1]): Collection(*row) for row in rows}


async def lock_due(tx: Tx, day: date, after: tuple[UUID, UUID], most: int) -> list[DueLoan]:
    """The next loans to be looked at on that day, after those keys (customer and id)."""
    return [DueLoan(*row) for row in await tx.fetch(LOCK_DUE, day, day + SOON, most, *after)]


async def list_to_debit(source: Queryable, day: date, after: tuple[UUID, UUID], most: int) -> list[tuple[UUID, UUID]]:
    """The next loans (customer and id) of which what is due is taken that day."""
    return [(row["customer_id"], row["id"]) for row in await source.fetch(LIST_TO_DEBIT, day, sorted(RETRY_DAYS), *after, most)]


async def lock_to_debit(tx: Tx, day: date, keys: Sequence[tuple[UUID, UUID]]) -> list[tuple[UUID, UUID]]:
    """Those of these loans of which it is still to be taken, held until commit and looked at under the lock."""
    columns = ([customer_id for customer_id, _ in keys], [id_ for _, id_ in keys])
    await tx.fetch(LOCK_LOANS, *columns)
    return [(row["customer_id"], row["id"]) for row in await tx.fetch(STILL_TO_DEBIT, day, sorted(RETRY_DAYS), *columns)]


def save_collections(tx: Tx, found: Iterable[Collection]) -> None:
    """Write them with the transaction's next statement. The loan is under the caller's lock."""
    tx.write_later(SAVE, list(found))
