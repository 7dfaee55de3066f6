"""Statements on purchases at outside shops."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.scenes.queries.refund import SceneRefund, refund_of
from domains.scenes.rules.instalment import InstalmentOffer
from domains.scenes.rules.order import OrderState
from domains.scenes.rules.purchase import Payment, PurchaseState

COLUMNS = "customer_id, id, link_id, scene, reference, title, asset, amount_minor, offers, state, order_id, plan_id, placed_at, found_at"

LOCK_PURCHASE = f"SELECT {COLUMNS} FROM scenes_purchase WHERE customer_id = $1 AND id = $2 FOR NO KEY UPDATE"

LOCK_PURCHASES_OF_SCENE = f"SELECT {COLUMNS} FROM scenes_purchase WHERE customer_id = $1 AND scene = $2 AND state <> 'gone' ORDER BY id FOR NO KEY UPDATE"

PURCHASES = Writing(
    "purchase",
    ("uuid", "uuid", "uuid", "text", "text", "text", "text", "bigint", "jsonb", "text", "uuid", "uuid", "timestamptz", "timestamptz"),
    f"INSERT INTO scenes_purchase ({COLUMNS}) SELECT * FROM {{}} ON CONFLICT (customer_id, id) DO UPDATE SET link_id = excluded.link_id,"
    " title = excluded.title, asset = excluded.asset, amount_minor = excluded.amount_minor, offers = excluded.offers, state = excluded.state,"
    " order_id = excluded.order_id, plan_id = excluded.plan_id",
)

FIND_PURCHASES = f"SELECT {COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, id) JOIN scenes_purchase USING (customer_id, id)"

LIST_PURCHASES = f"""
SELECT asked.position, listed.* FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS asked (customer_id, scene, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM scenes_purchase
    WHERE customer_id = asked.customer_id AND (placed_at, id) < ($3, $4) AND (asked.scene IS NULL OR scene = asked.scene)
    ORDER BY placed_at DESC, id DESC LIMIT $5
) AS listed
ORDER BY asked.position, listed.placed_at DESC, listed.id DESC
"""

# The orders that pay a purchase are its own and those of its parts.
ORDERS_OF_PURCHASES = """
SELECT wanted.purchase_id, wanted.customer_id, purchase.order_id, 0 AS number
FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, purchase_id)
JOIN scenes_purchase AS purchase ON purchase.customer_id = wanted.customer_id AND purchase.id = wanted.purchase_id AND purchase.order_id IS NOT NULL
UNION ALL
SELECT wanted.purchase_id, wanted.customer_id, part.order_id, part.number
FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, purchase_id)
JOIN scenes_purchase AS purchase ON purchase.customer_id = wanted.customer_id AND purchase.id = wanted.purchase_id
JOIN scenes_instalment AS part ON part.customer_id = purchase.customer_id AND part.plan_id = purchase.plan_id AND part.order_id IS NOT NULL
"""

LIST_PAYMENTS = f"""
SELECT orders.id, orders.state, orders.asset, orders.amount_minor, coalesce(sum(refund.amount_minor) FILTER (WHERE refund.state <> 'refused'), 0)::bigint
    AS returned_minor
