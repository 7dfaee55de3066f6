"""Documents: the GraphQL operations that a partner's clients may ask for by id."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class DocumentRow(SQLModel, table=True):
    """`id` is the SHA-256 of `text` in hexadecimal, so a document never changes: another text is another document."""

    __tablename__ = "scenes_document"
    __table_args__ = (
        CheckConstraint("id ~ '^[0-9a-f]{64}$'", name="scenes_document_id"),
        CheckConstraint("char_length(name) BETWEEN 1 AND 80", name="scenes_document_name"),
        CheckConstraint("char_length(text) BETWEEN 1 AND 32768", name="scenes_document_text"),
    )

    partner_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: str = column(Text(), C1, primary_key=True)
    name: str = column(Text(), C1)
    text: str = column(Text(), C1)
    registered_at: datetime = column(TIMESTAMP, C1)
