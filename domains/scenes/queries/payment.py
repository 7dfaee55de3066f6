"""Statements on partners' payees and on the payments that partners initiated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx

INSERT_PAYEE = "INSERT INTO scenes_payee (partner_id, id, code_id, merchant_id, registered_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id"

FIND_PAYEES = """
SELECT wanted.place, payee.partner_id, payee.id, payee.code_id, payee.merchant_id
FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted (partner_id, id, place)
JOIN scenes_payee AS payee ON payee.partner_id = wanted.partner_id AND payee.id = wanted.id
"""

COLUMNS = "customer_id, id, partner_id, consent_id, order_id, payee_id, payment_id, asset, amount_minor, initiated_at"

INSERT_INITIATION = f"INSERT INTO scenes_initiation ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id"

FIND_ORDER = "SELECT id FROM scenes_initiation WHERE partner_id = $1 AND order_id = $2"

FIND_INITIATIONS = f"SELECT {COLUMNS} FROM scenes_initiation WHERE id = ANY($1::uuid[])"

FIND_OF_ORDERS = f"""
SELECT {COLUMNS} FROM scenes_initiation
WHERE (partner_id, order_id) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))
"""

FIND_OF_PAYMENTS = f"SELECT {COLUMNS} FROM scenes_initiation WHERE payment_id = ANY($1::uuid[])"


class Payee(NamedTuple):
    """Whom a partner may have paid: a till of a merchant, by its printed code."""

    partner_id: UUID
    id: UUID
    code_id: UUID
    merchant_id: UUID


@dataclass(frozen=True, slots=True)
class Initiation:
    """A payment that a partner initiated and that was made."""

    customer_id: UUID
    id: UUID
    partner_id: UUID
    consent_id: UUID
    order_id: str
    payee_id: UUID
    payment_id: UUID
    amount: Amount
    initiated_at: datetime


async def insert_payee(tx: Tx, payee: Payee) -> bool:
    """Whether it was written: its id may be in use."""
    return await tx.fetchval(INSERT_PAYEE, *payee, tx.now) is not None


async def find_payees(source: Queryable, partner_ids: Sequence[UUID], ids: Sequence[UUID]) -> list[Payee | None]:
    """The payee of that id if it is that partner's, else None: one per pair, in order."""
    found = {row["place"]: Payee(row["partner_id"], row["id"], row["code_id"], row["merchant_id"]) for row in await source.fetch(FIND_PAYEES, partner_ids, ids)}
    return [found.get(place) for place in range(1, len(ids) + 1)]


async def insert_initiation(tx: Tx, initiation: Initiation) -> bool:
    """Whether it was written: the partner's order may have been paid under another id, or the id be in use."""
    amount = initiation.amount
    written = await tx.fetchval(
        INSERT_INITIATION,
        *(initiation.customer_id, initiation.id, initiation.partner_id, initiation.consent_id, initiation.order_id, initiation.payee_id),
        *(initiation.payment_id, amount.asset.code, amount.minor, initiation.initiated_at),
    )
    return written is not None


async def find_order(source: Queryable, partner_id: UUID, order_id: str) -> UUID | None:
    """The id under which a partner's order was paid."""
    found: UUID | None = await source.fetchval(FIND_ORDER, partner_id, order_id)
    return found


async def find_initiations(source: Queryable, ids: Iterable[UUID]) -> dict[UUID, Initiation]:
    """Of whomever: for those who have been let in."""
    return {row["id"]: _initiation(row) for row in await source.fetch(FIND_INITIATIONS, sorted(set(ids)))}


async def find_initiations_of_orders(source: Queryable, orders: Sequence[tuple[UUID, str]]) -> list[Initiation | None]:
    """Of each partner's order: the payment of it, whoever's customer paid; None where none was made."""
    rows = await source.fetch(FIND_OF_ORDERS, [partner_id for partner_id, _ in orders], [order_id for _, order_id in orders])
    found = {(row["partner_id"], row["order_id"]): _initiation(row) for row in rows}
    return [found.get(order) for order in orders]


async def find_initiations_of_payments(source: Queryable, payment_ids: Iterable[UUID]) -> dict[UUID, Initiation]:
    """By the id of the payment to the merchant; those that no partner initiated are left out."""
    return {row["payment_id"]: _initiation(row) for row in await source.fetch(FIND_OF_PAYMENTS, sorted(set(payment_ids)))}


def _initiation(row: Record) -> Initiation:
    amount = Amount(row["amount_minor"], asset_of(row["asset"]))
    return Initiation(
        *(row["customer_id"], row["id"], row["partner_id"], row["consent_id"], row["order_id"], row["payee_id"], row["payment_id"], amount, row["initiated_at"])
    )
