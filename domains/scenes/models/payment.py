"""Payees of partners, and the payments that partners initiated."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class PayeeRow(SQLModel, table=True):
    """Whom a partner may have paid: a till of a merchant of the house, by its printed code."""

    __tablename__ = "scenes_payee"

    partner_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    code_id: UUID = column(UUID_TYPE, C1)
    merchant_id: UUID = column(UUID_TYPE, C1)
    registered_at: datetime = column(TIMESTAMP, C1)


class InitiationRow(SQLModel, table=True):
    """A payment that a partner initiated and that was made. `id` is the one that the partner made; `payment_id` the payment to the merchant."""

    __tablename__ = "scenes_initiation"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="scenes_initiation_amount"),
        Index("scenes_initiation_id", "id", unique=True),
        Index("scenes_initiation_order", "partner_id", "order_id", unique=True),
        Index("scenes_initiation_payment", "payment_id"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    partner_id: UUID = column(UUID_TYPE, C1)
    consent_id: UUID = column(UUID_TYPE, C1)
    order_id: str = column(Text(), C1)
    payee_id: UUID = column(UUID_TYPE, C1)
    payment_id: UUID = column(UUID_TYPE, C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    initiated_at: datetime = column(TIMESTAMP, C1)
