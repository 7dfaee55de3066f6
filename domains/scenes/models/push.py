"""What partners push to the house: stored once for each partner and webhook id, before it is acknowledged."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class PushRow(SQLModel, table=True):
    """A message. `id` is derived from the scene and the partner's webhook id; `digest` is of the body as it came, so that another message under the same id
    is known for one."""

    __tablename__ = "scenes_push"
    __table_args__ = (
        CheckConstraint("char_length(webhook_id) BETWEEN 1 AND 256", name="scenes_push_webhook_id"),
        CheckConstraint("state IN ('taken', 'done', 'refused')", name="scenes_push_state"),
        CheckConstraint("(state = 'taken') = (taken_up_at IS NULL)", name="scenes_push_taken_up"),
        CheckConstraint("(state = 'refused') = (reason IS NOT NULL)", name="scenes_push_reason"),
        Index("scenes_push_id", "id", unique=True),
    )

    scene: str = column(Text(), C1, primary_key=True)
    webhook_id: str = column(Text(), C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1)
    type: str = column(Text(), C1)
    data: dict[str, Any] = column(JSONB(), C2)
    digest: bytes = column(LargeBinary(), C1)
    state: str = column(Text(), C1)
    reason: str | None = column(Text(), C1, nullable=True)
    received_at: datetime = column(TIMESTAMP, C1)
    taken_up_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
