"""Families of tokens: all that grew out of one act of consent, and access tokens that were revoked one by one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class TokenFamilyRow(SQLModel, table=True):
    """`generation` is the refresh token that is out, `parent_generation` the one that was given for it. Their texts are derived (rules/handle.py)."""

    __tablename__ = "scenes_token_family"
    __table_args__ = (
        CheckConstraint("(revoked_at IS NULL) = (reason IS NULL)", name="scenes_token_family_reason"),
        Index("scenes_token_family_consent", "consent_id", postgresql_where=text("revoked_at IS NULL")),
        Index("scenes_token_family_expired", "expires_at"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    client_id: UUID = column(UUID_TYPE, C1)
    partner_id: UUID = column(UUID_TYPE, C1)
    customer_id: UUID = column(UUID_TYPE, C1)
    consent_id: UUID = column(UUID_TYPE, C1)
    scopes: list[str] = column(ARRAY(Text()), C1)
    key_thumbprint: str | None = column(Text(), C1, nullable=True)
    is_rotating: bool = column(Boolean(), C1)
    generation: int = column(Integer(), C1)
    parent_generation: int | None = column(Integer(), C1, nullable=True)
    rotated_at: datetime = column(TIMESTAMP, C1)
    signed_in_at: datetime = column(TIMESTAMP, C1)
    created_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)
    revoked_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    reason: str | None = column(Text(), C1, nullable=True)


class RevokedTokenRow(SQLModel, table=True):
    """An access token that holds no more though its family does."""

    __tablename__ = "scenes_revoked_token"
    __table_args__ = (Index("scenes_revoked_token_expired", "expires_at"),)

    jti: UUID = column(UUID_TYPE, C1, primary_key=True)
    expires_at: datetime = column(TIMESTAMP, C1)
