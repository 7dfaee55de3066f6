"""Scenes: links to partners' services and their tokens, the log of calls, orders, bills and standing consents to pay them."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0018_scenes_links"
down_revision: str | None = "0017_wallet_reconciliation"


def upgrade() -> None:
    begin()
    _links()
    _orders()


def downgrade() -> None:
    begin()
    for noun in ("refund", "auto_pay", "bill", "order", "call", "partner_credential", "link"):
        op.execute(f"DROP TABLE scenes_{noun}")


def _links() -> None:
    op.execute("""
        CREATE TABLE scenes_link (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            scene text NOT NULL,
            session_id uuid NOT NULL,
            state text NOT NULL,
            browser_hash bytea,
            reason text,
            started_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            linked_at timestamptz,
            ended_at timestamptz,
            ask_at timestamptz,
            heard_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT scenes_link_state CHECK (state IN ('started', 'opened', 'returned', 'authorized', 'linked', 'failed', 'lost', 'unlinked')),
            CONSTRAINT scenes_link_ended CHECK ((state IN ('failed', 'lost', 'unlinked')) = (ended_at IS NOT NULL)),
            CONSTRAINT scenes_link_asked CHECK (ask_at IS NULL OR state = 'linked')
        )""")
    op.execute("CREATE INDEX scenes_link_due ON scenes_link (ask_at) WHERE ask_at IS NOT NULL")
    op.execute("CREATE UNIQUE INDEX scenes_link_id ON scenes_link (id)")
    op.execute("CREATE INDEX scenes_link_open ON scenes_link (expires_at) WHERE state IN ('started', 'opened', 'returned', 'authorized')")
    op.execute("CREATE UNIQUE INDEX scenes_link_standing ON scenes_link (customer_id, scene) WHERE state = 'linked'")
    grant("scenes_link", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_partner_credential (
            link_id uuid NOT NULL,
            customer_id uuid NOT NULL,
            access_sealed bytea NOT NULL,
            refresh_sealed bytea,
            subject_sealed bytea NOT NULL,
            subject_index bytea NOT NULL,
            expires_at timestamptz NOT NULL,
            version integer NOT NULL,
            lease_id uuid,
            leased_until timestamptz,
            PRIMARY KEY (link_id),
            CONSTRAINT scenes_partner_credential_lease CHECK ((lease_id IS NULL) = (leased_until IS NULL))
        )""")
    op.execute("CREATE INDEX scenes_partner_credential_subject ON scenes_partner_credential (subject_index)")
    grant("scenes_partner_credential", "SELECT, INSERT, UPDATE, DELETE")
    op.execute("""
        CREATE TABLE scenes_call (
            id uuid NOT NULL,
            customer_id uuid NOT NULL,
            scene text NOT NULL,
            operation text NOT NULL,
            input_hash bytea NOT NULL,
            state text NOT NULL,
            outcome text,
            reason text,
            attempts integer NOT NULL,
            sent_at timestamptz NOT NULL,
            heard_at timestamptz,
            PRIMARY KEY (id),
            CONSTRAINT scenes_call_state CHECK (state IN ('sent', 'answered', 'unknown')),
            CONSTRAINT scenes_call_outcome CHECK ((state = 'answered') = (outcome IS NOT NULL))
        )""")
    op.execute("CREATE INDEX scenes_call_open ON scenes_call (sent_at) WHERE state <> 'answered'")
    grant("scenes_call", "SELECT, INSERT, UPDATE")


