"""Programmes that reward sharing, the rules against fraud, and the rewards."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class ReferralRow(SQLModel, table=True):
    """A campaign that rewards who shares a product. The budget is the campaign's."""

    __tablename__ = "offers_referral"
    __table_args__ = (
        CheckConstraint("reward_minor > 0 AND least_minor > 0", name="offers_referral_amounts"),
        Index("offers_referral_product", "product_kind", "product_id", unique=True),
    )

    campaign_id: UUID = column(UUID_TYPE, C1, ForeignKey("offers_campaign.id", name="offers_referral_campaign_id"), primary_key=True)
    product_kind: str = column(Text(), C1)
    product_id: UUID = column(UUID_TYPE, C1)
    reward_minor: int = column(MINOR, C2)
    least_minor: int = column(MINOR, C2)
    opened_at: datetime = column(TIMESTAMP, C1)


class FraudRuleRow(SQLModel, table=True):
    """A version of the rules against fraud. The highest one holds; none is ever changed."""

    __tablename__ = "offers_fraud_rule"

    version: int = column(Integer(), C1, primary_key=True)
    rules: dict[str, Any] = column(JSONB(), C1)
    made_by: UUID = column(UUID_TYPE, C1)
    made_at: datetime = column(TIMESTAMP, C1)


class RewardRow(SQLModel, table=True):
    """One decision for each campaign and customer who bought: the key is the law that a purchase rewards one level only, once."""

    __tablename__ = "offers_reward"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'paid', 'refused')", name="offers_reward_state"),
        CheckConstraint("(state = 'refused') = (jsonb_array_length(reasons) > 0)", name="offers_reward_reasons"),
        CheckConstraint("(state = 'paid') = (paid_at IS NOT NULL)", name="offers_reward_paid"),
        Index("offers_reward_due", "due_at", postgresql_where=text("state = 'waiting'")),
        Index("offers_reward_sharer", "sharer_id", "bought_at"),
        Index("offers_reward_refused", "campaign_id", "bought_at", "id", postgresql_where=text("state = 'refused'")),
    )

    campaign_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1)
    first_sharer_id: UUID = column(UUID_TYPE, C1)
    sharer_id: UUID = column(UUID_TYPE, C1)
    payment_id: UUID = column(UUID_TYPE, C1)
    reward_minor: int = column(MINOR, C2)
    state: str = column(Text(), C1)
    reasons: list[Any] = column(JSONB(), C1)
    version: int = column(Integer(), C1)
    bought_at: datetime = column(TIMESTAMP, C1)
    due_at: datetime = column(TIMESTAMP, C1)
    paid_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class ReferralScoreRow(SQLModel, table=True):
    """How many friends of a sharer a campaign has rewarded; recomputable from the rewards that were paid."""

    __tablename__ = "offers_referral_score"
    __table_args__ = (Index("offers_referral_score_leader", "campaign_id", "friends", "sharer_id"),)

    campaign_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    sharer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    friends: int = column(Integer(), C1)
