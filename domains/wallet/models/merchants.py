"""Merchants, who acts for them, their shops, what they show to be paid, and what they were settled."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Date, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class MerchantRow(SQLModel, table=True):
    """Who is paid. Its money is in two ledger accounts: what was collected and is not settled, and its balance. `settled_through` is the last day settled.
    One that is closing takes no payments any more; it is closed once all that it is owed was paid out."""

    __tablename__ = "wallet_merchant"
    __table_args__ = (
        CheckConstraint("fee_bps BETWEEN 0 AND 1000", name="wallet_merchant_fee"),
        CheckConstraint("state IN ('open', 'closing', 'closed')", name="wallet_merchant_state"),
        CheckConstraint("(state = 'open') = (closing_since IS NULL)", name="wallet_merchant_closing"),
        Index("wallet_merchant_closing_since", "closing_since", postgresql_where=text("state = 'closing'")),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    name: str = column(Text(), C1)
    latin_name: str = column(Text(), C1)
    city: str = column(Text(), C1)
    latin_city: str = column(Text(), C1)
    category: str = column(Text(), C1)
    asset: str = column(Text(), C1)
    fee_bps: int = column(Integer(), C1)
    takes_tips: bool = column(Boolean(), C1)
    state: str = column(Text(), C1)
    settled_through: date = column(Date(), C1)
    opened_at: datetime = column(TIMESTAMP, C1)
    closing_since: datetime | None = column(TIMESTAMP, C1, nullable=True)


class MerchantOperatorRow(SQLModel, table=True):
    """A customer who acts for a merchant."""

    __tablename__ = "wallet_merchant_operator"
    __table_args__ = (
        CheckConstraint("role IN ('owner', 'cashier')", name="wallet_merchant_operator_role"),
        Index("wallet_merchant_operator_merchant", "merchant_id"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    merchant_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    role: str = column(Text(), C1)
    added_at: datetime = column(TIMESTAMP, C1)


class SharingPartyRow(SQLModel, table=True):
    """Another merchant that gets a part of every payment, in hundredths of a percent."""

    __tablename__ = "wallet_sharing_party"
    __table_args__ = (
        CheckConstraint("share_bps BETWEEN 1 AND 10000", name="wallet_sharing_party_share"),
        CheckConstraint("merchant_id <> party_id", name="wallet_sharing_party_other"),
    )

    merchant_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    party_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    share_bps: int = column(Integer(), C1)


class ShopRow(SQLModel, table=True):
    """Where a merchant sells."""

    __tablename__ = "wallet_shop"
    __table_args__ = (Index("wallet_shop_id", "id", unique=True),)

    merchant_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    name: str = column(Text(), C1)
    opened_at: datetime = column(TIMESTAMP, C1)


class StaticCodeRow(SQLModel, table=True):
    """A printed code: whoever scans it says how much."""

    __tablename__ = "wallet_static_code"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'withdrawn')", name="wallet_static_code_state"),
        Index("wallet_static_code_merchant", "merchant_id", "made_at"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    merchant_id: UUID = column(UUID_TYPE, C1)
    shop_id: UUID = column(UUID_TYPE, C1)
    label: str = column(Text(), C1)
    state: str = column(Text(), C1)
    made_at: datetime = column(TIMESTAMP, C1)


class MerchantOrderRow(SQLModel, table=True):
    """What a merchant asks to be paid once, until it expires: shown as a dynamic code, or asked of one customer. `terms` are those of its placing."""

    __tablename__ = "wallet_merchant_order"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="wallet_merchant_order_amount"),
        CheckConstraint("state IN ('open', 'paid', 'cancelled')", name="wallet_merchant_order_state"),
        CheckConstraint("(state = 'paid') = (payment_id IS NOT NULL)", name="wallet_merchant_order_paid"),
        Index("wallet_merchant_order_merchant", "merchant_id", "placed_at"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    merchant_id: UUID = column(UUID_TYPE, C1)
    shop_id: UUID = column(UUID_TYPE, C1)
    customer_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    reference: str = column(Text(), C2)
    terms: dict[str, Any] = column(JSONB(), C1)
    state: str = column(Text(), C1)
    payment_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    placed_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)


class SettlementRow(SQLModel, table=True):
    """What one day of a merchant came to: gross less refunds less fee went to its balance."""

    __tablename__ = "wallet_settlement"
    __table_args__ = (
        CheckConstraint("net_minor = gross_minor - refunded_minor - fee_minor AND net_minor >= 0", name="wallet_settlement_adds_up"),
        CheckConstraint("refunded_minor >= 0 AND fee_minor >= 0 AND payments > 0", name="wallet_settlement_not_negative"),
    )

    merchant_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    day: date = column(Date(), C1, primary_key=True)
    asset: str = column(Text(), C1)
    payments: int = column(Integer(), C1)
    gross_minor: int = column(MINOR, C2)
    refunded_minor: int = column(MINOR, C2)
    fee_minor: int = column(MINOR, C2)
    net_minor: int = column(MINOR, C2)
    settled_at: datetime = column(TIMESTAMP, C1)
