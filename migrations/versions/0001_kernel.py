"""The kernel: requests, outbox, listeners, audit, data keys, and the job queue."""

from alembic import op
from procrastinate.schema import SchemaManager
from psycopg import Connection

from migrations.steps import READ_AND_APPEND, READ_AND_WRITE, begin, grant, grant_sequences, hash_partitions

revision: str = "0001_kernel"
down_revision: str | None = None

REQUEST_PARTITIONS = 4


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE kernel_request (
            id uuid NOT NULL,
            owner_id uuid NOT NULL,
            verb text NOT NULL,
            input_hash bytea NOT NULL,
            outcome bytea,
            created_at timestamptz NOT NULL,
            PRIMARY KEY (id)
        ) PARTITION BY HASH (id)""")
    hash_partitions("kernel_request", REQUEST_PARTITIONS, fillfactor=60)
    op.execute("""
        CREATE TABLE kernel_outbox (
            id bigserial PRIMARY KEY,
            position bigint,
            name text NOT NULL,
            subject_id uuid NOT NULL,
            counterpart_id uuid,
            payload jsonb NOT NULL,
            created_at timestamptz NOT NULL
        ) WITH (fillfactor = 70)""")
    op.execute("CREATE INDEX kernel_outbox_unnumbered ON kernel_outbox (id) WHERE position IS NULL")
    op.execute("CREATE UNIQUE INDEX kernel_outbox_position ON kernel_outbox (position) WHERE position IS NOT NULL")
    op.execute("CREATE INDEX kernel_outbox_subject ON kernel_outbox (subject_id, position) WHERE position IS NOT NULL")
    op.execute("CREATE INDEX kernel_outbox_counterpart ON kernel_outbox (counterpart_id, position) WHERE position IS NOT NULL AND counterpart_id IS NOT NULL")
    op.execute("CREATE TABLE kernel_listener (name text PRIMARY KEY, position bigint NOT NULL)")
    op.execute("""
        CREATE TABLE kernel_parked_event (
            listener text NOT NULL,
            position bigint NOT NULL,
            reason text NOT NULL,
            parked_at timestamptz NOT NULL,
            PRIMARY KEY (listener, position)
        )""")
    op.execute("""
        CREATE TABLE kernel_audit (
            id uuid PRIMARY KEY,
            at timestamptz NOT NULL,
            actor_id uuid NOT NULL,
            action text NOT NULL,
            subject_id uuid,
            detail jsonb NOT NULL
        )""")
    op.execute("CREATE INDEX kernel_audit_subject ON kernel_audit (subject_id, at)")
    op.execute("""
        CREATE TABLE kernel_data_key (
            owner_id uuid PRIMARY KEY,
            wrapping_key_id text NOT NULL,
            wrapped bytea NOT NULL CONSTRAINT kernel_data_key_wrapped CHECK (octet_length(wrapped) = 60),
            created_at timestamptz NOT NULL
        )""")
    op.execute("""
        CREATE UNLOGGED TABLE kernel_bucket (
            key uuid PRIMARY KEY,
            remaining_thousandths bigint NOT NULL,
            granted bigint NOT NULL,
            filled_at timestamptz NOT NULL
        ) WITH (fillfactor = 70)""")
    for table in ("kernel_bucket", "kernel_request", "kernel_outbox", "kernel_listener", "kernel_parked_event", "kernel_data_key"):
        grant(table, READ_AND_WRITE)
    grant("kernel_audit", READ_AND_APPEND)
    # `scenebank doctor` asks which release the schema is of.
    grant("alembic_version", "SELECT")
    _install_job_queue()
    grant_sequences()


def downgrade() -> None:
    begin()
    op.execute("""
        DO $$ DECLARE item record; BEGIN
            FOR item IN SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'procrastinate\\_%' LOOP
                EXECUTE format('DROP TABLE %I CASCADE', item.name);
            END LOOP;
            FOR item IN SELECT oid::regprocedure AS name FROM pg_proc WHERE proname LIKE 'procrastinate\\_%' LOOP
                EXECUTE format('DROP FUNCTION %s CASCADE', item.name);
            END LOOP;
            FOR item IN SELECT typname AS name FROM pg_type WHERE typname LIKE 'procrastinate\\_%' AND typtype IN ('e', 'c') LOOP
                EXECUTE format('DROP TYPE IF EXISTS %I CASCADE', item.name);
            END LOOP;
        END $$""")
    for table in ("bucket", "data_key", "audit", "parked_event", "listener", "outbox", "request"):
        op.execute(f"DROP TABLE kernel_{table}")


def _install_job_queue() -> None:
    # Sent without parameters, so that the script's own per cent signs stay what they are.
    connection = op.get_bind().connection.dbapi_connection
    if not isinstance(connection, Connection):
        raise TypeError("migrations run on psycopg")
    connection.execute(SchemaManager.get_schema().encode())
    for table in ("procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_events", "procrastinate_workers"):
        grant(table, READ_AND_WRITE)
