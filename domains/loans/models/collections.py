"""What was done about what is due on a loan."""

from datetime import date
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Date, SmallInteger, Text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, UUID_TYPE, column


class CollectionRow(SQLModel, table=True):
    """One row for a loan that was ever due, or whose customer said something. Without one, what is due is taken out of the wallet."""

    __tablename__ = "loans_collection"
    __table_args__ = (CheckConstraint("promise_state IN ('open', 'kept', 'broken')", name="loans_collection_promise"),)

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    loan_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    is_auto_debit: bool = column(Boolean(), C1)
    looked_on: date | None = column(Date(), C1, nullable=True)
    debited_on: date | None = column(Date(), C1, nullable=True)
    reminded_days: int | None = column(SmallInteger(), C1, nullable=True)
    promise_minor: int | None = column(MINOR, C2, nullable=True)
    promised_on: date | None = column(Date(), C1, nullable=True)
    promise_state: str | None = column(Text(), C1, nullable=True)
    promises_broken: int = column(SmallInteger(), C1)
