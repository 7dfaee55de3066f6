"""Loans: products, applications and what was decided of them, contracts, lines, loans and the facts that they are."""

from alembic import op

from migrations.steps import READ_AND_APPEND, begin, grant

revision: str = "0035_loans"
down_revision: str | None = "0034_offers_contacts"

FACTS = """'disbursed', 'repaid', 'repayment_reversed', 'charged', 'rate_changed', 'paused', 'resumed', 'rescheduled', 'refunded',
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
        line_hold_id uuid,
        line_held_minor bigint NOT NULL,
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
    "loans_application": """
        customer_id uuid NOT NULL,
        id uuid NOT NULL,
        product_code text NOT NULL,
        product_version integer NOT NULL,
        asset text NOT NULL,
        amount_minor bigint NOT NULL,
        instalments integer NOT NULL,
        preapproval_id uuid,
        questions_version integer,
        answers jsonb,
        state text NOT NULL CONSTRAINT loans_application_state CHECK (state IN ('submitted', 'referred', 'approved', 'priced', 'offered', 'signed', 'disbursed',
            'declined', 'cancelled', 'expired', 'failed')),
        reasons text[] NOT NULL,
        annual_rate_ppm integer,
        terms jsonb,
        fee_minor bigint,
        total_minor bigint,
        apr_ppm bigint,
        contract_sha256 text,
        offered_until timestamptz,
        opened_id uuid,
        applied_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (customer_id, id),
        CONSTRAINT loans_application_asked CHECK (amount_minor > 0 AND instalments > 0),
        CONSTRAINT loans_application_answers CHECK ((answers IS NULL) = (questions_version IS NULL))""",
    "loans_decision": """
        customer_id uuid NOT NULL,
        application_id uuid NOT NULL,
        number smallint NOT NULL,
        outcome text NOT NULL CONSTRAINT loans_decision_outcome CHECK (outcome IN ('approve', 'refer', 'decline')),
        reasons text[] NOT NULL,
        note text NOT NULL,
        band text,
        policy_version integer NOT NULL,
        band_version integer,
        answers_band text,
        card_version integer,
        decided_by uuid NOT NULL,
        decided_at timestamptz NOT NULL,
        PRIMARY KEY (customer_id, application_id, number)""",
    "loans_contract": """
        customer_id uuid NOT NULL,
        application_id uuid NOT NULL,
        sha256 text NOT NULL,
        file bytea NOT NULL,
        made_at timestamptz NOT NULL,
        PRIMARY KEY (customer_id, application_id, sha256)""",
    "loans_profile": """
        customer_id uuid PRIMARY KEY,
        occupation text NOT NULL
            CONSTRAINT loans_profile_occupation CHECK (occupation IN ('employed', 'self_employed', 'retired', 'student', 'none')),
        income_minor bigint NOT NULL CONSTRAINT loans_profile_income CHECK (income_minor >= 0),
        told_at timestamptz NOT NULL""",
    "loans_policy": """
        version integer PRIMARY KEY,
        policy jsonb NOT NULL,
        published_by uuid NOT NULL,
        published_at timestamptz NOT NULL""",
    "loans_line": """
        customer_id uuid NOT NULL,
        id uuid NOT NULL,
        product_code text NOT NULL,
        product_version integer NOT NULL,
        kind text NOT NULL CONSTRAINT loans_line_kind CHECK (kind IN ('instalment', 'line')),
        asset text NOT NULL,
        limit_minor bigint NOT NULL CONSTRAINT loans_line_limit CHECK (limit_minor > 0),
        annual_rate_ppm integer NOT NULL,
        is_revolving boolean NOT NULL,
        state text NOT NULL CONSTRAINT loans_line_state CHECK (state IN ('active', 'frozen', 'expired', 'closed')),
        frozen_by uuid,
        expires_on date NOT NULL,
        opened_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (customer_id, id)""",
    "loans_batch": """
        id uuid PRIMARY KEY,
        product_code text NOT NULL,
        expires_at timestamptz NOT NULL,
        done_through uuid NOT NULL,
        offered integer NOT NULL,
        refused integer NOT NULL,
        is_done boolean NOT NULL,
        started_by uuid NOT NULL,
        started_at timestamptz NOT NULL""",
    "loans_preapproval": """
        customer_id uuid NOT NULL,
        id uuid NOT NULL,
        batch_id uuid NOT NULL,
        product_code text NOT NULL,
        product_version integer NOT NULL,
        asset text NOT NULL,
        limit_minor bigint NOT NULL,
        annual_rate_ppm integer,
        band text,
        state text NOT NULL
            CONSTRAINT loans_preapproval_state CHECK (state IN ('offered', 'accepted', 'withdrawn', 'expired', 'refused')),
        reasons text[] NOT NULL,
        policy_version integer NOT NULL,
        offered_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (customer_id, id),
        CONSTRAINT loans_preapproval_limit CHECK ((state = 'refused') = (limit_minor = 0))""",
    "loans_collection": """
        customer_id uuid NOT NULL,
        loan_id uuid NOT NULL,
        is_auto_debit boolean NOT NULL,
        looked_on date,
        debited_on date,
        reminded_days smallint,
        promise_minor bigint,
        promised_on date,
        promise_state text CONSTRAINT loans_collection_promise CHECK (promise_state IN ('open', 'kept', 'broken')),
        promises_broken smallint NOT NULL,
        PRIMARY KEY (customer_id, loan_id)""",
    "loans_day": """
        day date PRIMARY KEY,
        done_customer_id uuid NOT NULL,
        done_loan_id uuid NOT NULL,
        loans integer NOT NULL,
        interest_minor bigint NOT NULL,
        penalty_minor bigint NOT NULL,
        is_done boolean NOT NULL""",
}
OPTIONS = {"loans_loan": " WITH (fillfactor = 70)"}
APPENDED = {"loans_product_version", "loans_fact", "loans_decision", "loans_contract", "loans_policy"}
OPEN = "'approved', 'offered', 'priced', 'referred', 'signed', 'submitted'"

INDEXES = (
    f"loans_application_waiting ON loans_application (state, changed_at) WHERE state IN ({OPEN})",
    "loans_application_of_customer ON loans_application (customer_id, applied_at, id)",
    "loans_line_expiring ON loans_line (expires_on) WHERE state IN ('active', 'frozen')",
    "loans_preapproval_expiring ON loans_preapproval (expires_at) WHERE state = 'offered'",
    "loans_loan_due ON loans_loan (next_due_on, customer_id, id) WHERE state = 'active'",
    "loans_loan_active ON loans_loan (customer_id, id) WHERE state = 'active'",
    "loans_loan_owing ON loans_loan (customer_id, id) WHERE state = 'active' AND due_minor > 0",
    "loans_loan_of_line ON loans_loan (line_id) WHERE line_id IS NOT NULL",
    "loans_loan_of_payment ON loans_loan (payment_id) WHERE payment_id IS NOT NULL",
)
UNIQUE = (
    f"loans_application_open ON loans_application (customer_id, product_code) WHERE state IN ({OPEN})",
    "loans_line_one ON loans_line (customer_id, product_code) WHERE state IN ('active', 'frozen')",
    "loans_preapproval_one ON loans_preapproval (customer_id, product_code) WHERE state = 'offered'",
)


def upgrade() -> None:
    begin()
    for table, columns in TABLES.items():
        op.execute(f"CREATE TABLE {table} ({columns}){OPTIONS.get(table, '')}")
        grant(table, READ_AND_APPEND if table in APPENDED else "SELECT, INSERT, UPDATE")
    for index in INDEXES:
        op.execute(f"CREATE INDEX {index}")
    for index in UNIQUE:
        op.execute(f"CREATE UNIQUE INDEX {index}")


def downgrade() -> None:
    begin()
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table}")
