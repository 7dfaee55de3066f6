"""Statements on what merchants ask to be paid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wallet.rules.merchants import Terms

COLUMNS = "id, merchant_id, shop_id, customer_id, asset, amount_minor, reference, terms, state, payment_id, placed_at, expires_at"

ORDERS = Writing(
    "merchant_order",
    ("uuid", "uuid", "uuid", "uuid", "text", "bigint", "text", "text", "timestamptz"),
    "INSERT INTO wallet_merchant_order (id, merchant_id, shop_id, customer_id, asset, amount_minor, reference, terms, state, placed_at, expires_at)"
    " SELECT told.id, told.merchant_id, told.shop_id, told.customer_id, told.asset, told.amount, told.reference, told.terms::jsonb, 'open', $1, told.expires_at"
    " FROM {} AS told (id, merchant_id, shop_id, customer_id, asset, amount, reference, terms, expires_at)",
)

ORDERS_PAID = Writing(
    "order_paid",
    ("uuid", "uuid"),
    "UPDATE wallet_merchant_order SET state = 'paid', payment_id = told.payment_id FROM {} AS told (id, payment_id) WHERE wallet_merchant_order.id = told.id",
)

LOCK_ORDERS = f"SELECT {COLUMNS} FROM wallet_merchant_order WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"

FIND_ORDERS = f"SELECT {COLUMNS} FROM wallet_merchant_order WHERE id = ANY($1::uuid[])"

CANCEL_ORDER = "UPDATE wallet_merchant_order SET state = 'cancelled' WHERE id = $1"

LIST_ORDERS = f"""
SELECT page.* FROM unnest($1::uuid[]) AS wanted (merchant_id)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM wallet_merchant_order
    WHERE merchant_id = wanted.merchant_id AND (placed_at, id) < ($2, $3) ORDER BY placed_at DESC, id DESC LIMIT $4
) AS page
"""


@dataclass(frozen=True, slots=True)
class MerchantOrder:
    """An order as it stands. `customer_id` is set where one customer alone may pay it."""

    id: UUID
    merchant_id: UUID
    shop_id: UUID
    customer_id: UUID | None
    amount: Amount
    reference: str
    terms: Terms
    state: str
    payment_id: UUID | None
    placed_at: datetime
    expires_at: datetime

    def state_at(self, now: datetime) -> str:
        """The state, told of an order that has expired by then."""
        return "expired" if self.state == "open" and self.expires_at <= now else self.state


def write_orders(tx: Tx, orders: Sequence[MerchantOrder]) -> None:
    """Write new orders with the transaction's next statement."""
    tx.write_later(
        ORDERS,
        [
            (
                *(one.id, one.merchant_id, one.shop_id, one.customer_id, one.amount.asset.code, one.amount.minor, one.reference),
                *(_told(one.terms), one.expires_at),
            )
            for one in orders
        ],
    )


def write_paid(tx: Tx, paid: Sequence[tuple[UUID, UUID]]) -> None:
    """Write which payment paid an order."""
    tx.write_later(ORDERS_PAID, paid)


async def lock_orders(tx: Tx, ids: Iterable[UUID]) -> dict[UUID, MerchantOrder]:
    """Rows held until commit, in id order, as they are once the lock is ours."""
    return {row["id"]: order_of(row) for row in await tx.fetch(LOCK_ORDERS, sorted(ids))}


async def find_orders(source: Queryable, ids: Iterable[UUID]) -> dict[UUID, MerchantOrder]:
    return {row["id"]: order_of(row) for row in await source.fetch(FIND_ORDERS, sorted(set(ids)))}


async def cancel_order(tx: Tx, order_id: UUID) -> None:
    await tx.execute(CANCEL_ORDER, order_id)


async def list_orders(source: Queryable, merchant_ids: Sequence[UUID], before: tuple[datetime, UUID], limit: int) -> list[list[MerchantOrder]]:
    """The newest orders of each merchant that were placed before a place: one list per merchant, in order."""
    found: dict[UUID, list[MerchantOrder]] = {merchant_id: [] for merchant_id in merchant_ids}
    for row in await source.fetch(LIST_ORDERS, list(found), *before, limit):
        found[row["merchant_id"]].append(order_of(row))
    return [found[merchant_id] for merchant_id in merchant_ids]


def _told(terms: Terms) -> str:
    return orjson.dumps(
        {"fee_bps": terms.fee_bps, "takes_tips": terms.takes_tips, "parties": [[str(id_), share, fee] for id_, share, fee in terms.parties]}
    ).decode()


def order_of(row: Record) -> MerchantOrder:
    """An order from a row with all of COLUMNS."""
    terms: dict[str, Any] = row["terms"]
    parties = tuple((UUID(id_), share, fee) for id_, share, fee in terms["parties"])
    return MerchantOrder(
        row["id"],
        row["merchant_id"],
        row["shop_id"],
        row["customer_id"],
        Amount(row["amount_minor"], asset_of(row["asset"])),
        row["reference"],
        Terms(terms["fee_bps"], terms["takes_tips"], parties),
        row["state"],
        row["payment_id"],
        row["placed_at"],
        row["expires_at"],
    )
