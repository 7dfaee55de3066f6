"""OAuth clients: the programs by which a partner speaks to the bank."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Index, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class ClientRow(SQLModel, table=True):
    """`id` is the OAuth client_id. Of a secret, and of the token that manages the registration, only their numbers are kept: see rules/handle.py.

    Keys that are published at `jwks_uri` stand in `jwks` as they were read last; `keys_asked_at` is when that was tried.

    `is_resource_server` may look at the tokens of every client, and gets none."""

    __tablename__ = "scenes_client"
    __table_args__ = (
        CheckConstraint("char_length(name) BETWEEN 1 AND 80", name="scenes_client_name"),
        CheckConstraint("environment IN ('live', 'sandbox')", name="scenes_client_environment"),
        CheckConstraint("state IN ('active', 'removed')", name="scenes_client_state"),
        CheckConstraint("auth_method IN ('private_key_jwt', 'client_secret_basic', 'none')", name="scenes_client_auth_method"),
        CheckConstraint("auth_method <> 'client_secret_basic' OR environment = 'sandbox'", name="scenes_client_secret_in_sandbox"),
        CheckConstraint("(auth_method = 'client_secret_basic') = (secret_number IS NOT NULL)", name="scenes_client_secret"),
        CheckConstraint("(auth_method = 'private_key_jwt') = (jwks IS NOT NULL)", name="scenes_client_keys"),
        CheckConstraint("(jwks_uri IS NULL) = (keys_asked_at IS NULL) AND (jwks_uri IS NULL OR jwks IS NOT NULL)", name="scenes_client_address"),
        Index("scenes_client_partner", "partner_id", "created_at", "id"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    partner_id: UUID = column(UUID_TYPE, C1)
    name: str = column(Text(), C1)
    environment: str = column(Text(), C1)
    auth_method: str = column(Text(), C1)
    secret_number: int | None = column(Integer(), C1, nullable=True)
    jwks: dict[str, Any] | None = column(JSONB(none_as_null=True), C1, nullable=True)
    jwks_uri: str | None = column(Text(), C1, nullable=True)
    keys_asked_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    redirect_uris: list[str] = column(ARRAY(Text()), C1)
    scopes: list[str] = column(ARRAY(Text()), C1)
    grant_types: list[str] = column(ARRAY(Text()), C1)
    registration_number: int | None = column(Integer(), C1, nullable=True)
    is_resource_server: bool = column(Boolean(), C1)
    state: str = column(Text(), C1)
    created_at: datetime = column(TIMESTAMP, C1)
