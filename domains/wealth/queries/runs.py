"""Statements on how far a day's work has come."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx

# The product is locked, so that one worker at a time pays its income.
LOCK_PRODUCT = "SELECT id FROM wealth_product WHERE id = $1 FOR NO KEY UPDATE"
LAST_RUN = """
SELECT product_id, day, done_through, positions, paid_minor, is_done FROM wealth_run WHERE product_id = $1 AND step = 'income' ORDER BY day DESC LIMIT 1
"""
FIND_RUN = """
SELECT product_id, day, done_through, positions, paid_minor, is_done FROM wealth_run WHERE product_id = $1 AND step = 'income' AND day = $2
"""
SAVE_RUN = """
INSERT INTO wealth_run AS run (product_id, day, step, done_through, positions, paid_minor, is_done) VALUES ($1, $2, 'income', $3, $4, $5, $6)
ON CONFLICT (product_id, day, step) DO UPDATE
SET done_through = excluded.done_through, positions = excluded.positions, paid_minor = excluded.paid_minor, is_done = excluded.is_done
"""
LIST_RUNS = """
SELECT product_id, day, done_through, positions, paid_minor, is_done FROM wealth_run WHERE product_id = $1 AND step = 'income' AND day >= $2 ORDER BY day
"""
# A day is not done, or a value of a later one stands.
LIST_PRODUCTS_DUE = """
SELECT product.id FROM wealth_product AS product
LEFT JOIN LATERAL (
    SELECT day, is_done FROM wealth_run WHERE product_id = product.id AND step = 'income' ORDER BY day DESC LIMIT 1
) AS last ON true
WHERE product.kind = 'money_market' AND (NOT last.is_done OR EXISTS (
    SELECT FROM wealth_nav AS told WHERE told.product_id = product.id AND told.state = 'published' AND (last.day IS NULL OR told.day > last.day)
))
ORDER BY product.id
"""


class Run(NamedTuple):
    """A day's income: customers up to `done_through` have theirs."""

    product_id: UUID
    day: date
    done_through: UUID
    positions: int
    paid_minor: int
    is_done: bool


async def lock_last_run(tx: Tx, product_id: UUID) -> Run | None:
    """The last day that was begun, with no other worker on that product."""
    await tx.fetchrow(LOCK_PRODUCT, product_id)
    row = await tx.fetchrow(LAST_RUN, product_id)
    return None if row is None else Run(*row)


async def find_run(source: Queryable, product_id: UUID, day: date) -> Run | None:
    """How far that day has come; None where it was not begun."""
    row = await source.fetchrow(FIND_RUN, product_id, day)
    return None if row is None else Run(*row)


async def list_products_due(source: Queryable) -> list[UUID]:
    """Money-market products that have income to pay."""
    return [row["id"] for row in await source.fetch(LIST_PRODUCTS_DUE)]


async def save_run(tx: Tx, run: Run) -> None:
    await tx.execute(SAVE_RUN, *run)


async def list_runs(source: Queryable, product_id: UUID, since: date) -> list[Run]:
    """The days from that one on, in order."""
    return [Run(*row) for row in await source.fetch(LIST_RUNS, product_id, since)]
