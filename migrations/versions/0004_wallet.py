"""The wallet: notes of transfers."""

from alembic import op

from migrations.steps import READ_AND_WRITE, begin, grant

revision: str = "0004_wallet"
down_revision: str | None = "0003_ledger"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE wallet_note (
            movement_id uuid PRIMARY KEY,
            note text NOT NULL CONSTRAINT wallet_note_length CHECK (char_length(note) BETWEEN 1 AND 140)
        )""")
    grant("wallet_note", READ_AND_WRITE)


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE wallet_note")
