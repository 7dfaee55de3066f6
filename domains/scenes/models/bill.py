"""Bills of public utilities, and the standing consents to pay them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class BillRow(SQLModel, table=True):
    """A bill as the partner last listed it. `id` is derived from customer, scene and the partner's `reference`. `held_back` says why auto-pay left it."""

    __tablename__ = "scenes_bill"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="scenes_bill_amount"),
        CheckConstraint("state IN ('open', 'paying', 'paid', 'gone')", name="scenes_bill_state"),
        CheckConstraint("state <> 'paying' OR order_id IS NOT NULL", name="scenes_bill_order"),
        Index("scenes_bill_due", "customer_id", "due_on", "id"),
        Index("scenes_bill_overdue", "due_on", "id", postgresql_where=text("state = 'open'")),
        Index("scenes_bill_link", "link_id", "due_on", postgresql_where=text("state = 'open'")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    link_id: UUID = column(UUID_TYPE, C1)
    scene: str = column(Text(), C1)
    reference: str = column(Text(), C2)
    account: str = column(Text(), C2)
    title: str = column(Text(), C2)
    period: str = column(Text(), C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    due_on: date = column(Date(), C1)
    state: str = column(Text(), C1)
    order_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    held_back: str | None = column(Text(), C1, nullable=True)
    found_at: datetime = column(TIMESTAMP, C1)


class AutoPayRow(SQLModel, table=True):
    """A customer's standing consent to pay the bills of a link, each up to `cap_minor`."""

    __tablename__ = "scenes_auto_pay"
    __table_args__ = (
        CheckConstraint("cap_minor > 0", name="scenes_auto_pay_cap"),
        CheckConstraint("state IN ('active', 'stopped')", name="scenes_auto_pay_state"),
        CheckConstraint("(state = 'stopped') = (ended_at IS NOT NULL)", name="scenes_auto_pay_ended"),
        Index("scenes_auto_pay_id", "id", unique=True),
        Index("scenes_auto_pay_active", "link_id", unique=True, postgresql_where=text("state = 'active'")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    link_id: UUID = column(UUID_TYPE, C1)
    scene: str = column(Text(), C1)
    asset: str = column(Text(), C1)
    cap_minor: int = column(MINOR, C2)
    state: str = column(Text(), C1)
    created_at: datetime = column(TIMESTAMP, C1)
    ended_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
