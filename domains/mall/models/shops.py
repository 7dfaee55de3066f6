"""Shops of the mall: a wallet's shop, and the company behind it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, Text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column
from domains.mall.rules.shops import ShopState

STATES = tuple(one.value for one in ShopState)


class MallShopRow(SQLModel, table=True):
    """Where a merchant sells in the mall. `id` is that of the wallet's shop, whose till is paid. Staff decide whether it opens."""

    __tablename__ = "mall_shop"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="mall_shop_state"),
        CheckConstraint("confirm_days BETWEEN 1 AND 60", name="mall_shop_confirm_days"),
        Index("mall_shop_state_made", "state", "made_at"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    merchant_id: UUID = column(UUID_TYPE, C1)
    name: str = column(Text(), C1)
    asset: str = column(Text(), C1)
    company_name: str = column(Text(), C1)
    credit_code: str = column(Text(), C1)
    confirm_days: int = column(Integer(), C1)
    state: str = column(Text(), C1)
    applied_by: UUID = column(UUID_TYPE, C1)
    decided_by: UUID | None = column(UUID_TYPE, C1, nullable=True)
    reason: str = column(Text(), C2)
    made_at: datetime = column(TIMESTAMP, C1)
