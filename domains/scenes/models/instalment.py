"""Instalments: what a customer has agreed to pay a shop in parts, and the parts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, SmallInteger, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class InstalmentPlanRow(SQLModel, table=True):
    """An agreed plan. `total_minor` is the purchase's price and the shop's fee. It is `offered` until the shop has taken the first part."""

    __tablename__ = "scenes_instalment_plan"
    __table_args__ = (
        CheckConstraint("total_minor > 0 AND part_count BETWEEN 2 AND 36", name="scenes_instalment_plan_terms"),
        CheckConstraint("state IN ('offered', 'active', 'completed', 'refused', 'stopped')", name="scenes_instalment_plan_state"),
        CheckConstraint("(state IN ('completed', 'refused', 'stopped')) = (ended_at IS NOT NULL)", name="scenes_instalment_plan_ended"),
        Index("scenes_instalment_plan_id", "id", unique=True),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    purchase_id: UUID = column(UUID_TYPE, C1)
    scene: str = column(Text(), C1)
    code: str = column(Text(), C1)
    part_count: int = column(SmallInteger(), C1)
    asset: str = column(Text(), C1)
    total_minor: int = column(MINOR, C2)
    state: str = column(Text(), C1)
    agreed_at: datetime = column(TIMESTAMP, C1)
    ended_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class InstalmentRow(SQLModel, table=True):
    """One part. `held_back` says why it was not collected when it was due."""

    __tablename__ = "scenes_instalment"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="scenes_instalment_amount"),
        CheckConstraint("state IN ('due', 'collecting', 'paid', 'dropped')", name="scenes_instalment_state"),
        CheckConstraint("state NOT IN ('collecting', 'paid') OR order_id IS NOT NULL", name="scenes_instalment_order"),
        Index("scenes_instalment_due", "due_on", postgresql_where=text("state = 'due'")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    plan_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    number: int = column(SmallInteger(), C1, primary_key=True)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    due_on: date = column(Date(), C1)
    state: str = column(Text(), C1)
    order_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    held_back: str | None = column(Text(), C1, nullable=True)