def _orders() -> None:
    op.execute("""
        CREATE TABLE scenes_order (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            scene text NOT NULL,
            purpose text NOT NULL,
            subject text NOT NULL,
            details jsonb NOT NULL,
            account_id uuid NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL,
            paid_minor bigint,
            is_automatic boolean NOT NULL,
            state text NOT NULL,
            reference text,
            receipt jsonb,
            reason text,
            requested_at timestamptz NOT NULL,
            settled_at timestamptz,
            attempts integer NOT NULL,
            ask_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT scenes_order_amount CHECK (amount_minor > 0),
            CONSTRAINT scenes_order_paid CHECK (paid_minor BETWEEN 1 AND amount_minor),
            CONSTRAINT scenes_order_captured CHECK ((state = 'paid') = (paid_minor IS NOT NULL)),
            CONSTRAINT scenes_order_state CHECK (state IN ('requested', 'pending', 'paid', 'refused', 'mismatch')),
            CONSTRAINT scenes_order_asked CHECK ((state IN ('requested', 'pending')) = (ask_at IS NOT NULL)),
            CONSTRAINT scenes_order_settled CHECK ((state IN ('requested', 'pending')) = (settled_at IS NULL))
        )""")
    op.execute("CREATE INDEX scenes_order_customer ON scenes_order (customer_id, requested_at, id)")
    op.execute("CREATE INDEX scenes_order_due ON scenes_order (scene, ask_at) WHERE ask_at IS NOT NULL")
    op.execute("CREATE UNIQUE INDEX scenes_order_id ON scenes_order (id)")
    op.execute("CREATE UNIQUE INDEX scenes_order_once ON scenes_order (scene, purpose, subject) WHERE state <> 'refused'")
    grant("scenes_order", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_bill (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            link_id uuid NOT NULL,
            scene text NOT NULL,
            reference text NOT NULL,
            account text NOT NULL,
            title text NOT NULL,
            period text NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL,
            due_on date NOT NULL,
            state text NOT NULL,
            order_id uuid,
            held_back text,
            found_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT scenes_bill_amount CHECK (amount_minor > 0),
            CONSTRAINT scenes_bill_state CHECK (state IN ('open', 'paying', 'paid', 'gone')),
            CONSTRAINT scenes_bill_order CHECK (state <> 'paying' OR order_id IS NOT NULL)
        )""")
    op.execute("CREATE INDEX scenes_bill_due ON scenes_bill (customer_id, due_on, id)")
    op.execute("CREATE INDEX scenes_bill_overdue ON scenes_bill (due_on, id) WHERE state = 'open'")
    op.execute("CREATE INDEX scenes_bill_link ON scenes_bill (link_id, due_on) WHERE state = 'open'")
    grant("scenes_bill", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_auto_pay (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            link_id uuid NOT NULL,
            scene text NOT NULL,
            asset text NOT NULL,
            cap_minor bigint NOT NULL,
            state text NOT NULL,
            created_at timestamptz NOT NULL,
            ended_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT scenes_auto_pay_cap CHECK (cap_minor > 0),
            CONSTRAINT scenes_auto_pay_state CHECK (state IN ('active', 'stopped')),
            CONSTRAINT scenes_auto_pay_ended CHECK ((state = 'stopped') = (ended_at IS NOT NULL))
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_auto_pay_active ON scenes_auto_pay (link_id) WHERE state = 'active'")
    op.execute("CREATE UNIQUE INDEX scenes_auto_pay_id ON scenes_auto_pay (id)")
    grant("scenes_auto_pay", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_refund (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            order_id uuid NOT NULL,
            scene text NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL,
            state text NOT NULL,
            reference text,
            reason text,
            requested_at timestamptz NOT NULL,
            settled_at timestamptz,
            attempts integer NOT NULL,
            ask_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT scenes_refund_amount CHECK (amount_minor > 0),
            CONSTRAINT scenes_refund_state CHECK (state IN ('requested', 'pending', 'paid', 'refused', 'mismatch')),
            CONSTRAINT scenes_refund_asked CHECK ((state IN ('requested', 'pending')) = (ask_at IS NOT NULL)),
            CONSTRAINT scenes_refund_settled CHECK ((state IN ('requested', 'pending')) = (settled_at IS NULL))
        )""")
    op.execute("CREATE INDEX scenes_refund_due ON scenes_refund (scene, ask_at) WHERE ask_at IS NOT NULL")
    op.execute("CREATE UNIQUE INDEX scenes_refund_id ON scenes_refund (id)")
    op.execute("CREATE INDEX scenes_refund_order ON scenes_refund (customer_id, order_id)")
    grant("scenes_refund", "SELECT, INSERT, UPDATE")
