"""The wallet: withdrawals through payment channels, and how the channels have been lately."""

from alembic import op

from migrations.steps import READ_AND_WRITE, begin, grant

revision: str = "0005_wallet_withdrawals"
down_revision: str | None = "0004_wallet"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE wallet_withdrawal (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            account_id uuid NOT NULL,
            channel text NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT wallet_withdrawal_amount CHECK (amount_minor > 0),
            state text NOT NULL CONSTRAINT wallet_withdrawal_state CHECK (state IN ('requested', 'pending', 'posted', 'refused', 'mismatch')),
            reference text,
            reason text,
            requested_at timestamptz NOT NULL,
            settled_at timestamptz,
            attempts integer NOT NULL,
            ask_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT wallet_withdrawal_asked CHECK ((state IN ('requested', 'pending')) = (ask_at IS NOT NULL)),
            CONSTRAINT wallet_withdrawal_settled CHECK ((state IN ('requested', 'pending')) = (settled_at IS NULL))
        ) WITH (fillfactor = 70)""")
    op.execute("CREATE UNIQUE INDEX wallet_withdrawal_id ON wallet_withdrawal (id)")
    op.execute("CREATE UNIQUE INDEX wallet_withdrawal_reference ON wallet_withdrawal (channel, reference)")
    op.execute("CREATE INDEX wallet_withdrawal_due ON wallet_withdrawal (channel, ask_at) WHERE ask_at IS NOT NULL")
    grant("wallet_withdrawal", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE UNLOGGED TABLE wallet_channel_health (
            channel text NOT NULL,
            minute timestamptz NOT NULL,
            calls integer NOT NULL,
            failed integer NOT NULL,
            PRIMARY KEY (channel, minute),
            CONSTRAINT wallet_channel_health_counts CHECK (calls >= failed AND failed >= 0)
        ) WITH (fillfactor = 50)""")
    grant("wallet_channel_health", READ_AND_WRITE)


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE wallet_channel_health")
    op.execute("DROP TABLE wallet_withdrawal")
