"""Short messages to phones that may be nobody's."""

from alembic import op

from migrations.steps import READ_AND_WRITE, begin, grant

revision: str = "0040_customers_notice"
down_revision: str | None = "0039_mall"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE customers_notice (
            id uuid PRIMARY KEY,
            phone_index bytea NOT NULL,
            phone_sealed bytea,
            notice text NOT NULL,
            data jsonb NOT NULL,
            language text NOT NULL,
            left_at timestamptz NOT NULL,
            sent_at timestamptz,
            CONSTRAINT customers_notice_sent CHECK ((sent_at IS NULL) = (phone_sealed IS NOT NULL))
        )""")
    op.execute("CREATE INDEX customers_notice_phone ON customers_notice (phone_index, left_at)")
    op.execute("CREATE INDEX customers_notice_left ON customers_notice (left_at)")
    grant("customers_notice", READ_AND_WRITE)


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE customers_notice")
