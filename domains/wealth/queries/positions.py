"""Statements on positions, lots and changes."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wealth.rules.positions import ChangeKind

COLUMNS = "customer_id, product_id, shares_minor, cost_minor, realised_minor, income_minor, carried_e8"

# Made where there is none, and locked, in the order of their keys; what is returned was read under the lock.
LOCK_POSITIONS = f"""
INSERT INTO wealth_position AS one ({COLUMNS})
SELECT customer_id, $2, 0, 0, 0, 0, 0 FROM unnest($1::uuid[]) AS asked (customer_id) ORDER BY customer_id
ON CONFLICT (customer_id, product_id) DO UPDATE SET shares_minor = one.shares_minor
RETURNING {COLUMNS}
"""
LOCK_EARNING = """
SELECT customer_id, shares_minor, carried_e8 FROM wealth_position WHERE product_id = $1 AND customer_id > $2 ORDER BY customer_id LIMIT $3 FOR NO KEY UPDATE
"""
SUM_LATER = """
SELECT customer_id, sum(shares_minor)::bigint AS shares_minor FROM wealth_change
WHERE product_id = $1 AND day > $2 AND customer_id BETWEEN $3 AND $4 GROUP BY customer_id
"""
FIND_POSITIONS = f"SELECT {COLUMNS} FROM wealth_position WHERE customer_id = ANY($1::uuid[]) AND (shares_minor > 0 OR $2) ORDER BY customer_id, product_id"
# A lot has the id of the order that bought it. Of a day's lots the one that was ordered first is the oldest: ids are made by apps and order nothing.
_LOTS = """
SELECT lot.customer_id, lot.id, lot.product_id, lot.acquired_on, lot.shares_minor, lot.left_minor, lot.cost_minor
FROM wealth_lot AS lot LEFT JOIN wealth_order AS bought ON bought.customer_id = lot.customer_id AND bought.id = lot.id
"""
LOCK_LOTS = f"""{_LOTS} WHERE lot.product_id = $1 AND lot.customer_id = ANY($2::uuid[]) AND lot.left_minor > 0
ORDER BY lot.customer_id, lot.acquired_on, bought.placed_at, lot.id FOR NO KEY UPDATE OF lot
"""
FIND_LOTS = f"""{_LOTS} WHERE lot.customer_id = ANY($1::uuid[]) AND lot.left_minor > 0
ORDER BY lot.customer_id, lot.product_id, lot.acquired_on, bought.placed_at, lot.id
"""
LOCK_LOTS_OF = f"""{_LOTS} WHERE (lot.customer_id, lot.id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
ORDER BY lot.customer_id, lot.id FOR NO KEY UPDATE OF lot
"""
# Money that came for shares counts before its fee, as does what was paid for them.
SUM_TRADES = """
SELECT customer_id, product_id, coalesce(sum(-money_minor - fee_minor) FILTER (WHERE kind = 'subscription'), 0)::bigint AS bought_minor,
    coalesce(sum(money_minor + fee_minor) FILTER (WHERE kind <> 'subscription'), 0)::bigint AS sold_minor, sum(fee_minor)::bigint AS fees_minor
FROM wealth_change WHERE customer_id = ANY($1::uuid[]) GROUP BY customer_id, product_id
"""
FIND_CHANGES = """
SELECT customer_id, product_id, day, id, kind, shares_minor, money_minor, fee_minor, cost_minor FROM wealth_change
WHERE customer_id = ANY($1::uuid[]) AND day BETWEEN $2 AND $3 ORDER BY customer_id, product_id, day, booked_at, id
"""
FIND_TAKEN = """
SELECT taken.order_id, taken.lot_id, lot.acquired_on, taken.shares_minor, taken.cost_minor
FROM wealth_order_lot AS taken JOIN wealth_lot AS lot ON lot.customer_id = taken.customer_id AND lot.id = taken.lot_id
WHERE (taken.customer_id, taken.order_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[])) ORDER BY taken.order_id, lot.acquired_on, lot.id
"""
# A lot has the term of the version under which it was ordered: its id is the order's.
SUM_IN_TERM = """
SELECT coalesce(sum(lot.left_minor), 0)::bigint FROM wealth_lot AS lot
JOIN wealth_order AS bought ON bought.customer_id = lot.customer_id AND bought.id = lot.id
JOIN wealth_product_version AS told ON told.product_id = lot.product_id AND told.version = bought.version
WHERE lot.customer_id = $1 AND lot.product_id = $2 AND lot.left_minor > 0 AND lot.acquired_on + (told.terms ->> 'term_days')::integer > $3
"""
WRITE_POSITIONS = Writing(
    "position",
    ("uuid", "uuid", "bigint", "bigint", "bigint", "bigint", "bigint"),
    "UPDATE wealth_position AS one SET shares_minor = told.shares, cost_minor = told.cost, realised_minor = told.realised, income_minor = told.income, "
    "carried_e8 = told.carried FROM {} AS told (customer_id, product_id, shares, cost, realised, income, carried) "
    "WHERE one.customer_id = told.customer_id AND one.product_id = told.product_id",
)
# The positions of a group lie side by side: what bounds them keeps any plan from reading the others.
PAY_INCOME = """
WITH told AS MATERIALIZED (
    SELECT * FROM unnest($3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[]) AS told (customer_id, id, paid, carried)
), change AS (
    INSERT INTO wealth_change (customer_id, product_id, day, id, kind, shares_minor, money_minor, fee_minor, cost_minor, booked_at)
    SELECT customer_id, $1, $2, id, 'income', paid, 0, 0, 0, $9 FROM told WHERE paid > 0
)
UPDATE wealth_position AS one SET shares_minor = one.shares_minor + told.paid, income_minor = one.income_minor + told.paid, carried_e8 = told.carried
FROM told WHERE one.customer_id = told.customer_id AND one.product_id = $1 AND one.customer_id BETWEEN $7 AND $8
"""
NEW_LOTS = Writing(
    "new_lot",
    ("uuid", "uuid", "uuid", "date", "bigint", "bigint", "bigint"),
    "INSERT INTO wealth_lot (customer_id, id, product_id, acquired_on, shares_minor, left_minor, cost_minor) SELECT told.* FROM {} AS told",
)
LEFT_LOTS = Writing(
    "left_lot",
    ("uuid", "uuid", "bigint", "bigint", "bigint"),
    "UPDATE wealth_lot AS lot SET shares_minor = told.shares, left_minor = told.left_minor, cost_minor = told.cost "
    "FROM {} AS told (customer_id, id, shares, left_minor, cost) "
    "WHERE lot.customer_id = told.customer_id AND lot.id = told.id",
)
TAKEN_LOTS = Writing(
    "taken_lot",
    ("uuid", "uuid", "uuid", "bigint", "bigint", "bigint", "bigint"),
    "INSERT INTO wealth_order_lot (customer_id, order_id, lot_id, shares_minor, cost_minor, gross_minor, fee_minor) SELECT told.* FROM {} AS told",
)
NEW_CHANGES = Writing(
    "wealth_change",
    ("uuid", "uuid", "date", "uuid", "text", "bigint", "bigint", "bigint", "bigint"),
    "INSERT INTO wealth_change (customer_id, product_id, day, id, kind, shares_minor, money_minor, fee_minor, cost_minor, booked_at) "
    "SELECT told.*, $1 FROM {} AS told",
)


class Position(NamedTuple):
    """A customer's part of a product."""

    customer_id: UUID
    product_id: UUID
    shares_minor: int
    cost_minor: int
    realised_minor: int
    income_minor: int
    carried_e8: int


