"""Statements on companies' documents."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.scenes.rules.trade import InvoiceState, TradeDocument, TradeKind, TradeLine

COLUMNS = """customer_id, id, scene, kind, company, number, supplier, order_number, currency, lines, total_minor, due_on, state, movement_id, received_at,
    paid_at"""

INSERT_DOCUMENT = f"""
INSERT INTO scenes_trade_document ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL, $14, NULL)
ON CONFLICT DO NOTHING RETURNING id
"""

ASKED = "(customer_id, scene, kind, number) IN (SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]))"

LOCK_BY_NUMBER = f"SELECT {COLUMNS} FROM scenes_trade_document WHERE {ASKED} ORDER BY id FOR NO KEY UPDATE"

FIND_BY_NUMBER = f"SELECT {COLUMNS} FROM scenes_trade_document WHERE {ASKED}"

LIST_OF_ORDERS = f"""
SELECT {COLUMNS} FROM scenes_trade_document
WHERE (customer_id, scene, order_number) IN (SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])) AND (kind = 'delivery' OR state = 'paid')
"""

FIND_BY_ID = f"SELECT {COLUMNS} FROM scenes_trade_document WHERE (customer_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))"

PAY_INVOICES = Writing(
    "paid_invoice",
    ("uuid", "uuid", "uuid"),
    "UPDATE scenes_trade_document AS invoice SET state = 'paid', movement_id = told.movement_id, paid_at = $1 "
    "FROM {} AS told (customer_id, id, movement_id) WHERE invoice.customer_id = told.customer_id AND invoice.id = told.id",
)

LIST_DOCUMENTS = f"""
SELECT asked.position, listed.* FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS asked (customer_id, scene, kind, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM scenes_trade_document
    WHERE customer_id = asked.customer_id AND scene = asked.scene AND (received_at, id) < ($4, $5) AND (asked.kind IS NULL OR kind = asked.kind)
    ORDER BY received_at DESC, id DESC LIMIT $6
) AS listed
ORDER BY asked.position, listed.received_at DESC, listed.id DESC
"""


class DocumentKey(NamedTuple):
    """What a document is known by."""

    customer_id: UUID
    scene: str
    kind: TradeKind
    number: str


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document as it stands."""

    customer_id: UUID
    id: UUID
    scene: str
    kind: TradeKind
    told: TradeDocument
    state: InvoiceState | None
    movement_id: UUID | None
    received_at: datetime
    paid_at: datetime | None

    @property
    def key(self) -> DocumentKey:
        return DocumentKey(self.customer_id, self.scene, self.kind, self.told.number)

    @property
    def order_key(self) -> DocumentKey:
        """The order that a delivery or an invoice is of."""
        return DocumentKey(self.customer_id, self.scene, TradeKind.ORDER, self.told.order_number)

    @property
    def total(self) -> Amount | None:
        """What it comes to: of an invoice as it says itself, of an order by its lines; None for a delivery."""
        if not self.told.currency:
            return None
        minor = self.told.total_minor or sum(line.quantity * line.unit_price_minor for line in self.told.lines)
        return Amount(minor, asset_of(self.told.currency))


async def insert_document(tx: Tx, kept: KeptDocument) -> bool:
    """Whether it was written: its number may be known."""
    told = kept.told
    written = await tx.fetchval(
        INSERT_DOCUMENT,
        *(kept.customer_id, kept.id, kept.scene, kept.kind, told.company, told.number, told.supplier, told.order_number, told.currency),
        *([asdict(line) for line in told.lines], told.total_minor, told.due_on, kept.state, kept.received_at),
    )
    return written is not None


async def lock_documents(tx: Tx, keys: Sequence[DocumentKey]) -> dict[DocumentKey, KeptDocument]:
    """Held until commit, as they are once the locks are ours; in order of ids."""
    return {one.key: one for one in map(_document, await tx.fetch(LOCK_BY_NUMBER, *_columns(keys)))}


async def find_documents(source: Queryable, keys: Sequence[DocumentKey]) -> dict[DocumentKey, KeptDocument]:
    return {one.key: one for one in map(_document, await source.fetch(FIND_BY_NUMBER, *_columns(keys)))}


async def list_of_orders(source: Queryable, orders: Sequence[DocumentKey]) -> list[KeptDocument]:
    """The deliveries and the paid invoices of those orders."""
    customers, scenes, _, numbers = _columns(orders)
    return [_document(row) for row in await source.fetch(LIST_OF_ORDERS, customers, scenes, numbers)]


async def find_documents_by_id(source: Queryable, customer_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, KeptDocument]:
    """Those of the customers beside which they stand."""
    return {row["id"]: _document(row) for row in await source.fetch(FIND_BY_ID, list(customer_ids), list(ids))}


def write_paid(tx: Tx, paid: Sequence[tuple[UUID, UUID, UUID]]) -> None:
    """(customer, invoice, movement): each invoice is paid by that movement. Written with the transaction's next statement."""
    tx.write_later(PAY_INVOICES, paid)


async def list_documents(
    source: Queryable, companies: Sequence[tuple[UUID, str]], kinds: Sequence[TradeKind | None], first: int, after: str | None
) -> list[Page[KeptDocument]]:
    """The documents of each (customer, scene), of one kind or all, newest first: one page for each, in order."""
    check_first(first)
    at, id_ = decode_moment(after)
    found: list[list[KeptDocument]] = [[] for _ in companies]
    asked = ([customer_id for customer_id, _ in companies], [scene for _, scene in companies], list(kinds))
    for row in await source.fetch(LIST_DOCUMENTS, *asked, at, id_, first + 1):
        found[row["position"] - 1].append(_document(row))
    return [page_of(rows, first, lambda one: moment_key(one.received_at, one.id)) for rows in found]


def _columns(keys: Sequence[DocumentKey]) -> tuple[list[UUID], list[str], list[TradeKind], list[str]]:
    return [one.customer_id for one in keys], [one.scene for one in keys], [one.kind for one in keys], [one.number for one in keys]


def _document(row: Record) -> KeptDocument:
    lines = tuple(TradeLine(**line) for line in row["lines"])
    told = TradeDocument(*(row["company"], row["number"], row["supplier"], row["order_number"], row["currency"], lines, row["total_minor"], row["due_on"]))
    return KeptDocument(
        *(row["customer_id"], row["id"], row["scene"], TradeKind(row["kind"]), told),
        None if row["state"] is None else InvoiceState(row["state"]),
        *(row["movement_id"], row["received_at"], row["paid_at"]),
    )
