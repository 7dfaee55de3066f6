"""The wallet: notes of transfers, and top-ups through payment channels."""

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
    op.execute("""
        CREATE TABLE wallet_top_up (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            account_id uuid NOT NULL,
            channel text NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT wallet_top_up_amount CHECK (amount_minor > 0),
            state text NOT NULL CONSTRAINT wallet_top_up_state CHECK (state IN ('requested', 'pending', 'posted', 'refused', 'mismatch')),
            reference text,
            reason text,
            requested_at timestamptz NOT NULL,
            settled_at timestamptz,
            attempts integer NOT NULL,
            ask_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT wallet_top_up_asked CHECK ((state IN ('requested', 'pending')) = (ask_at IS NOT NULL)),
            CONSTRAINT wallet_top_up_settled CHECK ((state IN ('requested', 'pending')) = (settled_at IS NULL))
        ) WITH (fillfactor = 70)""")
    op.execute("CREATE UNIQUE INDEX wallet_top_up_id ON wallet_top_up (id)")
    op.execute("CREATE UNIQUE INDEX wallet_top_up_reference ON wallet_top_up (channel, reference)")
    op.execute("CREATE INDEX wallet_top_up_due ON wallet_top_up (channel, ask_at) WHERE ask_at IS NOT NULL")
    grant("wallet_top_up", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE wallet_top_up")
    op.execute("DROP TABLE wallet_note")
