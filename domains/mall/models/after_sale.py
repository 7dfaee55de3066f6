"""After the sale: exchanges, and disputes with their logs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.mall.rules.after_sale import DisputeEvent, DisputeState, ExchangeState

EXCHANGE_STATES, DISPUTE_STATES, EVENTS = (tuple(one.value for one in enum) for enum in (ExchangeState, DisputeState, DisputeEvent))


class MallExchangeRow(SQLModel, table=True):
    """Units of a line that are to be exchanged: the new ones are set aside and paid for, and the shop waits for the old ones."""

    __tablename__ = "mall_exchange"
    __table_args__ = (
        CheckConstraint(f"state IN {EXCHANGE_STATES}", name="mall_exchange_state"),
        CheckConstraint("units > 0 AND price_minor > 0", name="mall_exchange_units"),
        CheckConstraint("moved_minor BETWEEN 0 AND cost_minor AND moved_minor <= total_minor", name="mall_exchange_minor"),
        CheckConstraint("(payment_id IS NOT NULL) = (total_minor > moved_minor)", name="mall_exchange_payment"),
        Index("mall_exchange_id", "id", unique=True),
        Index("mall_exchange_order", "customer_id", "order_id", "asked_at"),
        Index("mall_exchange_waits", "until", postgresql_where=text("state = 'asked'")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    order_id: UUID = column(UUID_TYPE, C1)
    shop_id: UUID = column(UUID_TYPE, C1)
    number: int = column(Integer(), C1)
    units: int = column(Integer(), C1)
    variant_id: UUID = column(UUID_TYPE, C1)
    price_minor: int = column(MINOR, C2)
    cost_minor: int = column(MINOR, C2)
    total_minor: int = column(MINOR, C2)
    moved_minor: int = column(MINOR, C2)
    asset: str = column(Text(), C1)
    payment_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    state: str = column(Text(), C1)
    reason: str = column(Text(), C2)
    asked_at: datetime = column(TIMESTAMP, C1)
    until: datetime = column(TIMESTAMP, C1)
    ended_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class MallDisputeRow(SQLModel, table=True):
    """A customer disputes an order. One of an order at a time."""

    __tablename__ = "mall_dispute"
    __table_args__ = (
        CheckConstraint(f"state IN {DISPUTE_STATES}", name="mall_dispute_state"),
        CheckConstraint("asked_minor > 0 AND decided_minor >= 0 AND refunded_minor BETWEEN 0 AND coalesce(decided_minor, 0)", name="mall_dispute_minor"),
        CheckConstraint("(state = 'decided') = (due_at IS NOT NULL)", name="mall_dispute_due"),
        Index("mall_dispute_id", "id", unique=True),
        Index("mall_dispute_order", "customer_id", "order_id", unique=True, postgresql_where=text("state IN ('open', 'answered', 'decided')")),
        Index("mall_dispute_of_order", "customer_id", "order_id", "opened_at"),
        Index("mall_dispute_state_opened", "state", "opened_at", "id"),
        Index("mall_dispute_waits", "due_at", postgresql_where=text("state = 'decided'")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    order_id: UUID = column(UUID_TYPE, C1)
    shop_id: UUID = column(UUID_TYPE, C1)
    state: str = column(Text(), C1)
    asked_minor: int = column(MINOR, C2)
    decided_minor: int | None = column(MINOR, C2, nullable=True)
    refunded_minor: int = column(MINOR, C2)
    asset: str = column(Text(), C1)
    opened_at: datetime = column(TIMESTAMP, C1)
    due_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    changed_at: datetime = column(TIMESTAMP, C1)


class MallDisputeEntryRow(SQLModel, table=True):
    """What happened in a dispute, by whom, with what they showed. Nothing is changed or removed: a decision is reversed by a line of its own."""

    __tablename__ = "mall_dispute_entry"
    __table_args__ = (
        CheckConstraint(f"event IN {EVENTS}", name="mall_dispute_entry_event"),
        CheckConstraint("by_role IN ('buyer', 'shop', 'staff', 'house')", name="mall_dispute_entry_by_role"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    dispute_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    number: int = column(Integer(), C1, primary_key=True)
    event: str = column(Text(), C1)
    by_role: str = column(Text(), C1)
    by_id: UUID = column(UUID_TYPE, C1)
    text: str = column(Text(), C2)
    media: list[Any] = column(JSONB(), C2)
    minor: int | None = column(MINOR, C2, nullable=True)
    at: datetime = column(TIMESTAMP, C1)