class HeldLot(NamedTuple):
    """Shares that were bought together, as far as they are left, and what was paid for those."""

    customer_id: UUID
    id: UUID
    product_id: UUID
    acquired_on: date
    shares_minor: int
    left_minor: int
    cost_minor: int


class TakenLot(NamedTuple):
    """What an order took of a lot."""

    order_id: UUID
    lot_id: UUID
    acquired_on: date
    shares_minor: int
    cost_minor: int


class Trades(NamedTuple):
    """What was ever paid for a product's shares and got for them, before fees, and the fees."""

    bought_minor: int
    sold_minor: int
    fees_minor: int


class Change(NamedTuple):
    """One change of a position. `money_minor`: what the customer paid (negative) or got."""

    customer_id: UUID
    product_id: UUID
    day: date
    id: UUID
    kind: ChangeKind
    shares_minor: int
    money_minor: int
    fee_minor: int
    cost_minor: int


async def lock_positions(tx: Tx, customer_ids: Iterable[UUID], product_id: UUID) -> dict[UUID, Position]:
    """The customers' positions in that product, empty ones included, by customer."""
    rows = await tx.fetch(LOCK_POSITIONS, sorted(set(customer_ids)), product_id)
    return {row["customer_id"]: Position(*row) for row in rows}


async def lock_earning(tx: Tx, product_id: UUID, after: UUID, most: int) -> tuple[list[UUID], list[int], list[int]]:
    """The next positions in a product, in the order of their customers, column by column: customers, shares, what they carry."""
    rows = await tx.fetch(LOCK_EARNING, product_id, after, most)
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


