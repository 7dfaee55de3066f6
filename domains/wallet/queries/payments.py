"""Statements on payments to merchants: their sources and shares, written with what they post, and read by either side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wallet.rules.payments import Held, Method, Share

COLUMNS = "customer_id, id, journal_id, merchant_id, shop_id, order_id, method, asset, amount_minor, tip_minor, refunded_minor, reference, day, paid_at"

PAYMENTS = Writing(
    "payment",
    ("uuid", "uuid", "uuid", "uuid", "uuid", "uuid", "text", "text", "bigint", "bigint", "text", "date"),
    "INSERT INTO wallet_payment (customer_id, id, journal_id, merchant_id, shop_id, order_id, method, asset, amount_minor, tip_minor, reference, day,"
    " refunded_minor, paid_at) SELECT told.*, 0, $1 FROM {} AS told",
)

SOURCES = Writing(
    "payment_source",
    ("uuid", "integer", "text", "uuid", "bigint"),
    "INSERT INTO wallet_payment_source (payment_id, place, source, account_id, amount_minor, refunded_minor) SELECT told.*, 0 FROM {} AS told",
)

SHARES = Writing(
    "payment_share",
    ("uuid", "date", "uuid", "text", "bigint", "integer", "bigint"),
    "INSERT INTO wallet_payment_share (merchant_id, day, payment_id, asset, amount_minor, fee_bps, fee_minor, refunded_minor) SELECT told.*, 0 FROM {} AS told",
)

FIND_PAYMENTS = f"""
SELECT {COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, id) JOIN wallet_payment USING (customer_id, id)
"""

FIND_BY_ID = f"SELECT {COLUMNS} FROM wallet_payment WHERE id = ANY($1::uuid[])"

LOCK_PAYMENT = f"SELECT {COLUMNS} FROM wallet_payment WHERE customer_id = $1 AND id = $2 FOR NO KEY UPDATE"

LIST_SOURCES = """
SELECT part.payment_id, part.place, part.source, part.account_id, part.amount_minor, part.refunded_minor, payment.asset
FROM wallet_payment_source AS part JOIN wallet_payment AS payment ON payment.id = part.payment_id
WHERE part.payment_id = ANY($1::uuid[]) ORDER BY part.payment_id, part.place
"""

LIST_SHARES = """
SELECT payment_id, merchant_id, day, amount_minor, refunded_minor, fee_bps, fee_minor FROM wallet_payment_share
WHERE payment_id = ANY($1::uuid[]) ORDER BY payment_id, merchant_id
"""

LIST_PAYMENTS = f"""
SELECT page.* FROM unnest($1::uuid[]) AS wanted (customer_id)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM wallet_payment
    WHERE customer_id = wanted.customer_id AND (paid_at, id) < ($2, $3) ORDER BY paid_at DESC, id DESC LIMIT $4
) AS page
"""

LIST_TAKINGS = f"""
SELECT share.merchant_id AS taker_id, share.amount_minor AS share_minor, share.refunded_minor AS share_refunded_minor, share.fee_minor, page.*
FROM unnest($1::uuid[]) AS wanted (merchant_id)
CROSS JOIN LATERAL (
    SELECT * FROM wallet_payment_share
    WHERE merchant_id = wanted.merchant_id AND (day, payment_id) < ($2, $3) ORDER BY day DESC, payment_id DESC LIMIT $4
) AS share
CROSS JOIN LATERAL (SELECT {COLUMNS} FROM wallet_payment WHERE id = share.payment_id) AS page
ORDER BY share.merchant_id, share.day DESC, share.payment_id DESC
"""


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment as it stands."""

    customer_id: UUID
    id: UUID
    journal_id: UUID
    merchant_id: UUID
    shop_id: UUID
    order_id: UUID | None
    method: Method
    amount: Amount
    tip: Amount
    refunded: Amount
    reference: str
    day: date
    paid_at: datetime

    @property
    def held(self) -> Held:
        """What it was, and what went back of it."""
        return Held(self.amount.minor, self.refunded.minor)


class SourcePart(NamedTuple):
    """A part of a payment by where it came from."""

    payment_id: UUID
    place: int
    source: str
    account_id: UUID
    held: Held
    asset: Asset

    @property
    def amount(self) -> Amount:
        return Amount(self.held.minor, self.asset)

    @property
    def refunded(self) -> Amount:
        return Amount(self.held.refunded_minor, self.asset)


class SharePart(NamedTuple):
    """A part of a payment by who got it."""

    payment_id: UUID
    merchant_id: UUID
    day: date
    held: Held
    fee_bps: int
    fee_minor: int


class Taking(NamedTuple):
    """A merchant's part of a payment, which may be another merchant's payment that was shared."""

    merchant_id: UUID
    payment: Payment
    share: Amount
    refunded: Amount
    fee: Amount


