"""Regular plans, and wallets that are swept into a fund."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Date, Index, Integer, SmallInteger, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.wealth.rules.plans import PlanRhythm, PlanState

RHYTHMS, STATES = (tuple(one.value for one in enum) for enum in (PlanRhythm, PlanState))


class PlanRow(SQLModel, table=True):
    """So much into a product each period. `number` is the occurrence that comes next, `try_on` the day on which it is tried."""

    __tablename__ = "wealth_plan"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="wealth_plan_amount"),
        CheckConstraint(f"rhythm IN {RHYTHMS}", name="wealth_plan_rhythm"),
        CheckConstraint(f"state IN {STATES}", name="wealth_plan_state"),
        Index("wealth_plan_due", "try_on", postgresql_where=text("state = 'active'")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    product_id: UUID = column(UUID_TYPE, C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    rhythm: str = column(Text(), C1)
    first_on: date = column(Date(), C1)
    number: int = column(Integer(), C1)
    try_on: date = column(Date(), C1)
    failures: int = column(SmallInteger(), C1)
    reason: str | None = column(Text(), C1, nullable=True)
    state: str = column(Text(), C1)
    made_at: datetime = column(TIMESTAMP, C1)


class SweepRow(SQLModel, table=True):
    """What a wallet holds above `keep_minor` goes into a money-market product, once a trading day."""

    __tablename__ = "wealth_sweep"
    __table_args__ = (
        CheckConstraint("keep_minor >= 0", name="wealth_sweep_keep"),
        Index("wealth_sweep_due", "swept_on", postgresql_where=text("is_active")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    product_id: UUID = column(UUID_TYPE, C1)
    asset: str = column(Text(), C1)
    keep_minor: int = column(MINOR, C2)
    is_active: bool = column(Boolean(), C1)
    swept_on: date | None = column(Date(), C1, nullable=True)
    changed_at: datetime = column(TIMESTAMP, C1)
