"""What customers order at outside shops, and what they are members of there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class PurchaseRow(SQLModel, table=True):
    """An order at a shop as the shop last listed it. `id` is derived from customer, scene and the shop's `reference`. `offers` are the instalments it
    offers, by their codes.

    `order_id` is what pays it at once; `plan_id` the instalments that pay it in parts."""

    __tablename__ = "scenes_purchase"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="scenes_purchase_amount"),
        CheckConstraint("state IN ('open', 'paying', 'instalments', 'paid', 'returning', 'refunded', 'gone')", name="scenes_purchase_state"),
        CheckConstraint("state <> 'paying' OR order_id IS NOT NULL", name="scenes_purchase_order"),
        CheckConstraint("state <> 'instalments' OR plan_id IS NOT NULL", name="scenes_purchase_plan"),
        Index("scenes_purchase_placed", "customer_id", "placed_at", "id"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    link_id: UUID = column(UUID_TYPE, C1)
    scene: str = column(Text(), C1)
    reference: str = column(Text(), C2)
    title: str = column(Text(), C2)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    offers: dict[str, Any] = column(JSONB(), C1)
    state: str = column(Text(), C1)
    order_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    plan_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    placed_at: datetime = column(TIMESTAMP, C1)
    found_at: datetime = column(TIMESTAMP, C1)


class MembershipRow(SQLModel, table=True):
    """What a shop last said of a customer's membership. `changed_at` is the shop's: what it says later counts, whichever comes first."""

    __tablename__ = "scenes_membership"

    link_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    customer_id: UUID = column(UUID_TYPE, C1)
    scene: str = column(Text(), C1)
    number: str | None = column(Text(), C2, nullable=True)
    level: str | None = column(Text(), C2, nullable=True)
    benefits: list[dict[str, Any]] = column(JSONB(), C2)
    changed_at: datetime = column(TIMESTAMP, C1)
    heard_at: datetime = column(TIMESTAMP, C1)
