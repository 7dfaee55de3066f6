"""Reconciliation: bills of payment channels, and what each line and order say of each other."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0017_wallet_reconciliation"
down_revision: str | None = "0016_scenes_consents"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE wallet_bill (
            channel text NOT NULL,
            day date NOT NULL,
            direction text NOT NULL CONSTRAINT wallet_bill_direction CHECK (direction IN ('in', 'out')),
            lines integer NOT NULL,
            broken integer NOT NULL,
            broken_lines jsonb NOT NULL,
            first_read_at timestamptz NOT NULL,
            read_at timestamptz NOT NULL,
            PRIMARY KEY (channel, day, direction),
            CONSTRAINT wallet_bill_counts CHECK (lines >= 0 AND broken >= 0)
        )""")
    op.execute("""
        CREATE TABLE wallet_bill_item (
            channel text NOT NULL,
            id uuid NOT NULL,
            direction text NOT NULL CONSTRAINT wallet_bill_item_direction CHECK (direction IN ('in', 'out')),
            day date NOT NULL,
            state text NOT NULL CONSTRAINT wallet_bill_item_state CHECK (state IN ('matched', 'missing_ours', 'missing_theirs', 'amount_differs', 'aged')),
            difference text,
            order_id uuid NOT NULL,
            reference text,
            asset text NOT NULL,
            ours_minor bigint,
            theirs_minor bigint,
            bill_day date,
            suspended_minor bigint NOT NULL,
            postings integer NOT NULL,
            explained_by uuid,
            found_at timestamptz NOT NULL,
            changed_at timestamptz NOT NULL,
            PRIMARY KEY (channel, id),
            CONSTRAINT wallet_bill_item_difference CHECK ((state = 'matched') = (difference IS NULL)),
            CONSTRAINT wallet_bill_item_amounts CHECK (ours_minor > 0 AND theirs_minor > 0)
        )""")
    op.execute("CREATE INDEX wallet_bill_item_day ON wallet_bill_item (channel, day, id)")
    op.execute("CREATE INDEX wallet_bill_item_bill ON wallet_bill_item (channel, bill_day, id) WHERE theirs_minor IS NOT NULL")
    op.execute("CREATE INDEX wallet_bill_item_by_state ON wallet_bill_item (channel, state, day, id)")
    op.execute("CREATE INDEX wallet_bill_item_open ON wallet_bill_item (channel, id) WHERE state <> 'matched'")
    for table in ("wallet_top_up", "wallet_withdrawal"):
        op.execute(f"CREATE INDEX {table}_posted ON {table} (channel, settled_at, id) WHERE state = 'posted'")
    grant("wallet_bill", "SELECT, INSERT, UPDATE")
    grant("wallet_bill_item", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    for table in ("wallet_top_up", "wallet_withdrawal"):
        op.execute(f"DROP INDEX {table}_posted")
    op.execute("DROP TABLE wallet_bill_item")
    op.execute("DROP TABLE wallet_bill")
