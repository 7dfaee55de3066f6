"""The log of what partners were asked to do: one row for each call's id, whatever was repeated."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class CallRow(SQLModel, table=True):
    """`id` is the business id, and the idempotency key at the partner; `input_hash` is of what was asked, so that no id asks for two things.

    `sent`: nothing was heard yet. `unknown`: what was heard tells nothing. `answered`: `outcome` says how it ended."""

    __tablename__ = "scenes_call"
    __table_args__ = (
        CheckConstraint("state IN ('sent', 'answered', 'unknown')", name="scenes_call_state"),
        CheckConstraint("(state = 'answered') = (outcome IS NOT NULL)", name="scenes_call_outcome"),
        Index("scenes_call_open", "sent_at", postgresql_where=text("state <> 'answered'")),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    customer_id: UUID = column(UUID_TYPE, C1)
    scene: str = column(Text(), C1)
    operation: str = column(Text(), C1)
    input_hash: bytes = column(LargeBinary(), C1)
    state: str = column(Text(), C1)
    outcome: str | None = column(Text(), C1, nullable=True)
    reason: str | None = column(Text(), C1, nullable=True)
    attempts: int = column(Integer(), C1)
    sent_at: datetime = column(TIMESTAMP, C1)
    heard_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
