"""Requests for money, and the bills that some of them are shares of."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class MoneyRequestRow(SQLModel, table=True):
    """Somebody asks somebody for money; with a `split_id`, for a share of a bill. `remind_at` is when the house reminds by itself, null once it has."""

    __tablename__ = "wallet_money_request"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="wallet_money_request_amount"),
        CheckConstraint("requester_id <> payer_id", name="wallet_money_request_parties"),
        CheckConstraint("state IN ('open', 'paid', 'declined', 'cancelled', 'expired')", name="wallet_money_request_state"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="wallet_money_request_ended"),
        Index("wallet_money_request_payer", "payer_id", "asked_at", "id"),
        Index("wallet_money_request_requester", "requester_id", "asked_at", "id"),
        Index("wallet_money_request_split", "split_id", postgresql_where=text("split_id IS NOT NULL")),
        Index("wallet_money_request_due", "expires_at", postgresql_where=text("state = 'open'")),
        Index("wallet_money_request_reminder", "remind_at", postgresql_where=text("state = 'open' AND remind_at IS NOT NULL")),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    requester_id: UUID = column(UUID_TYPE, C1)
    payer_id: UUID = column(UUID_TYPE, C1)
    split_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    note: str = column(Text(), C2)
    state: str = column(Text(), C1)
    asked_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)
    ended_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    reminded_at: datetime = column(TIMESTAMP, C1)
    remind_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class SplitRow(SQLModel, table=True):
    """A bill that its maker paid, and splits. Its shares are requests for money; `own_minor` is what the maker bears."""

    __tablename__ = "wallet_split"
    __table_args__ = (
        CheckConstraint("total_minor > 0 AND own_minor BETWEEN 0 AND total_minor", name="wallet_split_amount"),
        CheckConstraint("method IN ('even', 'amounts', 'items')", name="wallet_split_method"),
        CheckConstraint("state IN ('open', 'settled', 'closed', 'cancelled')", name="wallet_split_state"),
        Index("wallet_split_maker", "maker_id", "made_at", "id"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    maker_id: UUID = column(UUID_TYPE, C1)
    method: str = column(Text(), C1)
    asset: str = column(Text(), C1)
    total_minor: int = column(MINOR, C2)
    own_minor: int = column(MINOR, C2)
    title: str = column(Text(), C2)
    state: str = column(Text(), C1)
    made_at: datetime = column(TIMESTAMP, C1)
