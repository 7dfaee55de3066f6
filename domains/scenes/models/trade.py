"""Companies at partners that keep their books, and what those tell: purchase orders, deliveries, invoices."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Date, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class CompanyRow(SQLModel, table=True):
    """Whose a company's number at a partner is. Staff bind it: a partner's word never says whose money moves, or where it goes.

    `merchant_id`: its money is that merchant's balance, in the merchant's currency. `is_connected`: its owner lets its system bring payment files, and
    fetch what became of them and statements. `told_through`: the last day of which the system was told that there is a statement."""

    __tablename__ = "scenes_company"
    __table_args__ = (
        Index("scenes_company_id", "id", unique=True),
        Index("scenes_company_customer", "customer_id", "scene", unique=True),
        Index("scenes_company_connected", "told_through", "id", postgresql_where=text("is_connected")),
    )

    scene: str = column(Text(), C1, primary_key=True)
    number: str = column(Text(), C2, primary_key=True)
    id: UUID = column(UUID_TYPE, C1)
    customer_id: UUID = column(UUID_TYPE, C1)
    merchant_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    is_connected: bool = column(Boolean(), C1)
    told_through: date = column(Date(), C1)
    bound_by: UUID = column(UUID_TYPE, C1)
    bound_at: datetime = column(TIMESTAMP, C1)


class CompanyMemberRow(SQLModel, table=True):
    """A customer who acts for a company. Owners name the others; nobody checks what they made themselves."""

    __tablename__ = "scenes_company_member"
    __table_args__ = (
        CheckConstraint("role IN ('owner', 'maker', 'checker')", name="scenes_company_member_role"),
        Index("scenes_company_member_company", "company_id", "added_at", "customer_id"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    company_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    role: str = column(Text(), C1)
    added_at: datetime = column(TIMESTAMP, C1)


class TradeDocumentRow(SQLModel, table=True):
    """A document, which does not change once it is told. `state` is an invoice's, `order_number` a delivery's or an invoice's."""

    __tablename__ = "scenes_trade_document"
    __table_args__ = (
        CheckConstraint("kind IN ('order', 'delivery', 'invoice')", name="scenes_trade_document_kind"),
        CheckConstraint("state IN ('open', 'paid')", name="scenes_trade_document_state"),
        CheckConstraint("(kind = 'invoice') = (state IS NOT NULL)", name="scenes_trade_document_invoice"),
        CheckConstraint("(state = 'paid') = (movement_id IS NOT NULL)", name="scenes_trade_document_paid"),
        CheckConstraint("total_minor >= 0", name="scenes_trade_document_total"),
        Index("scenes_trade_document_number", "customer_id", "scene", "kind", "number", unique=True),
        Index("scenes_trade_document_order", "customer_id", "scene", "order_number"),
        Index("scenes_trade_document_customer", "customer_id", "received_at", "id"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    scene: str = column(Text(), C1)
    kind: str = column(Text(), C1)
    company: str = column(Text(), C2)
    number: str = column(Text(), C2)
    supplier: str = column(Text(), C2)
    order_number: str = column(Text(), C2)
    currency: str = column(Text(), C1)
    lines: list[dict[str, Any]] = column(JSONB(), C2)
    total_minor: int = column(MINOR, C2)
    due_on: date | None = column(Date(), C1, nullable=True)
    state: str | None = column(Text(), C1, nullable=True)
    movement_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    received_at: datetime = column(TIMESTAMP, C1)
    paid_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
