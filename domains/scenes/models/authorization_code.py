"""Authorization codes: a customer's yes, on its way to the client through the browser."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class AuthorizationCodeRow(SQLModel, table=True):
    """`id` is the request's. The code's text is derived from it (rules/handle.py). The family of tokens that it gives has a derived id as well."""

    __tablename__ = "scenes_authorization_code"
    __table_args__ = (Index("scenes_authorization_code_expired", "expires_at"),)

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    client_id: UUID = column(UUID_TYPE, C1)
    partner_id: UUID = column(UUID_TYPE, C1)
    customer_id: UUID = column(UUID_TYPE, C1)
    consent_id: UUID = column(UUID_TYPE, C1)
    scopes: list[str] = column(ARRAY(Text()), C1)
    redirect_uri: str = column(Text(), C1)
    challenge: str = column(Text(), C1)
    nonce: str | None = column(Text(), C1, nullable=True)
    key_thumbprint: str | None = column(Text(), C1, nullable=True)
    signed_in_at: datetime = column(TIMESTAMP, C1)
    created_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)
    used_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
