"""What customers wrote to movements."""

from uuid import UUID

from sqlalchemy import CheckConstraint, Text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import UUID_TYPE, column
from domains.wallet.rules.transfers import NOTE_MAX_CHARACTERS


class NoteRow(SQLModel, table=True):
    """What the sender wrote to a transfer. Kept beside the ledger, so that it can be erased."""

    __tablename__ = "wallet_note"
    __table_args__ = (CheckConstraint(f"char_length(note) BETWEEN 1 AND {NOTE_MAX_CHARACTERS}", name="wallet_note_length"),)

    movement_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    note: str = column(Text(), C2)
