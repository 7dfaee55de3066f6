"""Campaigns, their counters and unique codes, and the coupons that came of them. What a campaign may spend is an account of the ledger."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.offers.rules.campaigns import BenefitKind

BENEFIT_KINDS = tuple(kind.value for kind in BenefitKind)


class CampaignRow(SQLModel, table=True):
    """A campaign. Its terms never change. `budget_checked_at` is when what an ended one had left was last given back."""

    __tablename__ = "offers_campaign"
    __table_args__ = (
        CheckConstraint(f"kind IN {BENEFIT_KINDS}", name="offers_campaign_kind"),
        CheckConstraint("state IN ('live', 'paused', 'ended')", name="offers_campaign_state"),
        CheckConstraint("starts_at < ends_at", name="offers_campaign_period"),
        Index("offers_campaign_shared_code", "shared_code", unique=True, postgresql_where=text("shared_code IS NOT NULL")),
        Index("offers_campaign_live", "ends_at", postgresql_where=text("state = 'live'")),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    kind: str = column(Text(), C1)
    name_zh: str = column(Text(), C1)
    name_en: str = column(Text(), C1)
    asset: str = column(Text(), C1)
    terms: dict[str, Any] = column(JSONB(), C1)
    shared_code: str | None = column(Text(), C1, nullable=True)
    starts_at: datetime = column(TIMESTAMP, C1)
    ends_at: datetime = column(TIMESTAMP, C1)
    state: str = column(Text(), C1)
    made_at: datetime = column(TIMESTAMP, C1)
    budget_checked_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class UniqueCodeRow(SQLModel, table=True):
    """A code that one customer can claim once. The code itself is not kept: `mark` is its keyed fingerprint."""

    __tablename__ = "offers_unique_code"

    mark: bytes = column(LargeBinary(), C2, primary_key=True)
    campaign_id: UUID = column(UUID_TYPE, C1)
    claimed_by: UUID | None = column(UUID_TYPE, C1, nullable=True)


class UsageRow(SQLModel, table=True):
    """How many coupons were claimed within one limit of a campaign."""

    __tablename__ = "offers_usage"
    __table_args__ = (CheckConstraint("used >= 0", name="offers_usage_used"),)

    campaign_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    scope: str = column(Text(), C1, primary_key=True)
    key: str = column(Text(), C2, primary_key=True)
    used: int = column(BigInteger(), C1)


class CouponRow(SQLModel, table=True):
    """A customer's coupon. A reservation whose time is over counts for nothing, written down or not.

    `given_minor` is what it gave, `kept_minor` what it still gives after returns; `due_at` when a later benefit is paid, `paid_at` when it was."""

    __tablename__ = "offers_coupon"
    __table_args__ = (
        CheckConstraint("state IN ('claimed', 'reserved', 'redeemed', 'expired')", name="offers_coupon_state"),
        CheckConstraint("(state = 'redeemed') = (redeemed_at IS NOT NULL)", name="offers_coupon_redeemed"),
        CheckConstraint("kept_minor BETWEEN 0 AND given_minor", name="offers_coupon_kept"),
        Index("offers_coupon_expiry", "expires_at", postgresql_where=text("state IN ('claimed', 'reserved')")),
        Index("offers_coupon_due", "due_at", postgresql_where=text("due_at IS NOT NULL AND paid_at IS NULL")),
        Index("offers_coupon_payment", "customer_id", "payment_id", postgresql_where=text("payment_id IS NOT NULL")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    campaign_id: UUID = column(UUID_TYPE, C1)
    state: str = column(Text(), C1)
    claimed_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)
    reservation_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    reserved_until: datetime | None = column(TIMESTAMP, C1, nullable=True)
    merchant_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    spent_minor: int = column(MINOR, C2)
    item_minor: int | None = column(MINOR, C2, nullable=True)
    given_minor: int = column(MINOR, C2)
    kept_minor: int = column(MINOR, C2)
    payment_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    redeemed_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    due_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    paid_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
