"""Points in lots, beside the ledger account that holds their sum."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class PointsHolderRow(SQLModel, table=True):
    """A customer who has had points: the row that is locked before any of their lots. `owed_minor` is what their account of points owed holds."""

    __tablename__ = "wallet_points_holder"
    __table_args__ = (CheckConstraint("owed_minor >= 0", name="wallet_points_holder_owed"),)

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    owed_minor: int = column(MINOR, C2)


class PointsLotRow(SQLModel, table=True):
    """Points that were earned together and expire together, at midnight in Shanghai."""

    __tablename__ = "wallet_points_lot"
    __table_args__ = (
        CheckConstraint("earned_minor > 0 AND remaining_minor BETWEEN 0 AND earned_minor AND expired_minor >= 0", name="wallet_points_lot_left"),
        CheckConstraint("(expires_at AT TIME ZONE 'Asia/Shanghai')::time = time '00:00'", name="wallet_points_lot_midnight"),
        Index("wallet_points_lot_live", "customer_id", "expires_at", "id", postgresql_where=text("remaining_minor > 0")),
        Index("wallet_points_lot_due", "expires_at", "customer_id", postgresql_where=text("remaining_minor > 0")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    earned_minor: int = column(MINOR, C2)
    remaining_minor: int = column(MINOR, C2)
    expired_minor: int = column(MINOR, C2)
    earned_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)


class PointsPartRow(SQLModel, table=True):
    """What one act did to one lot, and to what is owed. INSERT and SELECT only for the app's role: lots can be recomputed from it."""

    __tablename__ = "wallet_points_part"
    __table_args__ = (
        CheckConstraint("kind IN ('points_earn', 'points_burn', 'points_expiry', 'points_take_back', 'points_restore')", name="wallet_points_part_kind"),
        Index("wallet_points_part_of", "customer_id", "of_id", postgresql_where=text("of_id IS NOT NULL")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    act_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    lot_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    kind: str = column(Text(), C1)
    of_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    change_minor: int = column(MINOR, C2)
    owed_minor: int = column(MINOR, C2)
    at: datetime = column(TIMESTAMP, C1)
