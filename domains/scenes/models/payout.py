"""To which bank accounts partners' settled balances are paid out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class PayoutAccountRow(SQLModel, table=True):
    """A bank account of a partner, known by the channel's word for it: the house keeps no account number. One stands for each partner and currency."""

    __tablename__ = "scenes_payout_account"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'approved', 'rejected', 'ended')", name="scenes_payout_account_state"),
        CheckConstraint("least_minor > 0", name="scenes_payout_account_least"),
        CheckConstraint("char_length(destination) BETWEEN 1 AND 64", name="scenes_payout_account_destination"),
        CheckConstraint("(state = 'proposed') = (decided_by IS NULL) AND decided_by <> proposed_by", name="scenes_payout_account_two"),
        Index("scenes_payout_account_standing", "partner_id", "asset", unique=True, postgresql_where=text("state = 'approved'")),
        Index("scenes_payout_account_partner", "partner_id", "proposed_at", "id"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    partner_id: UUID = column(UUID_TYPE, C1)
    asset: str = column(Text(), C1)
    channel: str = column(Text(), C1)
    destination: str = column(Text(), C2)
    least_minor: int = column(MINOR, C2)
    state: str = column(Text(), C1)
    proposed_by: UUID = column(UUID_TYPE, C1)
    proposed_at: datetime = column(TIMESTAMP, C1)
    decided_by: UUID | None = column(UUID_TYPE, C1, nullable=True)
    decided_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
