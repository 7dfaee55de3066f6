"""How often customers may be contacted about offers, and when they were."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, Text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class ContactCapRow(SQLModel, table=True):
    """What members of staff set for a channel; without a row the usual caps hold."""

    __tablename__ = "offers_contact_cap"
    __table_args__ = (
        CheckConstraint("channel IN ('in_app', 'push', 'message')", name="offers_contact_cap_channel"),
        CheckConstraint("per_day BETWEEN 0 AND 100 AND per_week BETWEEN 0 AND 100", name="offers_contact_cap_counts"),
    )

    channel: str = column(Text(), C1, primary_key=True)
    per_day: int = column(Integer(), C1)
    per_week: int = column(Integer(), C1)
    set_by: UUID = column(UUID_TYPE, C1)
    set_at: datetime = column(TIMESTAMP, C1)


class ContactRow(SQLModel, table=True):
    """A customer was shown or sent an offer. Its counters stand among those of limits."""

    __tablename__ = "offers_contact"
    __table_args__ = (Index("offers_contact_made", "customer_id", "contacted_at"),)

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    campaign_id: UUID = column(UUID_TYPE, C1)
    channel: str = column(Text(), C1)
    contacted_at: datetime = column(TIMESTAMP, C1)
