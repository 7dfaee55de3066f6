"""Wealth: files of feeds and registrars, what a registrar says of orders, holdings and cash, endorsed ratings, and income that is told anew."""

from alembic import op

from migrations.steps import READ_AND_APPEND, begin, grant

revision: str = "0037_wealth_registers"
down_revision: str | None = "0036_credit"

TABLES = {
    "wealth_file": """
        source text NOT NULL,
        kind text NOT NULL CONSTRAINT wealth_file_kind CHECK (kind IN ('values', 'applications', 'confirmations')),
        day date NOT NULL,
        readings integer NOT NULL,
        sha256 text NOT NULL,
        lines integer NOT NULL,
        broken integer NOT NULL,
        broken_lines jsonb NOT NULL,
        first_at timestamptz NOT NULL,
        last_at timestamptz NOT NULL,
        PRIMARY KEY (source, kind, day),
        CONSTRAINT wealth_file_counts CHECK (lines >= 0 AND broken >= 0 AND readings > 0)""",
    "wealth_register_account": """
        registrar text NOT NULL,
        account uuid NOT NULL,
        customer_id uuid NOT NULL,
        PRIMARY KEY (registrar, account)""",
    "wealth_register_line": """
        registrar text NOT NULL,
        day date NOT NULL,
        file_id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT wealth_register_line_kind CHECK (kind IN ('order', 'holding', 'cash')),
        product_id uuid NOT NULL,
        id uuid NOT NULL,
        as_of date NOT NULL,
        state text NOT NULL CONSTRAINT wealth_register_line_state CHECK (state IN ('confirmed', 'rejected')),
        reference text NOT NULL,
        reason text NOT NULL,
        amount_minor bigint,
        shares_minor bigint,
        line bigint NOT NULL,
        PRIMARY KEY (registrar, day, file_id, kind, product_id, id)""",
    "wealth_endorsement": """
        product_id uuid PRIMARY KEY,
        rating_e2 smallint NOT NULL,
        raters integer NOT NULL,
        as_of timestamptz NOT NULL,
        CONSTRAINT wealth_endorsement_rating CHECK (rating_e2 BETWEEN 0 AND 500 AND raters > 0)""",
    "wealth_income_correction": """
        product_id uuid NOT NULL,
        day date NOT NULL,
        revision smallint NOT NULL,
        was_e4 bigint NOT NULL,
        income_e4 bigint NOT NULL,
        through uuid NOT NULL,
        done_through uuid NOT NULL,
        positions bigint NOT NULL,
        paid_minor bigint NOT NULL,
        is_done boolean NOT NULL,
        made_at timestamptz NOT NULL,
        PRIMARY KEY (product_id, day, revision)""",
}
APPENDED = {"wealth_register_account", "wealth_register_line"}


def upgrade() -> None:
    begin()
    for table, columns in TABLES.items():
        op.execute(f"CREATE TABLE {table} ({columns})")
        grant(table, READ_AND_APPEND if table in APPENDED else "SELECT, INSERT, UPDATE")
    op.execute("CREATE INDEX wealth_income_correction_due ON wealth_income_correction (product_id, day, revision) WHERE NOT is_done")


def downgrade() -> None:
    begin()
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table}")
