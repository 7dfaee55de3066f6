"""Statements on the work of a day: groups of active loans, in the order of their keys, and how far the day has come."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Tx, Writing

# One worker at a time holds the day.
BEGIN_DAY = """
INSERT INTO loans_day AS run (day, done_customer_id, done_loan_id, loans, interest_minor, penalty_minor, is_done) VALUES ($1, $2, $2, 0, 0, 0, false)
ON CONFLICT (day) DO UPDATE SET is_done = run.is_done
RETURNING day, done_customer_id, done_loan_id, loans, interest_minor, penalty_minor, is_done
"""
SAVE_DAY = """
UPDATE loans_day SET done_customer_id = $2, done_loan_id = $3, loans = $4, interest_minor = $5, penalty_minor = $6, is_done = $7 WHERE day = $1
"""
# The interest by a day of what grows evenly, to the nearest unit, halves up: rules/accrual.py says the same.
_ACCRUED = "(2 * accrual_minor::numeric * greatest(0, {} - accrual_from) + accrual_nights) / (2 * accrual_nights)"
# Plain: until its next due date nothing but interest changes, which grows evenly. The others are folded.
LOCK_GROUP = f"""
SELECT customer_id, id, asset, folded_through < $4 AND next_due_on > $4 AND accrual_nights IS NOT NULL AND days_past_due = 0 AS is_plain,
    floor({_ACCRUED.format("$4")})::bigint - floor({_ACCRUED.format("folded_through")})::bigint AS grown, folded_through < $4 AS is_behind
FROM loans_loan WHERE state = 'active' AND (customer_id, id) > ($1, $2) ORDER BY customer_id, id LIMIT $3 FOR NO KEY UPDATE
"""
GROW_PLAIN = Writing(
    "grown_loan",
    ("uuid", "uuid", "bigint", "date"),
    "UPDATE loans_loan AS one SET interest_minor = one.interest_minor + told.grown, folded_through = told.day "
    "FROM {} AS told (customer_id, id, grown, day) WHERE one.customer_id = told.customer_id AND one.id = told.id",
)


class Day(NamedTuple):
    """A day's work: what it has done so far."""

    day: date
    done_customer_id: UUID
    done_loan_id: UUID
    loans: int
    interest_minor: int
    penalty_minor: int
    is_done: bool


class Grown(NamedTuple):
    """An active loan of a group. `grown_minor` is its interest since it was folded, where it is plain."""

    customer_id: UUID
    id: UUID
    asset: str
    is_plain: bool
    grown_minor: int
    is_behind: bool


async def begin_day(tx: Tx, day: date) -> Day:
    """The day as far as it has come, held until commit."""
    row = await tx.fetchrow(BEGIN_DAY, day, UUID(int=0))
    assert row is not None
    return Day(*row)


async def save_day(tx: Tx, day: Day) -> None:
    await tx.execute(SAVE_DAY, *day)


async def lock_group(tx: Tx, day: Day, most: int) -> list[Grown]:
    """The next active loans, locked, in the order of their keys."""
    return [Grown(*row) for row in await tx.fetch(LOCK_GROUP, day.done_customer_id, day.done_loan_id, most, day.day)]


def grow_plain(tx: Tx, group: Sequence[Grown], day: date) -> None:
    """Write the interest of plain loans, with the transaction's next statement."""
    if group:
        columns = ([one.customer_id for one in group], [one.id for one in group], [one.grown_minor for one in group], [day] * len(group))
        tx.write_columns_later(GROW_PLAIN, columns)
