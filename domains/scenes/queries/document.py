"""Statements on documents."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx

LOCK_PARTNER = "SELECT state FROM scenes_partner WHERE id = $1 FOR UPDATE"

COUNT_DOCUMENTS = "SELECT count(*) FROM scenes_document WHERE partner_id = $1"

INSERT_DOCUMENT = "INSERT INTO scenes_document (partner_id, id, name, text, registered_at) VALUES ($1, $2, $3, $4, $5)"

FIND_DOCUMENT = "SELECT partner_id, id, name, text, registered_at FROM scenes_document WHERE partner_id = $1 AND id = $2"

LIST_DOCUMENTS = "SELECT partner_id, id, name, text, registered_at FROM scenes_document WHERE partner_id = $1 ORDER BY name, id LIMIT $2"


class Document(NamedTuple):
    """An operation that a partner's clients may ask for by id."""

    partner_id: UUID
    id: str
    name: str
    text: str
    registered_at: datetime


async def lock_partner_state(tx: Tx, partner_id: UUID) -> str | None:
    """How the partner stands, held until the commit; None where there is none."""
    state: str | None = await tx.fetchval(LOCK_PARTNER, partner_id)
    return state


async def count_documents(tx: Tx, partner_id: UUID) -> int:
    """How many the partner has."""
    count: int = await tx.fetchval(COUNT_DOCUMENTS, partner_id)
    return count


async def insert_document(tx: Tx, document: Document) -> None:
    """Keep a document that is not kept yet."""
    await tx.execute(INSERT_DOCUMENT, *document)


async def find_document(source: Queryable, partner_id: UUID, document_id: str) -> Document | None:
    """The partner's own document of that id."""
    row = await source.fetchrow(FIND_DOCUMENT, partner_id, document_id)
    return None if row is None else _document(row)


async def list_documents(source: Queryable, partner_id: UUID, most: int) -> list[Document]:
    """The partner's documents by name."""
    return [_document(row) for row in await source.fetch(LIST_DOCUMENTS, partner_id, most)]


def _document(row: Record) -> Document:
    return Document(row["partner_id"], row["id"], row["name"], row["text"], row["registered_at"])
