"""Statements on scans and the purchases that are led back to them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Tx, Writing
from domains.offers.rules.attribution import LIFE, Touch
from domains.offers.rules.codes import DeviceClass
from domains.offers.rules.products import Key

SCANS = Writing(
    "offer_scan",
    ("uuid", "uuid", "uuid", "text", "uuid", "uuid", "uuid", "text", "text"),
    "INSERT INTO offers_scan"
    " (code_id, id, placement_id, product_kind, product_id, merchant_id, customer_id, device, cell, scanned_at, claimed_at)"
    " SELECT told.*, $1, CASE WHEN told.customer_id IS NOT NULL THEN $1 END"
    " FROM {} AS told (code_id, id, placement_id, product_kind, product_id, merchant_id, customer_id, device, cell)",
)

LOCK_SCAN = "SELECT customer_id, placement_id, product_kind, product_id, scanned_at FROM offers_scan WHERE (code_id, id) = ($1, $2) FOR UPDATE"

CLAIM_SCAN = "UPDATE offers_scan SET customer_id = $3, claimed_at = $4 WHERE (code_id, id) = ($1, $2)"

ATTRIBUTE = """
INSERT INTO offers_purchase (customer_id, payment_id, merchant_id, asset, amount_minor, refunded_minor,
    first_code_id, first_scan_id, first_placement_id, last_code_id, last_scan_id, last_placement_id, bought_at)
SELECT paid.customer_id, paid.payment_id, paid.merchant_id, paid.asset, paid.amount_minor, 0,
    touches.codes[1], touches.scans[1], touches.placements[1], touches.codes[touches.many], touches.scans[touches.many], touches.placements[touches.many],
    paid.bought_at
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::timestamptz[])
    AS paid (customer_id, payment_id, merchant_id, asset, amount_minor, bought_at)
CROSS JOIN LATERAL (
    SELECT count(*)::integer AS many, array_agg(code_id ORDER BY scanned_at, id) AS codes, array_agg(id ORDER BY scanned_at, id) AS scans,
        array_agg(placement_id ORDER BY scanned_at, id) AS placements
    FROM offers_scan WHERE customer_id = paid.customer_id AND merchant_id = paid.merchant_id
        AND scanned_at > paid.bought_at - $7::interval AND scanned_at <= paid.bought_at
) AS touches
WHERE touches.many > 0
ON CONFLICT DO NOTHING
RETURNING customer_id, payment_id, first_scan_id, last_scan_id, last_placement_id
"""

REFUND = """
UPDATE offers_purchase AS purchase SET refunded_minor = least(purchase.amount_minor, purchase.refunded_minor + told.amount_minor)
FROM (SELECT customer_id, payment_id, sum(amount_minor)::bigint AS amount_minor FROM unnest($1::uuid[], $2::uuid[], $3::bigint[])
    AS refunded (customer_id, payment_id, amount_minor) GROUP BY customer_id, payment_id) AS told
WHERE (purchase.customer_id, purchase.payment_id) = (told.customer_id, told.payment_id)
"""


class NewScan(NamedTuple):
    """A scan as it is written down."""

    touch: Touch
    placement_id: UUID | None
    product: Key
    merchant_id: UUID | None
    customer_id: UUID | None
    device: DeviceClass
    cell: str | None


class LockedScan(NamedTuple):
    customer_id: UUID | None
    placement_id: UUID | None
    product_kind: str
    product_id: UUID
    scanned_at: datetime


class PaidPurchase(NamedTuple):
    """A payment to a merchant that may be led back to scans."""

    customer_id: UUID
    payment_id: UUID
    merchant_id: UUID
    asset: str
    amount_minor: int
    bought_at: datetime


class Attributed(NamedTuple):
    """A purchase that was led back."""

    customer_id: UUID
    payment_id: UUID
    first_scan_id: UUID
    last_scan_id: UUID
    last_placement_id: UUID | None


def write_scans(tx: Tx, scans: Sequence[NewScan]) -> None:
    """Write scans with the transaction's next statement."""
    rows = [(*one.touch, one.placement_id, *one.product, one.merchant_id, one.customer_id, one.device.value, one.cell) for one in scans]
    tx.write_later(SCANS, rows)


async def lock_scan(tx: Tx, touch: Touch) -> LockedScan | None:
    row = await tx.fetchrow(LOCK_SCAN, *touch)
    return None if row is None else LockedScan(*row)


async def claim_scan(tx: Tx, touch: Touch, customer_id: UUID) -> None:
    await tx.execute(CLAIM_SCAN, *touch, customer_id, tx.now)


async def attribute(tx: Tx, purchases: Sequence[PaidPurchase], within: timedelta = LIFE) -> list[Attributed]:
    """Lead each purchase back to its customer's scans of what the merchant sells, once. Gives those that had any. One statement."""
    return [Attributed(*row) for row in await tx.fetch(ATTRIBUTE, *map(list, zip(*purchases, strict=True)), within)]


async def note_refunds(tx: Tx, refunds: Sequence[tuple[UUID, UUID, int]]) -> None:
    """(customer, payment, minor units) that went back: the purchases that were led back are worth so much less."""
    await tx.execute(REFUND, *map(list, zip(*refunds, strict=True)))
