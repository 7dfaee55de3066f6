"""Promotions: what makes a cart cheaper, as data."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class PromotionRow(SQLModel, table=True):
    """A rule of a shop for a time. `terms` say what it is of and what it gives."""

    __tablename__ = "mall_promotion"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'ended')", name="mall_promotion_state"),
        CheckConstraint("ends_at > begins_at", name="mall_promotion_time"),
        Index("mall_promotion_shop", "shop_id", "ends_at"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    shop_id: UUID = column(UUID_TYPE, C1)
    name_zh: str = column(Text(), C1)
    name_en: str = column(Text(), C1)
    terms: dict[str, Any] = column(JSONB(), C1)
    state: str = column(Text(), C1)
    begins_at: datetime = column(TIMESTAMP, C1)
    ends_at: datetime = column(TIMESTAMP, C1)
    made_by: UUID = column(UUID_TYPE, C1)
    made_at: datetime = column(TIMESTAMP, C1)
