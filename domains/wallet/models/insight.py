"""The statement's index: a line for each movement of a customer's wallet, to be searched and summed; and budgets."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Date, Index, Integer, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class LineRow(SQLModel, table=True):
    """A movement as its customer thinks of it. Made from the ledger's facts, and can be made again; the category alone is the customer's own.

    `words` is the note with one form of each character, `grams` its pieces of one and two characters behind the customer's mark, so that a search reads
    nothing of others."""

    __tablename__ = "wallet_line"
    __table_args__ = (
        Index("wallet_line_time", "customer_id", "booked_at", "movement_id"),
        Index("wallet_line_day", "customer_id", "asset", "day"),
        Index("wallet_line_counterparty", "customer_id", "counterparty_id", "booked_at", "movement_id", postgresql_where=text("counterparty_id IS NOT NULL")),
        Index("wallet_line_grams", "grams", postgresql_using="gin"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    movement_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    booked_at: datetime = column(TIMESTAMP, C1)
    day: date = column(Date(), C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    kind: str = column(Text(), C1)
    category: str = column(Text(), C2)
    words: str = column(Text(), C2)
    grams: list[str] = column(ARRAY(Text()), C2)
    counterparty_id: UUID | None = column(UUID_TYPE, C1, nullable=True)


class LineBackfillRow(SQLModel, table=True):
    """Where the making up of lines for movements that are older than the index has come to: below which sequence of which account. One row."""

    __tablename__ = "wallet_line_backfill"

    name: str = column(Text(), C1, primary_key=True)
    account_id: UUID = column(UUID_TYPE, C1)
    before: int = column(BigInteger(), C1)
    done_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class BudgetRow(SQLModel, table=True):
    """What a customer means to spend in a category in a month, and how far they have been nudged: `nudged_percent` of `nudged_month`."""

    __tablename__ = "wallet_budget"
    __table_args__ = (
        CheckConstraint("most_minor > 0", name="wallet_budget_most"),
        CheckConstraint("nudged_percent IN (0, 80, 100)", name="wallet_budget_nudged"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    category: str = column(Text(), C2, primary_key=True)
    asset: str = column(Text(), C1, primary_key=True)
    most_minor: int = column(MINOR, C2)
    nudged_month: str | None = column(Text(), C1, nullable=True)
    nudged_percent: int = column(Integer(), C1)
