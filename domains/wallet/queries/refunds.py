"""Statements on refunds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx, Writing

REFUND = Writing(
    "refund",
    ("uuid", "uuid", "uuid", "text", "bigint", "text", "uuid"),
    "INSERT INTO wallet_refund (payment_id, id, merchant_id, asset, amount_minor, reason, refunded_by, refunded_at) SELECT told.*, $1 FROM {} AS told",
)

REFUND_SHARES = Writing(
    "refund_share",
    ("uuid", "date", "uuid", "uuid", "bigint", "bigint", "boolean"),
    "INSERT INTO wallet_refund_share (merchant_id, day, refund_id, payment_id, amount_minor, fee_minor, is_from_balance) SELECT told.* FROM {} AS told",
)

PAYMENT = Writing(
    "refunded_payment",
    ("uuid", "uuid", "bigint"),
    "UPDATE wallet_payment SET refunded_minor = refunded_minor + told.minor FROM {} AS told (customer_id, id, minor)"
    " WHERE wallet_payment.customer_id = told.customer_id AND wallet_payment.id = told.id",
)

SOURCES = Writing(
    "refunded_source",
    ("uuid", "integer", "bigint"),
    "UPDATE wallet_payment_source SET refunded_minor = refunded_minor + told.minor FROM {} AS told (payment_id, place, minor)"
    " WHERE wallet_payment_source.payment_id = told.payment_id AND wallet_payment_source.place = told.place",
)

SHARES = Writing(
    "refunded_share",
    ("uuid", "date", "uuid", "bigint", "bigint"),
    "UPDATE wallet_payment_share SET refunded_minor = refunded_minor + told.minor, fee_minor = fee_minor - told.fee"
    " FROM {} AS told (merchant_id, day, payment_id, minor, fee) WHERE wallet_payment_share.merchant_id = told.merchant_id"
    " AND wallet_payment_share.day = told.day AND wallet_payment_share.payment_id = told.payment_id",
)

LIST_REFUNDS = """
SELECT payment_id, id, asset, amount_minor, reason, refunded_at FROM wallet_refund WHERE payment_id = ANY($1::uuid[])
ORDER BY payment_id, refunded_at, id LIMIT $2
"""

LIST_MAX = 200
"""Refunds of a payment that one look lists."""


@dataclass(frozen=True, slots=True)
class Refund:
    """Money that went back."""

    payment_id: UUID
    id: UUID
    amount: Amount
    reason: str
    refunded_at: datetime


class RefundShare(NamedTuple):
    """What a merchant gave back: of which day's part of the payment, how much, how much of its fee the house gave back, and in which settlement it counts."""

    merchant_id: UUID
    day: date
    minor: int
    fee_minor: int
    counted_on: date
    is_from_balance: bool


def write_refund(
    tx: Tx, refund: Refund, customer_id: UUID, merchant_id: UUID, refunded_by: UUID, shares: Sequence[RefundShare], sources: Sequence[tuple[int, int]]
) -> None:
    """Write a refund, and what is left of its payment, with the transaction's next statement. `sources` are places and amounts."""
    row = (refund.payment_id, refund.id, merchant_id, refund.amount.asset.code, refund.amount.minor, refund.reason, refunded_by)
    tx.write_later(REFUND, [row])
    given = [(one.merchant_id, one.counted_on, refund.id, refund.payment_id, one.minor, one.fee_minor, one.is_from_balance) for one in shares]
    tx.write_later(REFUND_SHARES, given)
    tx.write_later(PAYMENT, [(customer_id, refund.payment_id, refund.amount.minor)])
    tx.write_later(SOURCES, [(refund.payment_id, place, minor) for place, minor in sources])
    tx.write_later(SHARES, [(one.merchant_id, one.day, refund.payment_id, one.minor, one.fee_minor) for one in shares])


async def list_refunds(source: Queryable, payment_ids: Sequence[UUID]) -> list[list[Refund]]:
    """The refunds of each payment, oldest first: one list per payment, in order."""
    found: dict[UUID, list[Refund]] = {payment_id: [] for payment_id in payment_ids}
    for row in await source.fetch(LIST_REFUNDS, list(found), LIST_MAX * len(found)):
        amount = Amount(row["amount_minor"], asset_of(row["asset"]))
        found[row["payment_id"]].append(Refund(row["payment_id"], row["id"], amount, row["reason"], row["refunded_at"]))
    return [found[payment_id] for payment_id in payment_ids]
