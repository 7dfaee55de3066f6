"""Companies at partners that keep their books: who acts for them, their documents, and the payment of their invoices."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0033_scenes_companies"
down_revision: str | None = "0032_offers_games"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE scenes_company (
            scene text NOT NULL,
            number text NOT NULL,
            id uuid NOT NULL,
            customer_id uuid NOT NULL,
            merchant_id uuid,
            is_connected boolean NOT NULL,
            told_through date NOT NULL,
            bound_by uuid NOT NULL,
            bound_at timestamptz NOT NULL,
            PRIMARY KEY (scene, number)
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_company_id ON scenes_company (id)")
    op.execute("CREATE UNIQUE INDEX scenes_company_customer ON scenes_company (customer_id, scene)")
    op.execute("CREATE INDEX scenes_company_connected ON scenes_company (told_through, id) WHERE is_connected")
    grant("scenes_company", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_company_member (
            customer_id uuid NOT NULL,
            company_id uuid NOT NULL,
            role text NOT NULL,
            added_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, company_id),
            CONSTRAINT scenes_company_member_role CHECK (role IN ('owner', 'maker', 'checker'))
        )""")
    op.execute("CREATE INDEX scenes_company_member_company ON scenes_company_member (company_id, added_at, customer_id)")
    grant("scenes_company_member", "SELECT, INSERT, UPDATE, DELETE")
    op.execute("""
        CREATE TABLE scenes_trade_document (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            scene text NOT NULL,
            kind text NOT NULL,
            company text NOT NULL,
            number text NOT NULL,
            supplier text NOT NULL,
            order_number text NOT NULL,
            currency text NOT NULL,
            lines jsonb NOT NULL,
            total_minor bigint NOT NULL,
            due_on date,
            state text,
            movement_id uuid,
            received_at timestamptz NOT NULL,
            paid_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT scenes_trade_document_kind CHECK (kind IN ('order', 'delivery', 'invoice')),
            CONSTRAINT scenes_trade_document_state CHECK (state IN ('open', 'paid')),
            CONSTRAINT scenes_trade_document_invoice CHECK ((kind = 'invoice') = (state IS NOT NULL)),
            CONSTRAINT scenes_trade_document_paid CHECK ((state = 'paid') = (movement_id IS NOT NULL)),
            CONSTRAINT scenes_trade_document_total CHECK (total_minor >= 0)
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_trade_document_number ON scenes_trade_document (customer_id, scene, kind, number)")
    op.execute("CREATE INDEX scenes_trade_document_order ON scenes_trade_document (customer_id, scene, order_number)")
    op.execute("CREATE INDEX scenes_trade_document_customer ON scenes_trade_document (customer_id, received_at, id)")
    grant("scenes_trade_document", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_payment_run (
            company_id uuid NOT NULL,
            id uuid NOT NULL,
            customer_id uuid NOT NULL,
            scene text NOT NULL,
            message_id text NOT NULL,
            format text NOT NULL,
            digest bytea NOT NULL,
            instructions jsonb NOT NULL,
            state text NOT NULL,
            client_id uuid,
            brought_at timestamptz NOT NULL,
            made_by uuid,
            made_at timestamptz,
            decided_by uuid,
            decided_at timestamptz,
            reason text,
            payments jsonb NOT NULL,
            PRIMARY KEY (company_id, id),
            CONSTRAINT scenes_payment_run_format CHECK (format IN ('app', 'csv', 'pain.001')),
            CONSTRAINT scenes_payment_run_state CHECK (state IN ('uploaded', 'submitted', 'paid', 'rejected', 'withdrawn')),
            CONSTRAINT scenes_payment_run_maker CHECK (made_by IS NOT NULL OR client_id IS NOT NULL),
            CONSTRAINT scenes_payment_run_submitted CHECK (state NOT IN ('submitted', 'paid') OR made_by IS NOT NULL),
            CONSTRAINT scenes_payment_run_checker CHECK (state <> 'paid' OR (decided_by IS NOT NULL AND decided_by <> made_by)),
            CONSTRAINT scenes_payment_run_decided CHECK ((state IN ('uploaded', 'submitted')) = (decided_at IS NULL))
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_payment_run_id ON scenes_payment_run (id)")
    op.execute("CREATE UNIQUE INDEX scenes_payment_run_message ON scenes_payment_run (company_id, message_id)")
    op.execute("CREATE INDEX scenes_payment_run_brought ON scenes_payment_run (company_id, brought_at, id)")
    grant("scenes_payment_run", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    for noun in ("payment_run", "trade_document", "company_member", "company"):
        op.execute(f"DROP TABLE scenes_{noun}")
