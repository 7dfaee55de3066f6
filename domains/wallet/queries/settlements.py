"""Statements on settling merchants, and on the lines of their bill files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx
from domains.wallet.rules.bill_file import BillLine

COLUMNS = "merchant_id, day, asset, payments, gross_minor, refunded_minor, fee_minor, net_minor, settled_at"

LIST_DUE = """
SELECT merchant.id, due.day FROM wallet_merchant AS merchant
CROSS JOIN LATERAL (
    SELECT day FROM wallet_payment_share
    WHERE merchant_id = merchant.id AND day > merchant.settled_through AND day <= $1 ORDER BY day LIMIT 1
) AS due
WHERE merchant.settled_through < $1 AND merchant.id > $2 ORDER BY merchant.id LIMIT $3
"""

NEXT_DAY = "SELECT min(day) FROM wallet_payment_share WHERE merchant_id = $1 AND day > $2 AND day <= $3"

TOTAL = """
SELECT min(asset) AS asset, count(*)::integer AS payments, sum(amount_minor)::bigint AS gross, sum(refunded_minor)::bigint AS refunded,
    sum(fee_minor)::bigint AS fee
FROM wallet_payment_share WHERE merchant_id = $1 AND day = $2
"""

INSERT = f"INSERT INTO wallet_settlement ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"

SET_SETTLED = "UPDATE wallet_merchant SET settled_through = $2 WHERE id = $1"

FIND = f"SELECT {COLUMNS} FROM unnest($1::uuid[], $2::date[]) AS wanted (merchant_id, day) JOIN wallet_settlement USING (merchant_id, day)"

LIST = f"""
SELECT page.* FROM unnest($1::uuid[]) AS wanted (merchant_id)
CROSS JOIN LATERAL (SELECT {COLUMNS} FROM wallet_settlement WHERE merchant_id = wanted.merchant_id AND day < $2 ORDER BY day DESC LIMIT $3) AS page
"""

# What a payment was before anything went back of it, and the fee on that: what was given back is in the lines of the refunds.
PAYMENT_LINES = """
SELECT share.payment_id, payment.paid_at AS at, payment.shop_id, payment.reference, payment.method, share.amount_minor, share.asset,
    share.fee_minor + coalesce((
        SELECT sum(back.fee_minor)::bigint FROM wallet_refund AS refund
        JOIN wallet_refund_share AS back ON back.refund_id = refund.id AND back.merchant_id = share.merchant_id
        WHERE refund.payment_id = share.payment_id), 0) AS fee_minor
FROM wallet_payment_share AS share JOIN wallet_payment AS payment ON payment.id = share.payment_id
WHERE share.merchant_id = $1 AND share.day = $2 AND share.payment_id > $3 ORDER BY share.payment_id LIMIT $4
"""

REFUND_LINES = """
SELECT back.refund_id, back.payment_id, refund.refunded_at AS at, payment.shop_id, payment.reference, payment.method, back.amount_minor, back.fee_minor,
    refund.asset, back.is_from_balance
FROM wallet_refund_share AS back
JOIN wallet_refund AS refund ON refund.payment_id = back.payment_id AND refund.id = back.refund_id
JOIN wallet_payment AS payment ON payment.id = back.payment_id
WHERE back.merchant_id = $1 AND back.day = $2 AND back.refund_id > $3 ORDER BY back.refund_id LIMIT $4
"""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a day of a merchant came to: gross less refunds less fee."""

    merchant_id: UUID
    day: date
    payments: int
    gross: Amount
    refunded: Amount
    fee: Amount
    net: Amount
    settled_at: datetime


class DayTotal(NamedTuple):
    asset: str
    payments: int
    gross_minor: int
    refunded_minor: int
    fee_minor: int


async def list_due(source: Queryable, until: date, after: UUID, limit: int) -> list[tuple[UUID, date]]:
    """Merchants with a day up to that one to be settled, and their first such day, by id."""
    return [(row["id"], row["day"]) for row in await source.fetch(LIST_DUE, until, after, limit)]


async def find_next_day(tx: Tx, merchant_id: UUID, after: date, until: date) -> date | None:
    """The first day between the two on which the merchant was paid."""
    found: date | None = await tx.fetchval(NEXT_DAY, merchant_id, after, until)
    return found


async def total_of(tx: Tx, merchant_id: UUID, day: date) -> DayTotal:
    """What the merchant's parts of payments of a day come to. There is one."""
    row = await tx.fetchrow(TOTAL, merchant_id, day)
    assert row is not None
    return DayTotal(*row)


async def insert_settlement(tx: Tx, settlement: Settlement) -> None:
    amounts = [one.minor for one in (settlement.gross, settlement.refunded, settlement.fee, settlement.net)]
    await tx.execute(INSERT, settlement.merchant_id, settlement.day, settlement.gross.asset.code, settlement.payments, *amounts, settlement.settled_at)
    await tx.execute(SET_SETTLED, settlement.merchant_id, settlement.day)


async def find_settlements(source: Queryable, merchant_ids: Sequence[UUID], days: Sequence[date]) -> list[Settlement | None]:
    """The settlement of each merchant's day, None where there is none: one per pair, in order."""
    found = {(row["merchant_id"], row["day"]): _settlement(row) for row in await source.fetch(FIND, merchant_ids, days)}
    return [found.get(pair) for pair in zip(merchant_ids, days, strict=True)]


async def list_settlements(source: Queryable, merchant_ids: Sequence[UUID], before: date, limit: int) -> list[list[Settlement]]:
    """The newest settlements of each merchant before a day: one list per merchant, in order."""
    found: dict[UUID, list[Settlement]] = {merchant_id: [] for merchant_id in merchant_ids}
    for row in await source.fetch(LIST, list(found), before, limit):
        found[row["merchant_id"]].append(_settlement(row))
    return [found[merchant_id] for merchant_id in merchant_ids]


async def list_payment_lines(source: Queryable, merchant_id: UUID, day: date, after: UUID, limit: int) -> list[BillLine]:
    """The merchant's parts of payments of a day, by the payment's id."""
    return [_line(row, row["payment_id"], None, is_from_balance=False) for row in await source.fetch(PAYMENT_LINES, merchant_id, day, after, limit)]


async def list_refund_lines(source: Queryable, merchant_id: UUID, day: date, after: UUID, limit: int) -> list[BillLine]:
    """What the merchant gave back and counts in a day's bill, by the refund's id."""
    rows = await source.fetch(REFUND_LINES, merchant_id, day, after, limit)
    return [_line(row, row["payment_id"], row["refund_id"], is_from_balance=row["is_from_balance"]) for row in rows]


def _settlement(row: Record) -> Settlement:
    gross, refunded, fee, net = (Amount(row[name], asset_of(row["asset"])) for name in ("gross_minor", "refunded_minor", "fee_minor", "net_minor"))
    return Settlement(row["merchant_id"], row["day"], row["payments"], gross, refunded, fee, net, row["settled_at"])


def _line(row: Record, payment_id: UUID, refund_id: UUID | None, *, is_from_balance: bool) -> BillLine:
    amount, fee = (Amount(row[name], asset_of(row["asset"])) for name in ("amount_minor", "fee_minor"))
    return BillLine(payment_id, refund_id, row["at"], row["shop_id"], row["reference"], row["method"], amount, fee, is_from_balance)
