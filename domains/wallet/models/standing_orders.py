"""Standing orders."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, Integer, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.wallet.rules.transfers import NOTE_MAX_CHARACTERS


class StandingOrderRow(SQLModel, table=True):
    """A transfer that goes on a date or repeats. `number` is the occurrence that comes next, `next_on` its day, `try_on` when it is tried (again)."""

    __tablename__ = "wallet_standing_order"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="wallet_standing_order_amount"),
        CheckConstraint(f"char_length(note) <= {NOTE_MAX_CHARACTERS}", name="wallet_standing_order_note"),
        CheckConstraint("rhythm IN ('once', 'weekly', 'monthly')", name="wallet_standing_order_rhythm"),
        CheckConstraint("state IN ('active', 'paused', 'stopped', 'finished')", name="wallet_standing_order_state"),
        CheckConstraint("(state IN ('active', 'paused')) = (ended_at IS NULL)", name="wallet_standing_order_ended"),
        CheckConstraint("customer_id <> target_id", name="wallet_standing_order_another"),
        Index("wallet_standing_order_id", "id", unique=True),
        Index("wallet_standing_order_owner", "customer_id", "created_at", "id"),
        Index("wallet_standing_order_due", "try_on", "id", postgresql_where=text("state = 'active'")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    target_id: UUID = column(UUID_TYPE, C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    note: str = column(Text(), C2)
    rhythm: str = column(Text(), C1)
    first_on: date = column(Date(), C1)
    ends_on: date | None = column(Date(), C1, nullable=True)
    state: str = column(Text(), C1)
    number: int = column(Integer(), C1)
    next_on: date = column(Date(), C1)
    try_on: date = column(Date(), C1)
    failures: int = column(Integer(), C1)
    reason: str | None = column(Text(), C1, nullable=True)
    created_at: datetime = column(TIMESTAMP, C1)
    ended_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
