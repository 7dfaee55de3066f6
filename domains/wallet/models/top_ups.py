"""Top-ups, as the sagas that they are."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class TopUpRow(SQLModel, table=True):
    """Money asked of a payment channel. The row carries the saga's state; `ask_at` is when the channel is asked next, and null once nothing is to be asked."""

    __tablename__ = "wallet_top_up"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="wallet_top_up_amount"),
        CheckConstraint("state IN ('requested', 'pending', 'posted', 'refused', 'mismatch')", name="wallet_top_up_state"),
        CheckConstraint("(state IN ('requested', 'pending')) = (ask_at IS NOT NULL)", name="wallet_top_up_asked"),
        CheckConstraint("(state IN ('requested', 'pending')) = (settled_at IS NULL)", name="wallet_top_up_settled"),
        Index("wallet_top_up_id", "id", unique=True),
        Index("wallet_top_up_posted", "channel", "settled_at", "id", postgresql_where=text("state = 'posted'")),
        Index("wallet_top_up_reference", "channel", "reference", unique=True),
        Index("wallet_top_up_due", "channel", "ask_at", postgresql_where=text("ask_at IS NOT NULL")),
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
