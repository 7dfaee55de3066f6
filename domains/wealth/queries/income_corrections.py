"""Statements on incomes that were told anew after customers had theirs."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx, Writing

COLUMNS = "product_id, day, revision, was_e4, income_e4, through, done_through, positions, paid_minor, is_done"

INSERT_CORRECTION = f"INSERT INTO wealth_income_correction ({COLUMNS}, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING"
NEXT_CORRECTION = f"SELECT {COLUMNS} FROM wealth_income_correction WHERE product_id = $1 AND NOT is_done ORDER BY day, revision LIMIT 1"
SAVE_PROGRESS = """
UPDATE wealth_income_correction SET done_through = $4, positions = $5, paid_minor = $6, is_done = $7 WHERE product_id = $1 AND day = $2 AND revision = $3
"""
LIST_PRODUCTS_DUE = "SELECT DISTINCT product_id FROM wealth_income_correction WHERE NOT is_done ORDER BY product_id"
# What came after the day, its own income, and what came that day after the income: shares that did not earn it.
SUM_SINCE = """
SELECT made.customer_id, sum(made.shares_minor)::bigint AS shares_minor FROM wealth_change AS made
LEFT JOIN wealth_change AS paid ON paid.customer_id = made.customer_id AND paid.product_id = $1 AND paid.day = $2 AND paid.kind = 'income'
WHERE made.product_id = $1 AND made.day >= $2 AND made.customer_id BETWEEN $3 AND $4
    AND (made.day > $2 OR made.kind = 'income' OR made.booked_at > paid.booked_at)
GROUP BY made.customer_id
"""


ADD_DIFFERENCE = Writing(
    "income_difference",
    ("uuid", "uuid", "bigint", "bigint"),
    "UPDATE wealth_position AS one SET shares_minor = one.shares_minor + told.paid, income_minor = one.income_minor + told.paid, carried_e8 = told.carried "
    "FROM {} AS told (customer_id, product_id, paid, carried) WHERE one.customer_id = told.customer_id AND one.product_id = told.product_id",
)


class IncomeCorrection(NamedTuple):
    """Customers up to `through` had `was_e4`; those up to `done_through` have what `income_e4` makes of it."""

    product_id: UUID
    day: date
    revision: int
    was_e4: int
    income_e4: int
    through: UUID
    done_through: UUID
    positions: int
    paid_minor: int
    is_done: bool


async def insert_correction(tx: Tx, one: IncomeCorrection) -> None:
    await tx.execute(INSERT_CORRECTION, *one, tx.now)


async def find_next(source: Queryable, product_id: UUID) -> IncomeCorrection | None:
    """The product's first one that is not done."""
    row = await source.fetchrow(NEXT_CORRECTION, product_id)
    return None if row is None else IncomeCorrection(*row)


async def save_progress(tx: Tx, one: IncomeCorrection) -> None:
    await tx.execute(SAVE_PROGRESS, one.product_id, one.day, one.revision, one.done_through, one.positions, one.paid_minor, one.is_done)


async def list_products_due(source: Queryable) -> list[UUID]:
    return [row["product_id"] for row in await source.fetch(LIST_PRODUCTS_DUE)]


async def sum_since(tx: Tx, product_id: UUID, day: date, first: UUID, last: UUID) -> dict[UUID, int]:
    """By how many shares the positions of the customers from one to another have grown since that day's income was reckoned."""
    return {row["customer_id"]: row["shares_minor"] for row in await tx.fetch(SUM_SINCE, product_id, day, first, last)}


def add_differences(tx: Tx, product_id: UUID, differences: Sequence[tuple[UUID, int, int]]) -> None:
    """(customer, paid, carried): add what was paid to positions, and write what they carry on."""
    tx.write_later(ADD_DIFFERENCE, [(customer_id, product_id, paid, carried) for customer_id, paid, carried in differences])
