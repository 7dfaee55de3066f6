"""Loans: products, loans, and the facts that they are."""

from alembic import op

from migrations.steps import READ_AND_APPEND, begin, grant

revision: str = "0035_loans"
down_revision: str | None = "0034_offers_contacts"

FACTS = """'disbursed', 'repaid', 'repayment_reversed', 'charged', 'penalty_charged', 'rate_changed', 'paused', 'resumed', 'rescheduled', 'refunded',
            'written_off', 'recovered', 'closed'"""

TABLES = {
    "loans_product": """
        code text PRIMARY KEY,
        kind text NOT NULL CONSTRAINT loans_product_kind CHECK (kind IN ('cash', 'instalment', 'line')),
        name_zh text NOT NULL,
        name_en text NOT NULL,
        asset text NOT NULL,
        state text NOT NULL CONSTRAINT loans_product_state CHECK (state IN ('on_sale', 'suspended', 'closed')),
        version integer NOT NULL,
        made_at timestamptz NOT NULL""",
    "loans_product_version": """
        code text NOT NULL,
        version integer NOT NULL,
        terms jsonb NOT NULL,
        published_by uuid NOT NULL,
        published_at timestamptz NOT NULL,
        PRIMARY KEY (code, version)""",
    "loans_loan": """
        customer_id uuid NOT NULL,
        id uuid NOT NULL,
        product_code text NOT NULL,
        product_version integer NOT NULL,
        terms jsonb NOT NULL,
        asset text NOT NULL,
        state text NOT NULL CONSTRAINT loans_loan_state CHECK (state IN ('active', 'closed', 'withdrawn', 'written_off')),
        opened_on date NOT NULL,
        opened_at timestamptz NOT NULL,
        line_id uuid,
        payment_id uuid,
        merchant_id uuid,
        next_due_on date,
        days_past_due integer NOT NULL,
        bucket text NOT NULL,
        class5 smallint NOT NULL,
        principal_minor bigint NOT NULL,
        interest_minor bigint NOT NULL,
        fee_minor bigint NOT NULL,
        penalty_minor bigint NOT NULL,
        folded_through date NOT NULL,
        due_minor bigint NOT NULL,
        accrual_from date,
        accrual_nights integer,
        accrual_minor bigint,
        PRIMARY KEY (customer_id, id),
        CONSTRAINT loans_loan_owed CHECK (principal_minor >= 0 AND interest_minor >= 0 AND fee_minor >= 0 AND penalty_minor >= 0)""",
    "loans_fact": f"""
        customer_id uuid NOT NULL,
        loan_id uuid NOT NULL,
        sequence integer NOT NULL,
        kind text NOT NULL CONSTRAINT loans_fact_kind CHECK (kind IN ({FACTS})),
        effective_on date NOT NULL,
        booked_at timestamptz NOT NULL,
        amount_minor bigint NOT NULL,
        act_id uuid NOT NULL,
        details jsonb NOT NULL,
        PRIMARY KEY (customer_id, loan_id, sequence)""",
}
APPENDED = {"loans_product_version", "loans_fact"}

INDEXES = (
    "loans_loan_due ON loans_loan (next_due_on, customer_id, id) WHERE state = 'active'",
    "loans_loan_unfolded ON loans_loan (folded_through, customer_id, id) WHERE state = 'active'",
    "loans_loan_of_line ON loans_loan (line_id) WHERE line_id IS NOT NULL",
    "loans_loan_of_payment ON loans_loan (payment_id) WHERE payment_id IS NOT NULL",
)


def upgrade() -> None:
    begin()
    for table, columns in TABLES.items():
        op.execute(f"CREATE TABLE {table} ({columns})")
        grant(table, READ_AND_APPEND if table in APPENDED else "SELECT, INSERT, UPDATE")
    for index in INDEXES:
        op.execute(f"CREATE INDEX {index}")


def downgrade() -> None:
    begin()
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table}")
