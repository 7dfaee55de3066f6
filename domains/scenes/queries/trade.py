"""Statements on companies and their documents."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.scenes.rules.trade import InvoiceState, TradeDocument, TradeKind, TradeLine

COLUMNS = """customer_id, id, scene, kind, company, number, supplier, order_number, currency, lines, total_minor, due_on, state, movement_id, received_at,
    paid_at"""

BIND_COMPANY = "INSERT INTO scenes_company (scene, number, customer_id, bound_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"

FIND_COMPANIES = "SELECT number, customer_id FROM scenes_company WHERE scene = $1 AND number = ANY($2::text[])"

INSERT_DOCUMENT = f"""
INSERT INTO scenes_trade_document ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL, $14, NULL)
ON CONFLICT DO NOTHING RETURNING id
"""

LOCK_BY_NUMBER = f"""
SELECT {COLUMNS} FROM scenes_trade_document WHERE customer_id = $1 AND scene = $2 AND kind = $3 AND number = ANY($4::text[]) ORDER BY id FOR NO KEY UPDATE
"""

FIND_BY_NUMBER = f"SELECT {COLUMNS} FROM scenes_trade_document WHERE customer_id = $1 AND scene = $2 AND kind = $3 AND number = ANY($4::text[])"

LIST_OF_ORDERS = f"""
SELECT {COLUMNS} FROM scenes_trade_document WHERE customer_id = $1 AND scene = $2 AND order_number = ANY($3::text[]) AND (kind = 'delivery' OR state = 'paid')
"""

PAY_INVOICES = Writing(
    "paid_invoice",
    ("uuid", "uuid", "uuid"),
    "UPDATE scenes_trade_document AS invoice SET state = 'paid', movement_id = told.movement_id, paid_at = $1 "
    "FROM {} AS told (customer_id, id, movement_id) WHERE invoice.customer_id = told.customer_id AND invoice.id = told.id",
)

LIST_DOCUMENTS = f"""
SELECT asked.position, listed.* FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS asked (customer_id, kind, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM scenes_trade_document
    WHERE customer_id = asked.customer_id AND (received_at, id) < ($3, $4) AND (asked.kind IS NULL OR kind = asked.kind)
    ORDER BY received_at DESC, id DESC LIMIT $5
) AS listed
ORDER BY asked.position, listed.received_at DESC, listed.id DESC
"""


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


async def bind_company(tx: Tx, scene: str, number: str, customer_id: UUID) -> None:
    """Unless the number or the customer is bound there."""
    await tx.execute(BIND_COMPANY, scene, number, customer_id, tx.now)


async def find_companies(source: Queryable, scene: str, numbers: Sequence[str]) -> dict[str, UUID]:
    """Whose those numbers are."""
    return {row["number"]: row["customer_id"] for row in await source.fetch(FIND_COMPANIES, scene, list(numbers))}


async def insert_document(tx: Tx, kept: KeptDocument) -> bool:
    """Whether it was written: its number may be known."""
    told = kept.told
    written = await tx.fetchval(
        INSERT_DOCUMENT,
        *(kept.customer_id, kept.id, kept.scene, kept.kind, told.company, told.number, told.supplier, told.order_number, told.currency),
        *([asdict(line) for line in told.lines], told.total_minor, told.due_on, kept.state, kept.received_at),
    )
    return written is not None


async def lock_documents(tx: Tx, customer_id: UUID, scene: str, kind: TradeKind, numbers: Sequence[str]) -> dict[str, KeptDocument]:
    """By number, held until commit, as they are once the locks are ours."""
    return {row["number"]: _document(row) for row in await tx.fetch(LOCK_BY_NUMBER, customer_id, scene, kind, list(numbers))}


async def find_documents(source: Queryable, customer_id: UUID, scene: str, kind: TradeKind, numbers: Sequence[str]) -> dict[str, KeptDocument]:
    """By number."""
    return {row["number"]: _document(row) for row in await source.fetch(FIND_BY_NUMBER, customer_id, scene, kind, list(numbers))}


async def list_of_orders(source: Queryable, customer_id: UUID, scene: str, order_numbers: Sequence[str]) -> list[KeptDocument]:
    """The deliveries and the paid invoices of those orders."""
    return [_document(row) for row in await source.fetch(LIST_OF_ORDERS, customer_id, scene, list(order_numbers))]


def write_paid(tx: Tx, paid: Sequence[tuple[UUID, UUID, UUID]]) -> None:
    """(customer, invoice, movement): each invoice is paid by that movement. Written with the transaction's next statement."""
    tx.write_later(PAY_INVOICES, paid)


async def list_documents(
    source: Queryable, customer_ids: Sequence[UUID], kinds: Sequence[TradeKind | None], first: int, after: str | None
) -> list[Page[KeptDocument]]:
    """Each customer's documents, of one kind or all, newest first: one page per customer, in order."""
    check_first(first)
    at, id_ = decode_moment(after)
    found: list[list[KeptDocument]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_DOCUMENTS, customer_ids, kinds, at, id_, first + 1):
        found[row["position"] - 1].append(_document(row))
    return [page_of(rows, first, lambda one: moment_key(one.received_at, one.id)) for rows in found]


def _document(row: Record) -> KeptDocument:
    lines = tuple(TradeLine(**line) for line in row["lines"])
    told = TradeDocument(*(row["company"], row["number"], row["supplier"], row["order_number"], row["currency"], lines, row["total_minor"], row["due_on"]))
    return KeptDocument(
        *(row["customer_id"], row["id"], row["scene"], TradeKind(row["kind"]), told),
        None if row["state"] is None else InvoiceState(row["state"]),
        *(row["movement_id"], row["received_at"], row["paid_at"]),
    )
