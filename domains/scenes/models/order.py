"""Orders in scenes: what a partner is to be paid for, as the saga that it is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class OrderRow(SQLModel, table=True):
    """`purpose` says what it pays (a bill, a deposit) and `subject` which, in the partner's words: of one subject one order stands, whoever pays.

    The money is held in the ledger under an id derived from this one until the partner has said how it ended. `paid_minor` is what was captured of it: less
    than was held where the purpose allows it (a deposit)."""

    __tablename__ = "scenes_order"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="scenes_order_amount"),
        CheckConstraint("paid_minor BETWEEN 1 AND amount_minor", name="scenes_order_paid"),
        CheckConstraint("(state = 'paid') = (paid_minor IS NOT NULL)", name="scenes_order_captured"),
        CheckConstraint("state IN ('requested', 'pending', 'paid', 'refused', 'mismatch')", name="scenes_order_state"),
        CheckConstraint("(state IN ('requested', 'pending')) = (ask_at IS NOT NULL)", name="scenes_order_asked"),
        CheckConstraint("(state IN ('requested', 'pending')) = (settled_at IS NULL)", name="scenes_order_settled"),
        Index("scenes_order_id", "id", unique=True),
        Index("scenes_order_once", "scene", "purpose", "subject", unique=True, postgresql_where=text("state <> 'refused'")),
        Index("scenes_order_due", "scene", "ask_at", postgresql_where=text("ask_at IS NOT NULL")),
        Index("scenes_order_customer", "customer_id", "requested_at", "id"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    scene: str = column(Text(), C1)
    purpose: str = column(Text(), C1)
    subject: str = column(Text(), C2)
    details: dict[str, Any] = column(JSONB(), C2)
    account_id: UUID = column(UUID_TYPE, C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    paid_minor: int | None = column(MINOR, C2, nullable=True)
    is_automatic: bool = column(Boolean(), C1)
    state: str = column(Text(), C1)
    reference: str | None = column(Text(), C1, nullable=True)
    receipt: dict[str, Any] | None = column(JSONB(), C2, nullable=True)
    reason: str | None = column(Text(), C1, nullable=True)
    requested_at: datetime = column(TIMESTAMP, C1)
    settled_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    attempts: int = column(Integer(), C1)
    ask_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
