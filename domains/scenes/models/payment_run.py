"""Payment runs: what a company wants to pay, who made it and who checked it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class PaymentRunRow(SQLModel, table=True):
    """Invoices that are paid together, or not at all. The database itself holds that whoever made it did not check it.

    `uploaded`: the company's system brought it, by the client `client_id`, and nobody of the company has taken it up. `submitted`: `made_by` did."""

    __tablename__ = "scenes_payment_run"
    __table_args__ = (
        CheckConstraint("format IN ('app', 'csv', 'pain.001')", name="scenes_payment_run_format"),
        CheckConstraint("state IN ('uploaded', 'submitted', 'paid', 'rejected', 'withdrawn')", name="scenes_payment_run_state"),
        CheckConstraint("made_by IS NOT NULL OR client_id IS NOT NULL", name="scenes_payment_run_maker"),
        CheckConstraint("state NOT IN ('submitted', 'paid') OR made_by IS NOT NULL", name="scenes_payment_run_submitted"),
        CheckConstraint("state <> 'paid' OR (decided_by IS NOT NULL AND decided_by <> made_by)", name="scenes_payment_run_checker"),
        CheckConstraint("(state IN ('uploaded', 'submitted')) = (decided_at IS NULL)", name="scenes_payment_run_decided"),
        Index("scenes_payment_run_id", "id", unique=True),
        Index("scenes_payment_run_message", "company_id", "message_id", unique=True),
        Index("scenes_payment_run_brought", "company_id", "brought_at", "id"),
    )

    company_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    customer_id: UUID = column(UUID_TYPE, C1)
    scene: str = column(Text(), C1)
    message_id: str = column(Text(), C2)
    format: str = column(Text(), C1)
    digest: bytes = column(LargeBinary(), C1)
    instructions: list[dict[str, Any]] = column(JSONB(), C2)
    state: str = column(Text(), C1)
    client_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    brought_at: datetime = column(TIMESTAMP, C1)
    made_by: UUID | None = column(UUID_TYPE, C1, nullable=True)
    made_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    decided_by: UUID | None = column(UUID_TYPE, C1, nullable=True)
    decided_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    reason: str | None = column(Text(), C2, nullable=True)
    payments: list[dict[str, Any]] = column(JSONB(), C1)
