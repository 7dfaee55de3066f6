"""Withdrawals, as the sagas that they are, and how the channels have been lately."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class WithdrawalRow(SQLModel, table=True):
    """Money that a payment channel is to pay out, held in the ledger under an id derived from this one. The row carries the saga's state as a top-up's.

    One with a `destination` (the channel's word for a bank account) is not a customer's: it pays out the balance of whoever `customer_id` names."""

    __tablename__ = "wallet_withdrawal"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="wallet_withdrawal_amount"),
        CheckConstraint("state IN ('requested', 'pending', 'posted', 'refused', 'mismatch')", name="wallet_withdrawal_state"),
        CheckConstraint("(state IN ('requested', 'pending')) = (ask_at IS NOT NULL)", name="wallet_withdrawal_asked"),
        CheckConstraint("(state IN ('requested', 'pending')) = (settled_at IS NULL)", name="wallet_withdrawal_settled"),
        Index("wallet_withdrawal_id", "id", unique=True),
        Index("wallet_withdrawal_posted", "channel", "settled_at", "id", postgresql_where=text("state = 'posted'")),
        Index("wallet_withdrawal_reference", "channel", "reference", unique=True),
        Index("wallet_withdrawal_pay_outs", "customer_id", "requested_at", "id", postgresql_where=text("destination IS NOT NULL")),
        Index("wallet_withdrawal_due", "channel", "ask_at", postgresql_where=text("ask_at IS NOT NULL")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    account_id: UUID = column(UUID_TYPE, C1)
    channel: str = column(Text(), C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    state: str = column(Text(), C1)
    reference: str | None = column(Text(), C1, nullable=True)
    reason: str | None = column(Text(), C1, nullable=True)
    requested_at: datetime = column(TIMESTAMP, C1)
    settled_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    attempts: int = column(Integer(), C1)
    ask_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    destination: str | None = column(Text(), C2, nullable=True)


class ChannelHealthRow(SQLModel, table=True):
    """What became of a channel's calls, a row for each minute. Not logged: after a crash every channel is tried anew."""

    __tablename__ = "wallet_channel_health"
    __table_args__ = (CheckConstraint("calls >= failed AND failed >= 0", name="wallet_channel_health_counts"), {"prefixes": ["UNLOGGED"]})

    channel: str = column(Text(), C1, primary_key=True)
    minute: datetime = column(TIMESTAMP, C1, primary_key=True)
    calls: int = column(Integer(), C1)
    failed: int = column(Integer(), C1)
