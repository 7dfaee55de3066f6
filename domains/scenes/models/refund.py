"""Refunds of orders: what a partner is to give back, as the saga that it is."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class RefundRow(SQLModel, table=True):
    """A part of an order, or all of it. `paid` means that the money is back. Nothing moves before the partner has said that it gives it back."""

    __tablename__ = "scenes_refund"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="scenes_refund_amount"),
        CheckConstraint("state IN ('requested', 'pending', 'paid', 'refused', 'mismatch')", name="scenes_refund_state"),
        CheckConstraint("(state IN ('requested', 'pending')) = (ask_at IS NOT NULL)", name="scenes_refund_asked"),
        CheckConstraint("(state IN ('requested', 'pending')) = (settled_at IS NULL)", name="scenes_refund_settled"),
        Index("scenes_refund_id", "id", unique=True),
        Index("scenes_refund_order", "customer_id", "order_id"),
        Index("scenes_refund_due", "scene", "ask_at", postgresql_where=text("ask_at IS NOT NULL")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    order_id: UUID = column(UUID_TYPE, C1)
    scene: str = column(Text(), C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    state: str = column(Text(), C1)
    reference: str | None = column(Text(), C1, nullable=True)
    reason: str | None = column(Text(), C1, nullable=True)
    requested_at: datetime = column(TIMESTAMP, C1)
    settled_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    attempts: int = column(Integer(), C1)
    ask_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
