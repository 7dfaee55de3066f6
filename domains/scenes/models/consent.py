"""Consents to partners, every version of each, and what was spent under them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class PartnerConsentRow(SQLModel, table=True):
    """What a customer lets a partner's client do. Its lock is what payments, narrowing and revocation race for."""

    __tablename__ = "scenes_consent"
    __table_args__ = (
        CheckConstraint("cardinality(scopes) > 0", name="scenes_consent_scopes"),
        CheckConstraint("num_nulls(asset, payment_cap_minor, month_cap_minor) IN (0, 3)", name="scenes_consent_caps"),
        CheckConstraint("payment_cap_minor > 0 AND month_cap_minor > 0 AND day_cap_minor > 0", name="scenes_consent_caps_positive"),
        CheckConstraint("('payments.write' = ANY (scopes)) = (asset IS NOT NULL)", name="scenes_consent_payments_capped"),
        CheckConstraint("uses_left >= 0", name="scenes_consent_uses"),
        CheckConstraint("expires_at > granted_at", name="scenes_consent_expiry"),
        Index("scenes_consent_id", "id", unique=True),
        Index("scenes_consent_given", "customer_id", "granted_at", "id"),
        Index("scenes_consent_partner", "partner_id", "granted_at", "id"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    partner_id: UUID = column(UUID_TYPE, C1)
    client_id: UUID = column(UUID_TYPE, C1)
    scopes: list[str] = column(ARRAY(Text()), C1)
    account_ids: list[UUID] = column(ARRAY(UUID_TYPE), C2)
    asset: str | None = column(Text(), C1, nullable=True)
    payment_cap_minor: int | None = column(MINOR, C2, nullable=True)
    day_cap_minor: int | None = column(MINOR, C2, nullable=True)
    month_cap_minor: int | None = column(MINOR, C2, nullable=True)
    uses_left: int | None = column(Integer(), C1, nullable=True)
    detail: dict[str, Any] | None = column(JSONB(none_as_null=True), C2, nullable=True)
    open_claims: list[str] = column(ARRAY(Text()), C1)
    purpose: str = column(Text(), C1)
    version: int = column(Integer(), C1)
    granted_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)
    revoked_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class ConsentVersionRow(SQLModel, table=True):
    """What exactly was consented to from an instant on: added to, never changed."""

    __tablename__ = "scenes_consent_version"

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    consent_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    version: int = column(Integer(), C1, primary_key=True)
    act: str = column(Text(), C1)
    terms: dict[str, Any] = column(JSONB(), C2)
    session_id: UUID = column(UUID_TYPE, C1)
    at: datetime = column(TIMESTAMP, C1)


class ConsentSpendRow(SQLModel, table=True):
    """One use of a consent. The windows of the caps are sums over these rows, so nothing can drift: added to, never changed."""

    __tablename__ = "scenes_consent_spend"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="scenes_consent_spend_amount"),
        Index("scenes_consent_spend_day", "customer_id", "consent_id", "booked_on", postgresql_include=["amount_minor"]),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    consent_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    booked_on: date = column(Date(), C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