FROM ({ORDERS_OF_PURCHASES}) AS own
JOIN scenes_order AS orders ON orders.customer_id = own.customer_id AND orders.id = own.order_id
LEFT JOIN scenes_refund AS refund ON refund.customer_id = orders.customer_id AND refund.order_id = orders.id
GROUP BY orders.customer_id, orders.id, own.number ORDER BY own.number
"""

LIST_REFUNDS = f"""
SELECT own.purchase_id, refund.* FROM ({ORDERS_OF_PURCHASES}) AS own
JOIN scenes_refund AS refund ON refund.customer_id = own.customer_id AND refund.order_id = own.order_id ORDER BY refund.requested_at, refund.id
"""


@dataclass(frozen=True, slots=True)
class Purchase:
    """An order at a shop as it stands. `offers` are the instalments in which it may be paid."""

    customer_id: UUID
    id: UUID
    link_id: UUID
    scene: str
    reference: str
    title: str
    amount: Amount
    offers: list[InstalmentOffer]
    state: PurchaseState
    order_id: UUID | None
    plan_id: UUID | None
    placed_at: datetime
    found_at: datetime


async def lock_purchase(tx: Tx, customer_id: UUID, purchase_id: UUID) -> Purchase | None:
    """Held until commit, as it is once the lock is ours."""
    row = await tx.fetchrow(LOCK_PURCHASE, customer_id, purchase_id)
    return None if row is None else _purchase(row)


async def lock_purchases_of_scene(tx: Tx, customer_id: UUID, scene: str) -> dict[UUID, Purchase]:
    return {row["id"]: _purchase(row) for row in await tx.fetch(LOCK_PURCHASES_OF_SCENE, customer_id, scene)}


def write_purchases(tx: Tx, purchases: Sequence[Purchase]) -> None:
    """New or as they stand from now on; written with the transaction's other writings."""
    tx.write_later(
        PURCHASES,
        [
            (
                *(one.customer_id, one.id, one.link_id, one.scene, one.reference, one.title, one.amount.asset.code, one.amount.minor),
                *({offer.code: asdict(offer) for offer in one.offers}, one.state, one.order_id, one.plan_id, one.placed_at, one.found_at),
            )
            for one in purchases
        ],
    )


async def find_purchases(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[Purchase | None]:
    """The purchase of that id if it is that customer's, else None: one per pair, in order."""
    found = {(row["customer_id"], row["id"]): _purchase(row) for row in await source.fetch(FIND_PURCHASES, customer_ids, ids)}
    return [found.get(pair) for pair in zip(customer_ids, ids, strict=True)]


async def list_purchases(source: Queryable, customer_ids: Sequence[UUID], scenes: Sequence[str | None], first: int, after: str | None) -> list[Page[Purchase]]:
    """Each customer's purchases, of one scene or of all, newest first: one page per customer, in order."""
    check_first(first)
    at, id_ = decode_moment(after)
    found: list[list[Purchase]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_PURCHASES, customer_ids, scenes, at, id_, first + 1):
        found[row["position"] - 1].append(_purchase(row))
    return [page_of(rows, first, lambda one: moment_key(one.placed_at, one.id)) for rows in found]


async def list_payments(tx: Tx, customer_id: UUID, purchase_id: UUID) -> list[Payment]:
    """What was paid of a purchase, order by order, the first first, and what of it came back or may yet."""
    rows = await tx.fetch(LIST_PAYMENTS, [customer_id], [purchase_id])
    return [
        Payment(row["id"], Amount(row["amount_minor"], asset_of(row["asset"])), row["returned_minor"]) for row in rows if row["state"] == OrderState.PAID.value
    ]


async def list_refunds(source: Queryable, purchase_ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[list[SceneRefund]]:
    """What was, or is to be, given back of each purchase, in order."""
    found: dict[UUID, list[SceneRefund]] = {}
    for row in await source.fetch(LIST_REFUNDS, customer_ids, purchase_ids):
        found.setdefault(row["purchase_id"], []).append(refund_of(row))
    return [found.get(id_, []) for id_ in purchase_ids]


def _purchase(row: Record) -> Purchase:
    return Purchase(
        row["customer_id"],
        row["id"],
        row["link_id"],
        row["scene"],
        row["reference"],
        row["title"],
        Amount(row["amount_minor"], asset_of(row["asset"])),
        sorted((InstalmentOffer(**offer) for offer in row["offers"].values()), key=lambda offer: (offer.part_count, offer.code)),
        PurchaseState(row["state"]),
        row["order_id"],
        row["plan_id"],
        row["placed_at"],
        row["found_at"],
    )