async def sum_later(tx: Tx, product_id: UUID, day: date, first: UUID, last: UUID) -> dict[UUID, int]:
    """By how many shares the positions of the customers from one to another have grown since the end of that day."""
    return {row["customer_id"]: row["shares_minor"] for row in await tx.fetch(SUM_LATER, product_id, day, first, last)}


async def pay_income(tx: Tx, product_id: UUID, day: date, customer_ids: list[UUID], ids: list[UUID], paid: list[int], carried: list[int]) -> None:
    """Add a day's income to the positions of a group, and write each change, under its id."""
    await tx.execute(PAY_INCOME, product_id, day, customer_ids, ids, paid, carried, customer_ids[0], customer_ids[-1], tx.now)


async def sum_in_term(source: Queryable, customer_id: UUID, product_id: UUID, day: date) -> int:
    """The customer's shares of a fixed term that is not over on that day."""
    return int(await source.fetchval(SUM_IN_TERM, customer_id, product_id, day))


async def find_positions(source: Queryable, customer_ids: Iterable[UUID], *, emptied: bool = False) -> list[Position]:
    """What those customers hold; with `emptied` also what they held before. One statement."""
    return [Position(*row) for row in await source.fetch(FIND_POSITIONS, sorted(set(customer_ids)), emptied)]


async def lock_lots(tx: Tx, product_id: UUID, customer_ids: Iterable[UUID]) -> dict[UUID, list[HeldLot]]:
    """What is left of the customers' lots of that product, the oldest first, by customer."""
    found: dict[UUID, list[HeldLot]] = {}
    for row in await tx.fetch(LOCK_LOTS, product_id, sorted(set(customer_ids))):
        found.setdefault(row["customer_id"], []).append(HeldLot(*row))
    return found


async def lock_lots_of(tx: Tx, asked: Iterable[tuple[UUID, UUID]]) -> dict[UUID, HeldLot]:
    """The lots that those orders, by customer and id, bought, empty ones included; by order."""
    keys = sorted(set(asked))
    return {row["id"]: HeldLot(*row) for row in await tx.fetch(LOCK_LOTS_OF, [customer for customer, _ in keys], [id_ for _, id_ in keys])}


async def sum_trades(source: Queryable, customer_ids: Iterable[UUID]) -> dict[tuple[UUID, UUID], Trades]:
    """By customer and product. One statement."""
    rows = await source.fetch(SUM_TRADES, sorted(set(customer_ids)))
    return {(row["customer_id"], row["product_id"]): Trades(*row[2:]) for row in rows}


async def find_lots(source: Queryable, customer_ids: Iterable[UUID]) -> list[HeldLot]:
    """What is left of the customers' lots, the oldest of each product first. One statement."""
    return [HeldLot(*row) for row in await source.fetch(FIND_LOTS, sorted(set(customer_ids)))]


async def find_taken(source: Queryable, asked: Iterable[tuple[UUID, UUID]]) -> dict[UUID, list[TakenLot]]:
    """What orders, by customer and id, took of which lots, the oldest first; by order. One statement."""
    keys, found = list(asked), dict[UUID, list[TakenLot]]()
    for row in await source.fetch(FIND_TAKEN, [customer for customer, _ in keys], [id_ for _, id_ in keys]):
        found.setdefault(row["order_id"], []).append(TakenLot(*row))
    return found


async def find_changes(source: Queryable, customer_ids: Iterable[UUID], first: date, last: date) -> list[Change]:
    """What changed in a period, the first change of each product first. One statement."""
    rows = await source.fetch(FIND_CHANGES, sorted(set(customer_ids)), first, last)
    return [Change(*row)._replace(kind=ChangeKind(row["kind"])) for row in rows]


def write_positions(tx: Tx, positions: Sequence[Position]) -> None:
    """Write positions as they stand now, with the transaction's next statement, as all that follows."""
    tx.write_later(WRITE_POSITIONS, positions)


def write_new_lots(tx: Tx, lots: Sequence[HeldLot]) -> None:
    tx.write_later(NEW_LOTS, lots)


def write_left(tx: Tx, lots: Sequence[HeldLot]) -> None:
    tx.write_later(LEFT_LOTS, [(one.customer_id, one.id, one.shares_minor, one.left_minor, one.cost_minor) for one in lots])


def write_taken(tx: Tx, taken: Sequence[tuple[UUID, UUID, UUID, int, int, int, int]]) -> None:
    """(customer, order, lot, shares, cost, gross, fee)."""
    tx.write_later(TAKEN_LOTS, taken)


def write_changes(tx: Tx, changes: Sequence[Change]) -> None:
    tx.write_later(NEW_CHANGES, [one._replace(kind=one.kind.value) for one in changes])  # type: ignore[arg-type]
