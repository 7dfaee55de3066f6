"""Partners: who offers scenes to the bank's customers, or takes the bank's customers into its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Integer, Text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class PartnerRow(SQLModel, table=True):
    """A company that the bank works with. `suspended`: none of its clients gets or uses a token.

    Of the key that opens the portal to it only the number is kept: see rules/handle.py. None: the portal was not opened."""

    __tablename__ = "scenes_partner"
    __table_args__ = (
        CheckConstraint("char_length(name) BETWEEN 1 AND 80", name="scenes_partner_name"),
        CheckConstraint("state IN ('active', 'suspended')", name="scenes_partner_state"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    name: str = column(Text(), C1)
    state: str = column(Text(), C1)
    portal_number: int | None = column(Integer(), C1, nullable=True)
    created_at: datetime = column(TIMESTAMP, C1)
