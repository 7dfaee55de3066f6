"""Links: a customer's account at a partner, and the tokens by which the house speaks for it there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2, C3
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class LinkRow(SQLModel, table=True):
    """State, nonce and verifier of the way to the partner and back are derived from `id` (rules/handle.py): nothing of them is kept.

    `browser_hash` is of the browser that opened it. `ask_at` is when the partner is next asked what is new."""

    __tablename__ = "scenes_link"
    __table_args__ = (
        CheckConstraint("state IN ('started', 'opened', 'returned', 'authorized', 'linked', 'failed', 'lost', 'unlinked')", name="scenes_link_state"),
        CheckConstraint("(state IN ('failed', 'lost', 'unlinked')) = (ended_at IS NOT NULL)", name="scenes_link_ended"),
        CheckConstraint("ask_at IS NULL OR state = 'linked'", name="scenes_link_asked"),
        Index("scenes_link_id", "id", unique=True),
        Index("scenes_link_standing", "customer_id", "scene", unique=True, postgresql_where=text("state = 'linked'")),
        Index("scenes_link_due", "ask_at", postgresql_where=text("ask_at IS NOT NULL")),
        Index("scenes_link_open", "expires_at", postgresql_where=text("state IN ('started', 'opened', 'returned', 'authorized')")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    scene: str = column(Text(), C1)
    session_id: UUID = column(UUID_TYPE, C1)
    state: str = column(Text(), C1)
    browser_hash: bytes | None = column(LargeBinary(), C1, nullable=True)
    reason: str | None = column(Text(), C1, nullable=True)
    started_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)
    linked_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    ended_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    ask_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    heard_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class PartnerCredentialRow(SQLModel, table=True):
    """A link's tokens, sealed under the customer's data key. Whoever has the lease refreshes them; each refresh counts `version` up.
    `subject_index` is a keyed fingerprint of the account there, which finds it without telling it."""

    __tablename__ = "scenes_partner_credential"
    __table_args__ = (
        CheckConstraint("(lease_id IS NULL) = (leased_until IS NULL)", name="scenes_partner_credential_lease"),
        Index("scenes_partner_credential_subject", "subject_index"),
    )

    link_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    customer_id: UUID = column(UUID_TYPE, C1)
    access_sealed: bytes = column(LargeBinary(), C3)
    refresh_sealed: bytes | None = column(LargeBinary(), C3, nullable=True)
    subject_sealed: bytes = column(LargeBinary(), C3)
    subject_index: bytes = column(LargeBinary(), C2)
    expires_at: datetime = column(TIMESTAMP, C1)
    version: int = column(Integer(), C1)
    lease_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    leased_until: datetime | None = column(TIMESTAMP, C1, nullable=True)
