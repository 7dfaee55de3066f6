"""The customers' tables: who they are, with what they sign in, and what they consented to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, ForeignKeyConstraint, Index, Integer, LargeBinary, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2, C3
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class Customer(SQLModel, table=True):
    """A person. What identifies them is sealed under their own data key; the indexes are keyed fingerprints."""

    __tablename__ = "customers_customer"
    __table_args__ = (
        CheckConstraint("tier IN ('basic', 'verified')", name="customers_customer_tier"),
        CheckConstraint("language IN ('zh', 'en')", name="customers_customer_language"),
        CheckConstraint("(tier = 'verified') = (id_number_index IS NOT NULL)", name="customers_customer_verified"),
        CheckConstraint("num_nulls(name_sealed, id_number_sealed, id_number_index, verified_at) IN (0, 4)", name="customers_customer_identity"),
        CheckConstraint("(survivor_id IS NULL) = (closed_at IS NULL) AND survivor_id <> id", name="customers_customer_closed"),
        Index("customers_customer_phone", "phone_index", unique=True),
        Index("customers_customer_survivor", "survivor_id", postgresql_where=text("survivor_id IS NOT NULL")),
        Index("customers_customer_id_number", "id_number_index", unique=True, postgresql_where=text("id_number_index IS NOT NULL")),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    phone_sealed: bytes = column(LargeBinary(), C2)
    phone_index: bytes = column(LargeBinary(), C2)
    name_sealed: bytes | None = column(LargeBinary(), C2, nullable=True)
    id_number_sealed: bytes | None = column(LargeBinary(), C2, nullable=True)
    id_number_index: bytes | None = column(LargeBinary(), C2, nullable=True)
    tier: str = column(Text(), C1)
    language: str = column(Text(), C1)
    synthetic: bool = column(Boolean(), C1)
    registered_at: datetime = column(TIMESTAMP, C1)
    verified_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    survivor_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    closed_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class Challenge(SQLModel, table=True):
    """A one-time code that was asked for. The code itself is derived from the id and stands nowhere."""

    __tablename__ = "customers_challenge"
    __table_args__ = (
        CheckConstraint("attempts BETWEEN 0 AND 5", name="customers_challenge_attempts"),
        CheckConstraint("language IN ('zh', 'en')", name="customers_challenge_language"),
        CheckConstraint("expires_at > created_at", name="customers_challenge_life"),
        CheckConstraint("(used_at IS NULL) = (session_id IS NULL) AND (used_at IS NULL) = (owner_id IS NULL)", name="customers_challenge_used"),
        Index("customers_challenge_phone", "phone_index", "created_at"),
        Index("customers_challenge_device", "device_index", "created_at", postgresql_where=text("device_index IS NOT NULL")),
        Index("customers_challenge_address", "address_index", "created_at", postgresql_where=text("address_index IS NOT NULL")),
        Index("customers_challenge_created", "created_at"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    phone_index: bytes = column(LargeBinary(), C2)
    phone_sealed: bytes = column(LargeBinary(), C2)
    device_index: bytes | None = column(LargeBinary(), C2, nullable=True)
    address_index: bytes | None = column(LargeBinary(), C2, nullable=True)
    language: str = column(Text(), C1)
    attempts: int = column(SmallInteger(), C1)
    created_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)
    sent_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    used_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    owner_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    session_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    key_thumbprint: str | None = column(Text(), C2, nullable=True)


class Notice(SQLModel, table=True):
    """A short message to a phone that may be nobody's. The number is forgotten once it was sent."""

    __tablename__ = "customers_notice"
    __table_args__ = (
        CheckConstraint("(sent_at IS NULL) = (phone_sealed IS NOT NULL)", name="customers_notice_sent"),
        Index("customers_notice_phone", "phone_index", "left_at"),
        Index("customers_notice_left", "left_at"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    phone_index: bytes = column(LargeBinary(), C2)
    phone_sealed: bytes | None = column(LargeBinary(), C2, nullable=True)
    notice: str = column(Text(), C1)
    data: dict[str, str] = column(JSONB(), C2)
    language: str = column(Text(), C1)
    left_at: datetime = column(TIMESTAMP, C1)
    sent_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class Device(SQLModel, table=True):
    """A phone, tablet or browser from which a customer signed in."""

    __tablename__ = "customers_device"
    __table_args__ = (
        CheckConstraint("num_nulls(push_service, push_token_sealed, push_token_index) IN (0, 3)", name="customers_device_push"),
        CheckConstraint("revoked_at IS NULL OR push_token_sealed IS NULL", name="customers_device_revoked"),
        ForeignKeyConstraint(["customer_id"], ["customers_customer.id"], name="customers_device_customer"),
        Index("customers_device_fingerprint", "customer_id", "fingerprint", unique=True, postgresql_where=text("revoked_at IS NULL")),
        Index("customers_device_push_token", "push_token_index", postgresql_where=text("push_token_index IS NOT NULL")),
        Index("customers_device_key", "key_thumbprint", "customer_id", postgresql_where=text("key_thumbprint IS NOT NULL")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    fingerprint: bytes = column(LargeBinary(), C2)
    name: str = column(Text(), C2)
    platform: str = column(Text(), C1)
    key_thumbprint: str | None = column(Text(), C2, nullable=True)
    push_service: str | None = column(Text(), C1, nullable=True)
    push_token_sealed: bytes | None = column(LargeBinary(), C2, nullable=True)
    push_token_index: bytes | None = column(LargeBinary(), C2, nullable=True)
    first_seen_at: datetime = column(TIMESTAMP, C1)
    last_seen_at: datetime = column(TIMESTAMP, C1)
    revoked_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class Session(SQLModel, table=True):
    """One sign-in and the family of tokens that came of it. `owner_id` is a customer or an operator."""

    __tablename__ = "customers_session"
    __table_args__ = (
        CheckConstraint("confirmed_generation BETWEEN 0 AND generation", name="customers_session_generation"),
        Index("customers_session_revoked", "revoked_at", postgresql_where=text("revoked_at IS NOT NULL")),
    )

    owner_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    device_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    permissions: list[str] = column(ARRAY(Text()), C1)
    key_thumbprint: str | None = column(Text(), C2, nullable=True)
    generation: int = column(Integer(), C1)
    confirmed_generation: int = column(Integer(), C1)
    issued_at: datetime = column(TIMESTAMP, C1)
    created_at: datetime = column(TIMESTAMP, C1)
    last_used_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)
    revoked_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    by_code: bool = column(Boolean(), C1)


class SigningKey(SQLModel, table=True):
    """A key pair that signs access tokens. The private half is sealed under the key ring, and removed once nothing is signed with it."""

    __tablename__ = "customers_signing_key"

    number: int = column(Integer(), C1, primary_key=True, autoincrement=False)
    id: UUID = column(UUID_TYPE, C1, unique=True)
    public_key: bytes = column(LargeBinary(), C1)
    private_key_sealed: bytes | None = column(LargeBinary(), C3, nullable=True)
    active_from: datetime = column(TIMESTAMP, C1)
    created_at: datetime = column(TIMESTAMP, C1)


class Pin(SQLModel, table=True):
    """A customer's payment PIN. `attempts` counts guesses that were begun since the last right one or the last lock."""

    __tablename__ = "customers_pin"
    __table_args__ = (
        CheckConstraint("attempts BETWEEN 0 AND 5", name="customers_pin_attempts"),
        CheckConstraint("version >= 1 AND locks >= 0", name="customers_pin_counts"),
        ForeignKeyConstraint(["customer_id"], ["customers_customer.id"], name="customers_pin_customer"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    hash_sealed: bytes = column(LargeBinary(), C3)
    version: int = column(Integer(), C1)
    attempts: int = column(SmallInteger(), C1)
    locks: int = column(SmallInteger(), C1)
    locked_until: datetime | None = column(TIMESTAMP, C1, nullable=True)
    set_at: datetime = column(TIMESTAMP, C1)


class Consent(SQLModel, table=True):
    """A customer's yes to one purpose, from when until when. A withdrawn consent stays, as proof."""

    __tablename__ = "customers_consent"
    __table_args__ = (
        CheckConstraint("withdrawn_at >= granted_at", name="customers_consent_period"),
        ForeignKeyConstraint(["customer_id"], ["customers_customer.id"], name="customers_consent_customer"),
        Index("customers_consent_standing", "customer_id", "purpose", unique=True, postgresql_where=text("withdrawn_at IS NULL")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    purpose: str = column(Text(), C1)
    version: str = column(Text(), C1)
    granted_at: datetime = column(TIMESTAMP, C1)
    withdrawn_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class Identity(SQLModel, table=True):
    """What a customer is known by beside their phone. An index value that stands belongs to one customer at most. An ended one stays, as its history."""

    __tablename__ = "customers_identity"
    __table_args__ = (
        CheckConstraint("kind IN ('mini_program', 'partner')", name="customers_identity_kind"),
        CheckConstraint("proof IN ('provider', 'code', 'pin')", name="customers_identity_proof"),
        CheckConstraint("(ended_at IS NULL) = (reason IS NULL) AND reason IN ('unlinked', 'moved')", name="customers_identity_ended"),
        ForeignKeyConstraint(["customer_id"], ["customers_customer.id"], name="customers_identity_customer"),
        Index("customers_identity_standing", "value_index", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    kind: str = column(Text(), C1)
    issuer: str = column(Text(), C1)
    value_index: bytes = column(LargeBinary(), C2)
    value_sealed: bytes = column(LargeBinary(), C2)
    proof: str = column(Text(), C1)
    linked_at: datetime = column(TIMESTAMP, C1)
    ended_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    reason: str | None = column(Text(), C1, nullable=True)


class IdentityChange(SQLModel, table=True):
    """The log of identities. INSERT and SELECT only for the app's role."""

    __tablename__ = "customers_identity_change"
    __table_args__ = (CheckConstraint("change IN ('linked', 'unlinked', 'moved_in', 'moved_out')", name="customers_identity_change_change"),)

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    identity_id: UUID = column(UUID_TYPE, C1)
    kind: str = column(Text(), C1)
    issuer: str = column(Text(), C1)
    change: str = column(Text(), C1)
    actor_id: UUID = column(UUID_TYPE, C1)
    changed_at: datetime = column(TIMESTAMP, C1)


class Merger(SQLModel, table=True):
    """Two customers who were found to be one person: who says so, and which other operator agreed."""

    __tablename__ = "customers_merger"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'done', 'declined')", name="customers_merger_state"),
        CheckConstraint("closed_id <> survivor_id", name="customers_merger_two"),
        CheckConstraint("decided_by <> proposed_by", name="customers_merger_four_eyes"),
        CheckConstraint("(state = 'proposed') = (decided_by IS NULL) AND (state = 'proposed') = (decided_at IS NULL)", name="customers_merger_decided"),
        Index("customers_merger_standing", "closed_id", unique=True, postgresql_where=text("state <> 'declined'")),
        Index("customers_merger_open", "id", postgresql_where=text("state = 'proposed'")),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    closed_id: UUID = column(UUID_TYPE, C1)
    survivor_id: UUID = column(UUID_TYPE, C1)
    reason: str = column(Text(), C2)
    state: str = column(Text(), C1)
    proposed_by: UUID = column(UUID_TYPE, C1)
    proposed_at: datetime = column(TIMESTAMP, C1)
    decided_by: UUID | None = column(UUID_TYPE, C1, nullable=True)
    decided_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class Operator(SQLModel, table=True):
    """A member of staff and what they may do."""

    __tablename__ = "customers_operator"

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    name: str = column(Text(), C2)
    permissions: list[str] = column(ARRAY(Text()), C1)
    created_at: datetime = column(TIMESTAMP, C1)
    disabled_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class MinimumAppVersion(SQLModel, table=True):
    """The oldest app version that is still served, by platform."""

    __tablename__ = "customers_minimum_app_version"

    platform: str = column(Text(), C1, primary_key=True)
    version: str = column(Text(), C1)
    changed_at: datetime = column(TIMESTAMP, C1)
