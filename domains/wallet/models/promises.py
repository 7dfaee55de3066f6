"""Promised transfers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.wallet.rules.transfers import NOTE_MAX_CHARACTERS


class PromiseRow(SQLModel, table=True):
    """Money set aside for somebody, held in the ledger under an id derived from this one. Of a phone of nobody it keeps a blind index and the masked number."""

    __tablename__ = "wallet_promise"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="wallet_promise_amount"),
        CheckConstraint(f"char_length(note) <= {NOTE_MAX_CHARACTERS}", name="wallet_promise_note"),
        CheckConstraint("kind IN ('on_acceptance', 'in_two_hours', 'in_one_day')", name="wallet_promise_kind"),
        CheckConstraint("state IN ('waiting', 'posted', 'returned')", name="wallet_promise_state"),
        CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="wallet_promise_ended"),
        CheckConstraint("(state = 'returned') = (reason IS NOT NULL)", name="wallet_promise_reason"),
        CheckConstraint("target_id IS NOT NULL OR phone_index IS NOT NULL", name="wallet_promise_target"),
        Index("wallet_promise_id", "id", unique=True),
        Index("wallet_promise_sent", "customer_id", "placed_at", "id"),
        Index("wallet_promise_received", "target_id", "placed_at", "id", postgresql_where=text("target_id IS NOT NULL")),
        Index("wallet_promise_due", "due_at", postgresql_where=text("state = 'waiting'")),
        Index("wallet_promise_phone", "phone_index", postgresql_where=text("state = 'waiting' AND target_id IS NULL")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    target_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    phone_index: bytes | None = column(LargeBinary(), C2, nullable=True)
    masked_phone: str | None = column(Text(), C2, nullable=True)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    note: str = column(Text(), C2)
    kind: str = column(Text(), C1)
    state: str = column(Text(), C1)
    reason: str | None = column(Text(), C1, nullable=True)
    limit_periods: str = column(Text(), C1)
    placed_at: datetime = column(TIMESTAMP, C1)
    due_at: datetime = column(TIMESTAMP, C1)
    ended_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
