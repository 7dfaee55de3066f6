"""Bills of payment channels, and what each of their lines and our orders say of each other."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class BillRow(SQLModel, table=True):
    """A channel's bill of a business day, as it was read last. `broken_lines` are the first of those that could not be read: number and why."""

    __tablename__ = "wallet_bill"
    __table_args__ = (
        CheckConstraint("direction IN ('in', 'out')", name="wallet_bill_direction"),
        CheckConstraint("lines >= 0 AND broken >= 0", name="wallet_bill_counts"),
    )

    channel: str = column(Text(), C1, primary_key=True)
    day: date = column(Date(), C1, primary_key=True)
    direction: str = column(Text(), C1, primary_key=True)
    lines: int = column(Integer(), C1)
    broken: int = column(Integer(), C1)
    broken_lines: list[Any] = column(JSONB(), C1)
    first_read_at: datetime = column(TIMESTAMP, C1)
    read_at: datetime = column(TIMESTAMP, C1)


class BillItemRow(SQLModel, table=True):
    """A top-up or withdrawal as bill and books have it. What stands in suspense for it was posted in `postings` movements, whose ids derive from its own."""

    __tablename__ = "wallet_bill_item"
    __table_args__ = (
        CheckConstraint("direction IN ('in', 'out')", name="wallet_bill_item_direction"),
        CheckConstraint("state IN ('matched', 'missing_ours', 'missing_theirs', 'amount_differs', 'aged')", name="wallet_bill_item_state"),
        CheckConstraint("(state = 'matched') = (difference IS NULL)", name="wallet_bill_item_difference"),
        CheckConstraint("ours_minor > 0 AND theirs_minor > 0", name="wallet_bill_item_amounts"),
        Index("wallet_bill_item_day", "channel", "day", "id"),
        Index("wallet_bill_item_bill", "channel", "bill_day", "id", postgresql_where=text("theirs_minor IS NOT NULL")),
        Index("wallet_bill_item_by_state", "channel", "state", "day", "id"),
        Index("wallet_bill_item_open", "channel", "id", postgresql_where=text("state <> 'matched'")),
    )

    channel: str = column(Text(), C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    direction: str = column(Text(), C1)
    day: date = column(Date(), C1)
    state: str = column(Text(), C1)
    difference: str | None = column(Text(), C1, nullable=True)
    order_id: UUID = column(UUID_TYPE, C1)
    reference: str | None = column(Text(), C1, nullable=True)
    asset: str = column(Text(), C1)
    ours_minor: int | None = column(MINOR, C2, nullable=True)
    theirs_minor: int | None = column(MINOR, C2, nullable=True)
    bill_day: date | None = column(Date(), C1, nullable=True)
    suspended_minor: int = column(MINOR, C2)
    postings: int = column(Integer(), C1)
    explained_by: UUID | None = column(UUID_TYPE, C1, nullable=True)
    found_at: datetime = column(TIMESTAMP, C1)
    changed_at: datetime = column(TIMESTAMP, C1)
