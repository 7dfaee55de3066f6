"""Lines of the statement's index know who is on the other side, and lines for movements that are older than the index are made up."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0019_wallet_line_counterparty"
down_revision: str | None = "0018_scenes_links"


def upgrade() -> None:
    begin()
    op.execute("ALTER TABLE wallet_line ADD COLUMN counterparty_id uuid")
    op.execute("CREATE INDEX wallet_line_counterparty ON wallet_line (customer_id, counterparty_id, booked_at, movement_id) WHERE counterparty_id IS NOT NULL")
    op.execute("""
        CREATE TABLE wallet_line_backfill (
            name text PRIMARY KEY,
            account_id uuid NOT NULL,
            before bigint NOT NULL,
            done_at timestamptz
        )""")
    grant("wallet_line_backfill", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE wallet_line_backfill")
    op.execute("DROP INDEX wallet_line_counterparty")
    op.execute("ALTER TABLE wallet_line DROP COLUMN counterparty_id")
