"""The wallet: payees, promised transfers and standing orders."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0012_wallet_promises"
down_revision: str | None = "0011_wallet_insight"


def upgrade() -> None:
    begin()
    _payees()
    _promises()
    _standing_orders()


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE wallet_standing_order")
    op.execute("DROP TABLE wallet_promise")
    op.execute("DROP TABLE wallet_payee")


def _payees() -> None:
    op.execute("""
        CREATE TABLE wallet_payee (
            customer_id uuid NOT NULL,
            target_id uuid NOT NULL,
            alias text NOT NULL CONSTRAINT wallet_payee_alias CHECK (char_length(alias) <= 20),
            saved_at timestamptz,
            first_paid_at timestamptz,
            PRIMARY KEY (customer_id, target_id),
            CONSTRAINT wallet_payee_another CHECK (customer_id <> target_id)
        )""")
    op.execute("CREATE INDEX wallet_payee_saved ON wallet_payee (customer_id, saved_at, target_id) WHERE saved_at IS NOT NULL")
    grant("wallet_payee", "SELECT, INSERT, UPDATE")


def _promises() -> None:
    op.execute("""
        CREATE TABLE wallet_promise (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            target_id uuid,
            phone_index bytea,
            masked_phone text,
            asset text NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT wallet_promise_amount CHECK (amount_minor > 0),
            note text NOT NULL CONSTRAINT wallet_promise_note CHECK (char_length(note) <= 140),
            kind text NOT NULL CONSTRAINT wallet_promise_kind CHECK (kind IN ('on_acceptance', 'in_two_hours', 'in_one_day')),
            state text NOT NULL CONSTRAINT wallet_promise_state CHECK (state IN ('waiting', 'posted', 'returned')),
            reason text,
            limit_periods text NOT NULL,
            placed_at timestamptz NOT NULL,
            due_at timestamptz NOT NULL,
            ended_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT wallet_promise_ended CHECK ((state = 'waiting') = (ended_at IS NULL)),
            CONSTRAINT wallet_promise_reason CHECK ((state = 'returned') = (reason IS NOT NULL)),
            CONSTRAINT wallet_promise_target CHECK (target_id IS NOT NULL OR phone_index IS NOT NULL)
        ) WITH (fillfactor = 80)""")
    op.execute("CREATE UNIQUE INDEX wallet_promise_id ON wallet_promise (id)")
    op.execute("CREATE INDEX wallet_promise_sent ON wallet_promise (customer_id, placed_at, id)")
    op.execute("CREATE INDEX wallet_promise_received ON wallet_promise (target_id, placed_at, id) WHERE target_id IS NOT NULL")
    op.execute("CREATE INDEX wallet_promise_due ON wallet_promise (due_at) WHERE state = 'waiting'")
    op.execute("CREATE INDEX wallet_promise_phone ON wallet_promise (phone_index) WHERE state = 'waiting' AND target_id IS NULL")
    grant("wallet_promise", "SELECT, INSERT, UPDATE")


def _standing_orders() -> None:
    op.execute("""
        CREATE TABLE wallet_standing_order (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            target_id uuid NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT wallet_standing_order_amount CHECK (amount_minor > 0),
            note text NOT NULL CONSTRAINT wallet_standing_order_note CHECK (char_length(note) <= 140),
            rhythm text NOT NULL CONSTRAINT wallet_standing_order_rhythm CHECK (rhythm IN ('once', 'weekly', 'monthly')),
            first_on date NOT NULL,
            ends_on date,
            state text NOT NULL CONSTRAINT wallet_standing_order_state CHECK (state IN ('active', 'paused', 'stopped', 'finished')),
            number integer NOT NULL,
            next_on date NOT NULL,
            try_on date NOT NULL,
            failures integer NOT NULL,
            reason text,
            created_at timestamptz NOT NULL,
            ended_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT wallet_standing_order_ended CHECK ((state IN ('active', 'paused')) = (ended_at IS NULL)),
            CONSTRAINT wallet_standing_order_another CHECK (customer_id <> target_id)
        ) WITH (fillfactor = 80)""")
    op.execute("CREATE UNIQUE INDEX wallet_standing_order_id ON wallet_standing_order (id)")
    op.execute("CREATE INDEX wallet_standing_order_owner ON wallet_standing_order (customer_id, created_at, id)")
    op.execute("CREATE INDEX wallet_standing_order_due ON wallet_standing_order (try_on, id) WHERE state = 'active'")
    grant("wallet_standing_order", "SELECT, INSERT, UPDATE")
