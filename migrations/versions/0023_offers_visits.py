"""Forms that are filled in before a visit, and queue tickets."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0023_offers_visits"
down_revision: str | None = "0022_scenes_webhooks"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE offers_prefill (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            service_id uuid NOT NULL CONSTRAINT offers_prefill_service_id REFERENCES offers_branch_service (id),
            sealed bytea,
            state text NOT NULL CONSTRAINT offers_prefill_state CHECK (state IN ('waiting', 'opened', 'withdrawn', 'expired')),
            made_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            opened_at timestamptz,
            opened_by uuid,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT offers_prefill_sealed CHECK (state <> 'waiting' OR sealed IS NOT NULL),
            CONSTRAINT offers_prefill_opened CHECK ((state = 'opened') = (opened_at IS NOT NULL) AND (opened_at IS NULL) = (opened_by IS NULL))
        )""")
    op.execute("CREATE UNIQUE INDEX offers_prefill_id ON offers_prefill (id)")
    op.execute("CREATE INDEX offers_prefill_kept ON offers_prefill (expires_at) WHERE sealed IS NOT NULL")
    op.execute("""
        CREATE TABLE offers_queue (
            branch_id uuid PRIMARY KEY CONSTRAINT offers_queue_branch_id REFERENCES offers_branch (id),
            day date NOT NULL,
            last_number integer NOT NULL,
            pace_seconds integer NOT NULL
        ) WITH (fillfactor = 50)""")
    op.execute("""
        CREATE TABLE offers_ticket (
            id uuid PRIMARY KEY,
            branch_id uuid NOT NULL CONSTRAINT offers_ticket_branch_id REFERENCES offers_branch (id),
            day date NOT NULL,
            number integer NOT NULL,
            kind text NOT NULL CONSTRAINT offers_ticket_kind CHECK (kind IN ('general', 'business', 'appointed', 'elderly', 'assisted', 'vip')),
            customer_id uuid NOT NULL,
            state text NOT NULL CONSTRAINT offers_ticket_state CHECK (state IN ('waiting', 'called', 'served', 'skipped', 'cancelled', 'expired')),
            turn_at timestamptz NOT NULL,
            taken_at timestamptz NOT NULL,
            called_at timestamptz,
            ended_at timestamptz,
            counter text
        )""")
    op.execute("CREATE UNIQUE INDEX offers_ticket_number ON offers_ticket (branch_id, day, number)")
    op.execute("CREATE UNIQUE INDEX offers_ticket_holder ON offers_ticket (branch_id, customer_id) WHERE state IN ('waiting', 'called')")
    op.execute("CREATE INDEX offers_ticket_turn ON offers_ticket (branch_id, turn_at, number) WHERE state = 'waiting'")
    op.execute("CREATE INDEX offers_ticket_day ON offers_ticket (day) WHERE state IN ('waiting', 'called')")
    op.execute("CREATE INDEX offers_ticket_customer ON offers_ticket (customer_id, taken_at)")
    for table in ("offers_prefill", "offers_queue", "offers_ticket"):
        grant(table, "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    for table in ("offers_ticket", "offers_queue", "offers_prefill"):
        op.execute(f"DROP TABLE {table}")