class NewPayment(NamedTuple):
    """A payment to be written. `sources` are names, accounts and amounts."""

    payment: Payment
    sources: Sequence[tuple[str, UUID, int]]
    shares: Sequence[Share]


def write_payments(tx: Tx, new: Sequence[NewPayment]) -> None:
    """Write payments with the transaction's next statement, one part of it for each table."""
    tx.write_later(
        PAYMENTS,
        [
            (
                *(one.customer_id, one.id, one.journal_id, one.merchant_id, one.shop_id, one.order_id, one.method, one.amount.asset.code),
                *(one.amount.minor, one.tip.minor, one.reference, one.day),
            )
            for one, _, _ in new
        ],
    )
    tx.write_later(SOURCES, [(payment.id, place, *source) for payment, sources, _ in new for place, source in enumerate(sources)])
    tx.write_later(
        SHARES,
        [
            (one.merchant_id, payment.day, payment.id, payment.amount.asset.code, one.minor, one.fee_bps, one.fee_minor)
            for payment, _, shares in new
            for one in shares
        ],
    )


async def find_payments(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[Payment | None]:
    """The payment of that id if it is that customer's, else None: one per pair, in order."""
    rows = await source.fetch(FIND_PAYMENTS, customer_ids, ids)
    found = {(row["customer_id"], row["id"]): _payment(row) for row in rows}
    return [found.get(pair) for pair in zip(customer_ids, ids, strict=True)]


async def find_any_payments(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Payment]:
    """Payments of whomever: for those who have been let in."""
    return {row["id"]: _payment(row) for row in await source.fetch(FIND_BY_ID, ids)}


async def lock_payment(tx: Tx, customer_id: UUID, payment_id: UUID) -> Payment:
    """The row held until commit. There is one."""
    row = await tx.fetchrow(LOCK_PAYMENT, customer_id, payment_id)
    assert row is not None
    return _payment(row)


async def list_sources(source: Queryable, payment_ids: Sequence[UUID]) -> list[list[SourcePart]]:
    """Where each payment came from: one list per payment, in order."""
    found: dict[UUID, list[SourcePart]] = {payment_id: [] for payment_id in payment_ids}
    for row in await source.fetch(LIST_SOURCES, list(found)):
        found[row["payment_id"]].append(_source(row))
    return [found[payment_id] for payment_id in payment_ids]


async def list_shares(source: Queryable, payment_ids: Sequence[UUID]) -> list[list[SharePart]]:
    """Who got each payment: one list per payment, in order."""
    found: dict[UUID, list[SharePart]] = {payment_id: [] for payment_id in payment_ids}
    for row in await source.fetch(LIST_SHARES, list(found)):
        held = Held(row["amount_minor"], row["refunded_minor"])
        found[row["payment_id"]].append(SharePart(row["payment_id"], row["merchant_id"], row["day"], held, row["fee_bps"], row["fee_minor"]))
    return [found[payment_id] for payment_id in payment_ids]


async def list_payments(source: Queryable, customer_ids: Sequence[UUID], before: tuple[datetime, UUID], limit: int) -> list[list[Payment]]:
    """The newest payments of each customer before a place: one list per customer, in order."""
    found: dict[UUID, list[Payment]] = {customer_id: [] for customer_id in customer_ids}
    for row in await source.fetch(LIST_PAYMENTS, list(found), *before, limit):
        found[row["customer_id"]].append(_payment(row))
    return [found[customer_id] for customer_id in customer_ids]


async def list_takings(source: Queryable, merchant_ids: Sequence[UUID], before: tuple[date, UUID], limit: int) -> list[list[Taking]]:
    """The newest parts of payments that each merchant got, before a place: one list per merchant, in order."""
    found: dict[UUID, list[Taking]] = {merchant_id: [] for merchant_id in merchant_ids}
    for row in await source.fetch(LIST_TAKINGS, list(found), *before, limit):
        payment = _payment(row)
        amounts = [Amount(row[name], payment.amount.asset) for name in ("share_minor", "share_refunded_minor", "fee_minor")]
        found[row["taker_id"]].append(Taking(row["taker_id"], payment, *amounts))
    return [found[merchant_id] for merchant_id in merchant_ids]


def _payment(row: Record) -> Payment:
    amount, tip, refunded = (Amount(row[name], asset_of(row["asset"])) for name in ("amount_minor", "tip_minor", "refunded_minor"))
    return Payment(
        row["customer_id"],
        row["id"],
        row["journal_id"],
        row["merchant_id"],
        row["shop_id"],
        row["order_id"],
        Method(row["method"]),
        amount,
        tip,
        refunded,
        row["reference"],
        row["day"],
        row["paid_at"],
    )


def _source(row: Record) -> SourcePart:
    held = Held(row["amount_minor"], row["refunded_minor"])
    return SourcePart(row["payment_id"], row["place"], row["source"], row["account_id"], held, asset_of(row["asset"]))
