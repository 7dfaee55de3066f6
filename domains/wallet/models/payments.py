"""Payments to merchants: where the money came from, who got which part, and what went back."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, Index, Integer, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class PaymentRow(SQLModel, table=True):
    """One payment to one merchant. Payments that were confirmed together share a journal. Its lock is what refunds race for."""

    __tablename__ = "wallet_payment"
    __table_args__ = (
        CheckConstraint("amount_minor > 0 AND tip_minor >= 0 AND tip_minor < amount_minor", name="wallet_payment_amount"),
        CheckConstraint("refunded_minor BETWEEN 0 AND amount_minor", name="wallet_payment_refunded"),
        CheckConstraint("method IN ('static_code', 'order', 'payment_code')", name="wallet_payment_method"),
        Index("wallet_payment_id", "id", unique=True),
        Index("wallet_payment_customer", "customer_id", "paid_at"),
        Index("wallet_payment_order", "order_id", unique=True, postgresql_where=text("order_id IS NOT NULL")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    journal_id: UUID = column(UUID_TYPE, C1)
    merchant_id: UUID = column(UUID_TYPE, C1)
    shop_id: UUID = column(UUID_TYPE, C1)
    order_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    method: str = column(Text(), C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    tip_minor: int = column(MINOR, C2)
    refunded_minor: int = column(MINOR, C2)
    reference: str = column(Text(), C2)
    day: date = column(Date(), C1)
    paid_at: datetime = column(TIMESTAMP, C1)


class PaymentSourceRow(SQLModel, table=True):
    """A part of a payment by where it came from, so that refunds go back there."""

    __tablename__ = "wallet_payment_source"
    __table_args__ = (CheckConstraint("amount_minor > 0 AND refunded_minor BETWEEN 0 AND amount_minor", name="wallet_payment_source_amount"),)

    payment_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    place: int = column(Integer(), C1, primary_key=True)
    source: str = column(Text(), C1)
    account_id: UUID = column(UUID_TYPE, C1)
    amount_minor: int = column(MINOR, C2)
    refunded_minor: int = column(MINOR, C2)


class PaymentShareRow(SQLModel, table=True):
    """A part of a payment by who got it; without profit sharing there is one. `fee_minor` is the fee on what was not refunded."""

    __tablename__ = "wallet_payment_share"
    __table_args__ = (
        CheckConstraint("amount_minor > 0 AND refunded_minor BETWEEN 0 AND amount_minor", name="wallet_payment_share_amount"),
        CheckConstraint("fee_minor BETWEEN 0 AND amount_minor - refunded_minor", name="wallet_payment_share_fee"),
        Index("wallet_payment_share_payment", "payment_id"),
    )

    merchant_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    day: date = column(Date(), C1, primary_key=True)
    payment_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    refunded_minor: int = column(MINOR, C2)
    fee_bps: int = column(Integer(), C1)
    fee_minor: int = column(MINOR, C2)


class RefundRow(SQLModel, table=True):
    """Money that went back to the customer of a payment."""

    __tablename__ = "wallet_refund"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="wallet_refund_amount"),)

    payment_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    merchant_id: UUID = column(UUID_TYPE, C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    reason: str = column(Text(), C2)
    refunded_by: UUID = column(UUID_TYPE, C1)
    refunded_at: datetime = column(TIMESTAMP, C1)


class RefundShareRow(SQLModel, table=True):
    """A part of a refund by who gave it back. `day` is the settlement it counts in: the payment's, or, taken from the balance, the day of the refund."""

    __tablename__ = "wallet_refund_share"
    __table_args__ = (CheckConstraint("amount_minor > 0 AND fee_minor >= 0", name="wallet_refund_share_amount"),)

    merchant_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    day: date = column(Date(), C1, primary_key=True)
    refund_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    payment_id: UUID = column(UUID_TYPE, C1)
    amount_minor: int = column(MINOR, C2)
    fee_minor: int = column(MINOR, C2)
    is_from_balance: bool = column(Boolean(), C1)


class PaymentCodeRow(SQLModel, table=True):
    """A session that shows payment codes. The key is derived, not kept; `last_step` is the newest code that was used: none up to it is taken again."""

    __tablename__ = "wallet_payment_code"
    __table_args__ = (
        CheckConstraint("serial BETWEEN 0 AND 9999999999", name="wallet_payment_code_serial"),
        Index("wallet_payment_code_session", "session_id", unique=True),
    )

    serial: int = column(BigInteger(), C1, primary_key=True)
    customer_id: UUID = column(UUID_TYPE, C1)
    session_id: UUID = column(UUID_TYPE, C1)
    last_step: int = column(BigInteger(), C1)
    enrolled_at: datetime = column(TIMESTAMP, C1)
