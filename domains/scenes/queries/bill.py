"""Statements on bills."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_cursor, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.scenes.rules.bill import BillState

COLUMNS = "customer_id, id, link_id, scene, reference, account, title, period, asset, amount_minor, due_on, state, order_id, held_back, found_at"

LOCK_BILLS = f"SELECT {COLUMNS} FROM scenes_bill WHERE customer_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR NO KEY UPDATE"

LOCK_BILLS_OF_SCENE = f"SELECT {COLUMNS} FROM scenes_bill WHERE customer_id = $1 AND scene = $2 AND state <> 'gone' ORDER BY id FOR NO KEY UPDATE"

BILLS = Writing(
    "bill",
    (*("uuid", "uuid", "uuid", "text", "text", "text", "text", "text", "text", "bigint", "date", "text", "uuid", "text", "timestamptz"),),
    f"INSERT INTO scenes_bill ({COLUMNS}) SELECT * FROM {{}} ON CONFLICT (customer_id, id) DO UPDATE SET link_id = excluded.link_id,"
    " account = excluded.account, title = excluded.title, period = excluded.period, asset = excluded.asset, amount_minor = excluded.amount_minor,"
    " due_on = excluded.due_on, state = excluded.state, order_id = excluded.order_id, held_back = excluded.held_back",
)

FIND_BILLS = f"SELECT {COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, id) JOIN scenes_bill USING (customer_id, id)"

LIST_BILLS = f"""
SELECT asked.position, listed.* FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS asked (customer_id, scene, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM scenes_bill
    WHERE customer_id = asked.customer_id AND (due_on, id) < ($3, $4) AND (asked.scene IS NULL OR scene = asked.scene)
    ORDER BY due_on DESC, id DESC LIMIT $5
) AS listed
ORDER BY asked.position, listed.due_on DESC, listed.id DESC
"""

LIST_DUE = f"""
SELECT {", ".join(f"bill.{name.strip()}" for name in COLUMNS.split(","))}, consent.id AS auto_pay_id, consent.cap_minor, consent.asset AS cap_asset
FROM scenes_auto_pay AS consent JOIN scenes_bill AS bill ON bill.link_id = consent.link_id AND bill.state = 'open'
WHERE consent.state = 'active' AND bill.due_on BETWEEN $1 AND $2
ORDER BY bill.due_on, bill.id LIMIT $3
"""

LIST_OVERDUE = f"SELECT {COLUMNS} FROM scenes_bill WHERE state = 'open' AND due_on BETWEEN $1 AND $2 AND (due_on, id) > ($3, $4) ORDER BY due_on, id LIMIT $5"

NEXT_DUE = """
SELECT asked.position, min(bill.due_on) AS due_on FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (link_id, position)
JOIN scenes_bill AS bill ON bill.link_id = asked.link_id AND bill.state = 'open' GROUP BY asked.position
"""

_LAST = (date(9999, 1, 1), UUID(int=2**128 - 1))


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill as its partner last listed it."""

    customer_id: UUID
    id: UUID
    link_id: UUID
    scene: str
    reference: str
    account: str
    title: str
    period: str
    amount: Amount
    due_on: date
    state: BillState
    order_id: UUID | None
    held_back: str | None
    found_at: datetime


class DueBill(NamedTuple):
    """A bill that a standing consent is to pay, and up to how much that one goes."""

    bill: Bill
    auto_pay_id: UUID
    cap: Amount


async def lock_bill(tx: Tx, customer_id: UUID, bill_id: UUID) -> Bill | None:
    """Held until commit, as it is once the lock is ours."""
    row = await tx.fetchrow(LOCK_BILLS, customer_id, [bill_id])
    return None if row is None else _bill(row)


async def lock_bills_of_scene(tx: Tx, customer_id: UUID, scene: str) -> dict[UUID, Bill]:
    return {row["id"]: _bill(row) for row in await tx.fetch(LOCK_BILLS_OF_SCENE, customer_id, scene)}


def write_bills(tx: Tx, bills: Sequence[Bill]) -> None:
    """New or as they stand from now on; written with the transaction's other writings."""
    tx.write_later(
        BILLS,
        [
            (
                *(one.customer_id, one.id, one.link_id, one.scene, one.reference, one.account, one.title, one.period, one.amount.asset.code),
                *(one.amount.minor, one.due_on, one.state, one.order_id, one.held_back, one.found_at),
            )
            for one in bills
        ],
    )


async def list_overdue(source: Queryable, span: tuple[date, date], after: tuple[date, UUID], limit: int) -> list[Bill]:
    """Open bills that were due on those days, by day and id, beyond a place in that order."""
    return [_bill(row) for row in await source.fetch(LIST_OVERDUE, *span, *after, limit)]


async def find_bills(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[Bill | None]:
    """The bill of that id if it is that customer's, else None: one per pair, in order."""
    found = {(row["customer_id"], row["id"]): _bill(row) for row in await source.fetch(FIND_BILLS, customer_ids, ids)}
    return [found.get(pair) for pair in zip(customer_ids, ids, strict=True)]


async def list_bills(source: Queryable, customer_ids: Sequence[UUID], scenes: Sequence[str | None], first: int, after: str | None) -> list[Page[Bill]]:
    """Each customer's bills, of one scene or of all, latest due first: one page per customer, in order."""
    check_first(first)
    due_on, id_ = _place(after)
    found: list[list[Bill]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_BILLS, customer_ids, scenes, due_on, id_, first + 1):
        found[row["position"] - 1].append(_bill(row))
    return [page_of(rows, first, lambda bill: f"{bill.due_on.isoformat()}:{bill.id.hex}") for rows in found]


async def list_due_bills(source: Queryable, since: date, until: date, limit: int) -> list[DueBill]:
    """Open bills in that span that a standing consent is to pay, first due first."""
    rows = await source.fetch(LIST_DUE, since, until, limit)
    return [DueBill(_bill(row), row["auto_pay_id"], Amount(row["cap_minor"], asset_of(row["cap_asset"]))) for row in rows]


async def find_next_due(source: Queryable, link_ids: Sequence[UUID]) -> list[date | None]:
    """When the next open bill of each link is due."""
    found: list[date | None] = [None] * len(link_ids)
    for row in await source.fetch(NEXT_DUE, link_ids):
        found[row["position"] - 1] = row["due_on"]
    return found


def _place(after: str | None) -> tuple[date, UUID]:
    if after is None:
        return _LAST
    day, _, hexadecimal = decode_cursor(after).partition(":")
    try:
        return date.fromisoformat(day), UUID(hex=hexadecimal)
    except ValueError as error:
        raise InvalidInput("after", "a cursor from an earlier page") from error


def _bill(row: Record) -> Bill:
    return Bill(
        row["customer_id"],
        row["id"],
        row["link_id"],
        row["scene"],
        row["reference"],
        row["account"],
        row["title"],
        row["period"],
        Amount(row["amount_minor"], asset_of(row["asset"])),
        row["due_on"],
        BillState(row["state"]),
        row["order_id"],
        row["held_back"],
        row["found_at"],
    )
