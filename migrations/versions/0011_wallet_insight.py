"""The statement's index, and budgets."""

from alembic import op

from migrations.steps import READ_AND_WRITE, begin, grant

revision: str = "0011_wallet_insight"
down_revision: str | None = "0010_wallet_money_requests"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE wallet_line (
            customer_id uuid NOT NULL,
            movement_id uuid NOT NULL,
            booked_at timestamptz NOT NULL,
            day date NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL,
            kind text NOT NULL,
            category text NOT NULL,
            words text NOT NULL,
            grams text[] NOT NULL,
            PRIMARY KEY (customer_id, movement_id)
        )""")
    op.execute("CREATE INDEX wallet_line_time ON wallet_line (customer_id, booked_at, movement_id)")
    op.execute("CREATE INDEX wallet_line_day ON wallet_line (customer_id, asset, day)")
    op.execute("CREATE INDEX wallet_line_grams ON wallet_line USING gin (grams)")
    op.execute("""
        CREATE TABLE wallet_budget (
            customer_id uuid NOT NULL,
            category text NOT NULL,
            asset text NOT NULL,
            most_minor bigint NOT NULL CONSTRAINT wallet_budget_most CHECK (most_minor > 0),
            nudged_month text,
            nudged_percent integer NOT NULL CONSTRAINT wallet_budget_nudged CHECK (nudged_percent IN (0, 80, 100)),
            PRIMARY KEY (customer_id, category, asset)
        )""")
    grant("wallet_line", READ_AND_WRITE)
    grant("wallet_budget", READ_AND_WRITE)


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE wallet_budget")
    op.execute("DROP TABLE wallet_line")
