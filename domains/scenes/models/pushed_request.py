"""Authorization requests: what a client asks of a customer, from its arrival to the customer's answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2, C3
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class PushedRequestRow(SQLModel, table=True):
    """A request, pushed (RFC 9126) or come with the browser. Opened by one browser, whose cookie's fingerprint is kept; decided once."""

    __tablename__ = "scenes_pushed_request"
    __table_args__ = (
        CheckConstraint("(opened_at IS NULL) = (browser_hash IS NULL)", name="scenes_pushed_request_opened"),
        CheckConstraint("refusal IS NULL OR decided_at IS NOT NULL", name="scenes_pushed_request_refusal"),
        Index("scenes_pushed_request_expired", "expires_at"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    client_id: UUID = column(UUID_TYPE, C1)
    parameters: dict[str, Any] = column(JSONB(), C2)
    key_thumbprint: str | None = column(Text(), C1, nullable=True)
    browser_hash: bytes | None = column(LargeBinary(), C3, nullable=True)
    created_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)
    opened_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    decided_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    refusal: str | None = column(Text(), C1, nullable=True)
