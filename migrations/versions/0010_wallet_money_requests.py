"""Requests for money, and split bills."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0010_wallet_money_requests"
down_revision: str | None = "0009_wallet_risk"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE wallet_money_request (
            id uuid PRIMARY KEY,
            requester_id uuid NOT NULL,
            payer_id uuid NOT NULL,
            split_id uuid,
            asset text NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT wallet_money_request_amount CHECK (amount_minor > 0),
            note text NOT NULL,
            state text NOT NULL CONSTRAINT wallet_money_request_state CHECK (state IN ('open', 'paid', 'declined', 'cancelled', 'expired')),
            asked_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            ended_at timestamptz,
            reminded_at timestamptz NOT NULL,
            remind_at timestamptz,
            CONSTRAINT wallet_money_request_parties CHECK (requester_id <> payer_id),
            CONSTRAINT wallet_money_request_ended CHECK ((state = 'open') = (ended_at IS NULL))
        ) WITH (fillfactor = 70)""")
    op.execute("CREATE INDEX wallet_money_request_payer ON wallet_money_request (payer_id, asked_at, id)")
    op.execute("CREATE INDEX wallet_money_request_requester ON wallet_money_request (requester_id, asked_at, id)")
    op.execute("CREATE INDEX wallet_money_request_split ON wallet_money_request (split_id) WHERE split_id IS NOT NULL")
    op.execute("CREATE INDEX wallet_money_request_due ON wallet_money_request (expires_at) WHERE state = 'open'")
    op.execute("CREATE INDEX wallet_money_request_reminder ON wallet_money_request (remind_at) WHERE state = 'open' AND remind_at IS NOT NULL")
    grant("wallet_money_request", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE wallet_split (
            id uuid PRIMARY KEY,
            maker_id uuid NOT NULL,
            method text NOT NULL CONSTRAINT wallet_split_method CHECK (method IN ('even', 'amounts', 'items')),
            asset text NOT NULL,
            total_minor bigint NOT NULL,
            own_minor bigint NOT NULL,
            title text NOT NULL,
            state text NOT NULL CONSTRAINT wallet_split_state CHECK (state IN ('open', 'settled', 'closed', 'cancelled')),
            made_at timestamptz NOT NULL,
            CONSTRAINT wallet_split_amount CHECK (total_minor > 0 AND own_minor BETWEEN 0 AND total_minor)
        ) WITH (fillfactor = 70)""")
    op.execute("CREATE INDEX wallet_split_maker ON wallet_split (maker_id, made_at, id)")
    grant("wallet_split", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE wallet_split")
    op.execute("DROP TABLE wallet_money_request")
