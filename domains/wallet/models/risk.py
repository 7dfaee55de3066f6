"""Risk rules as data, the decisions that they led to, and what is held for review."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, CheckConstraint, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column

OUTCOMES = "('pass', 'pin', 'code', 'review', 'refuse')"


class RiskRuleSetRow(SQLModel, table=True):
    """A published set of rules; the highest version stands. INSERT and SELECT only for the app's role."""

    __tablename__ = "wallet_risk_rule_set"

    version: int = column(Integer(), C1, primary_key=True, autoincrement=False)
    published_by: UUID = column(UUID_TYPE, C1)
    published_at: datetime = column(TIMESTAMP, C1)
    reason: str = column(Text(), C1)


class RiskRuleRow(SQLModel, table=True):
    """One rule of a set: where all of its conditions hold, its outcome is the least. INSERT and SELECT only for the app's role."""

    __tablename__ = "wallet_risk_rule"
    __table_args__ = (CheckConstraint(f"outcome IN {OUTCOMES}", name="wallet_risk_rule_outcome"),)

    version: int = column(Integer(), C1, primary_key=True, autoincrement=False)
    name: str = column(Text(), C1, primary_key=True)
    outcome: str = column(Text(), C1)
    conditions: dict[str, Any] = column(JSONB(), C1)


class RiskDecisionRow(SQLModel, table=True):
    """What the rules demanded of one act, why, and whether it was carried out. Only `granted` ever changes."""

    __tablename__ = "wallet_risk_decision"
    __table_args__ = (
        CheckConstraint(f"outcome IN {OUTCOMES}", name="wallet_risk_decision_outcome"),
        Index("wallet_risk_decision_time", "customer_id", "decided_at", "id"),
        Index("wallet_risk_decision_pair", "customer_id", "counterparty_id", "decided_at", postgresql_where=text("granted")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    scene: str = column(Text(), C1)
    counterparty_id: UUID = column(UUID_TYPE, C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    outcome: str = column(Text(), C1)
    matched: list[str] = column(ARRAY(Text()), C1)
    version: int = column(Integer(), C1)
    inputs: dict[str, Any] = column(JSONB(), C2)
    granted: bool = column(Boolean(), C1)
    movement_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    decided_at: datetime = column(TIMESTAMP, C1)


class ReviewRow(SQLModel, table=True):
    """An act that is held for review. The ledger's hold keeps the money; this row says how it goes on, and who decided."""

    __tablename__ = "wallet_review"
    __table_args__ = (
        CheckConstraint("scene IN ('transfer', 'withdraw', 'standing_order')", name="wallet_review_scene"),
        CheckConstraint(
            "(scene = 'withdraw') = (channel IS NOT NULL) AND (scene = 'standing_order') = (standing_order_id IS NOT NULL)", name="wallet_review_goes_on"
        ),
        CheckConstraint("state IN ('held', 'released', 'refused')", name="wallet_review_state"),
        CheckConstraint("(state = 'held') = (decided_by IS NULL) AND (state = 'held') = (decided_at IS NULL)", name="wallet_review_decided"),
        Index("wallet_review_id", "id", unique=True),
        Index("wallet_review_pair", "customer_id", "counterparty_id", postgresql_where=text("state = 'held'")),
        Index("wallet_review_held", "until", "id", postgresql_where=text("state = 'held'")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    scene: str = column(Text(), C1)
    counterparty_id: UUID = column(UUID_TYPE, C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    movement_id: UUID = column(UUID_TYPE, C1)
    channel: str | None = column(Text(), C1, nullable=True)
    standing_order_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    state: str = column(Text(), C1)
    held_at: datetime = column(TIMESTAMP, C1)
    until: datetime = column(TIMESTAMP, C1)
    decided_by: UUID | None = column(UUID_TYPE, C1, nullable=True)
    decided_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
