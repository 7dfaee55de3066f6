"""Statements on carts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx, Writing

LIST_LINES = (
    "SELECT customer_id, variant_id, units, added_at FROM mall_cart_line WHERE customer_id = ANY($1::uuid[]) ORDER BY customer_id, added_at, variant_id"
)
SAVE_LINE = """
INSERT INTO mall_cart_line (customer_id, variant_id, units, added_at)
SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FROM mall_cart_line WHERE customer_id = $1 AND variant_id <> $2) < $5
ON CONFLICT (customer_id, variant_id) DO UPDATE SET units = excluded.units
RETURNING units
"""
REMOVE_LINES = "DELETE FROM mall_cart_line WHERE customer_id = $1 AND variant_id = ANY($2::uuid[])"
REMOVE_LATER = Writing(
    "cart_lines",
    ("uuid", "uuid"),
    """
    DELETE FROM mall_cart_line AS line USING {} AS one (customer_id, variant_id)
    WHERE (line.customer_id, line.variant_id) = (one.customer_id, one.variant_id)
    """,
)


class CartLine(NamedTuple):
    """What a customer thinks of buying."""

    customer_id: UUID
    variant_id: UUID
    units: int
    added_at: datetime


async def list_lines(source: Queryable, customer_ids: Sequence[UUID]) -> list[list[CartLine]]:
    """The lines of each customer's cart, in the order in which they were put in."""
    found: dict[UUID, list[CartLine]] = {}
    for row in await source.fetch(LIST_LINES, sorted(set(customer_ids))):
        found.setdefault(row["customer_id"], []).append(CartLine(*row))
    return [found.get(id_, []) for id_ in customer_ids]


async def save_line(tx: Tx, one: CartLine, lines_most: int) -> bool:
    """False when the cart is full. Two taps at once may find the last place both: a cart may be a line too long, an order may not."""
    return await tx.fetchval(SAVE_LINE, *one, lines_most) is not None


async def remove_lines(tx: Tx, customer_id: UUID, variant_ids: Sequence[UUID]) -> None:
    await tx.execute(REMOVE_LINES, customer_id, variant_ids)


def remove_later(tx: Tx, customer_id: UUID, variant_ids: Iterable[UUID]) -> None:
    """The same, with the next statement that writes."""
    tx.write_later(REMOVE_LATER, [(customer_id, one) for one in variant_ids])
