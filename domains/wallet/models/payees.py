"""Whom customers have paid, and whom they keep to pay again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column
from domains.wallet.rules.payees import ALIAS_MAX_CHARACTERS


class PayeeRow(SQLModel, table=True):
    """One customer as another's payee: kept since `saved_at` (null: not kept), first paid at `first_paid_at` (null: never)."""

    __tablename__ = "wallet_payee"
    __table_args__ = (
        CheckConstraint(f"char_length(alias) <= {ALIAS_MAX_CHARACTERS}", name="wallet_payee_alias"),
        CheckConstraint("customer_id <> target_id", name="wallet_payee_another"),
        Index("wallet_payee_saved", "customer_id", "saved_at", "target_id", postgresql_where=text("saved_at IS NOT NULL")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    target_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    alias: str = column(Text(), C2)
    saved_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    first_paid_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
