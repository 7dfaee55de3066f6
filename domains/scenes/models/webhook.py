"""Webhooks: where partners are told, what signs it, and each telling."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class WebhookEndpointRow(SQLModel, table=True):
    """An address of a partner's. `document_id` names the registered query that shapes what it is told. `failures` counts since it last answered well."""

    __tablename__ = "scenes_webhook_endpoint"
    __table_args__ = (
        CheckConstraint("char_length(address) BETWEEN 1 AND 512", name="scenes_webhook_endpoint_address"),
        CheckConstraint("state IN ('active', 'disabled', 'removed')", name="scenes_webhook_endpoint_state"),
        CheckConstraint("(state = 'disabled') = (disabled_reason IS NOT NULL)", name="scenes_webhook_endpoint_disabled"),
        CheckConstraint("disabled_reason IN ('partner', 'gone', 'failing')", name="scenes_webhook_endpoint_reason"),
        CheckConstraint("(failures = 0) = (failing_since IS NULL) AND failures >= 0", name="scenes_webhook_endpoint_failures"),
        Index("scenes_webhook_endpoint_partner", "partner_id", "created_at", "id", postgresql_where=text("state <> 'removed'")),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    partner_id: UUID = column(UUID_TYPE, C1)
    address: str = column(Text(), C1)
    event_types: list[str] = column(ARRAY(Text()), C1)
    document_id: str | None = column(Text(), C1, nullable=True)
    state: str = column(Text(), C1)
    disabled_reason: str | None = column(Text(), C1, nullable=True)
    failures: int = column(Integer(), C1)
    failing_since: datetime | None = column(TIMESTAMP, C1, nullable=True)
    created_at: datetime = column(TIMESTAMP, C1)
    changed_at: datetime = column(TIMESTAMP, C1)


class WebhookSecretRow(SQLModel, table=True):
    """One of the secrets that sign. What it is, is derived from its id by a key of the key ring: it stands nowhere."""

    __tablename__ = "scenes_webhook_secret"

    endpoint_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    created_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class WebhookDeliveryRow(SQLModel, table=True):
    """A fact on its way to an endpoint; `id` is derived from both. `due_since` begins its 24 hours.

    While an attempt is made, `next_at` is when it counts as lost."""

    __tablename__ = "scenes_webhook_delivery"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'delivered', 'failed', 'held')", name="scenes_webhook_delivery_state"),
        CheckConstraint("(state = 'pending') = (next_at IS NOT NULL)", name="scenes_webhook_delivery_next"),
        CheckConstraint("attempts >= 0 AND char_length(excerpt) <= 200", name="scenes_webhook_delivery_bounds"),
        Index("scenes_webhook_delivery_id", "id", unique=True),
        Index("scenes_webhook_delivery_due", "endpoint_id", "next_at", postgresql_where=text("state = 'pending'")),
        Index("scenes_webhook_delivery_partner", "partner_id", "created_at", "id"),
        Index("scenes_webhook_delivery_old", "created_at"),
    )

    endpoint_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    partner_id: UUID = column(UUID_TYPE, C1)
    event_type: str = column(Text(), C1)
    data: dict[str, Any] = column(JSONB(), C1)
    fact_position: int = column(BigInteger(), C1)
    state: str = column(Text(), C1)
    attempts: int = column(Integer(), C1)
    created_at: datetime = column(TIMESTAMP, C1)
    due_since: datetime = column(TIMESTAMP, C1)
    next_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    tried_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    status: int | None = column(Integer(), C1, nullable=True)
    failure: str | None = column(Text(), C1, nullable=True)
    excerpt: str | None = column(Text(), C2, nullable=True)
