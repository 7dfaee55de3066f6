"""Device codes (RFC 8628): a screen without a keyboard waits for what its customer does on a phone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C3
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class DeviceCodeRow(SQLModel, table=True):
    """What a device asked for. The code that the customer types is kept as a keyed fingerprint."""

    __tablename__ = "scenes_device_code"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'granted', 'denied', 'used')", name="scenes_device_code_state"),
        CheckConstraint("(state IN ('granted', 'used')) = (consent_id IS NOT NULL)", name="scenes_device_code_granted"),
        Index("scenes_device_code_user_code", "user_code_index", unique=True),
        Index("scenes_device_code_expired", "expires_at"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    client_id: UUID = column(UUID_TYPE, C1)
    partner_id: UUID = column(UUID_TYPE, C1)
    user_code_index: bytes = column(LargeBinary(), C3)
    scopes: list[str] = column(ARRAY(Text()), C1)
    key_thumbprint: str | None = column(Text(), C1, nullable=True)
    state: str = column(Text(), C1)
    customer_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    consent_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    signed_in_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    interval_seconds: int = column(Integer(), C1)
    polled_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    created_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)
