"""Scenes: webhook endpoints, their secrets and deliveries."""

from alembic import op

from migrations.steps import READ_AND_WRITE, begin, grant

revision: str = "0022_scenes_webhooks"
down_revision: str | None = "0021_offers_branches"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE scenes_webhook_endpoint (
            id uuid PRIMARY KEY,
            partner_id uuid NOT NULL,
            address text NOT NULL CONSTRAINT scenes_webhook_endpoint_address CHECK (char_length(address) BETWEEN 1 AND 512),
            event_types text[] NOT NULL,
            document_id text,
            state text NOT NULL CONSTRAINT scenes_webhook_endpoint_state CHECK (state IN ('active', 'disabled', 'removed')),
            disabled_reason text CONSTRAINT scenes_webhook_endpoint_reason CHECK (disabled_reason IN ('partner', 'gone', 'failing')),
            failures integer NOT NULL,
            failing_since timestamptz,
            created_at timestamptz NOT NULL,
            changed_at timestamptz NOT NULL,
            CONSTRAINT scenes_webhook_endpoint_disabled CHECK ((state = 'disabled') = (disabled_reason IS NOT NULL)),
            CONSTRAINT scenes_webhook_endpoint_failures CHECK ((failures = 0) = (failing_since IS NULL) AND failures >= 0)
        ) WITH (fillfactor = 80)""")
    op.execute("CREATE INDEX scenes_webhook_endpoint_partner ON scenes_webhook_endpoint (partner_id, created_at, id) WHERE state <> 'removed'")
    grant("scenes_webhook_endpoint", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_webhook_secret (
            endpoint_id uuid NOT NULL,
            id uuid NOT NULL,
            created_at timestamptz NOT NULL,
            expires_at timestamptz,
            PRIMARY KEY (endpoint_id, id)
        )""")
    grant("scenes_webhook_secret", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_webhook_delivery (
            endpoint_id uuid NOT NULL,
            id uuid NOT NULL,
            partner_id uuid NOT NULL,
            event_type text NOT NULL,
            data jsonb NOT NULL,
            fact_position bigint NOT NULL,
            state text NOT NULL CONSTRAINT scenes_webhook_delivery_state CHECK (state IN ('pending', 'delivered', 'failed', 'held')),
            attempts integer NOT NULL,
            created_at timestamptz NOT NULL,
            due_since timestamptz NOT NULL,
            next_at timestamptz,
            tried_at timestamptz,
            status integer,
            failure text,
            excerpt text,
            PRIMARY KEY (endpoint_id, id),
            CONSTRAINT scenes_webhook_delivery_next CHECK ((state = 'pending') = (next_at IS NOT NULL)),
            CONSTRAINT scenes_webhook_delivery_bounds CHECK (attempts >= 0 AND char_length(excerpt) <= 200)
        ) WITH (fillfactor = 80)""")
    op.execute("CREATE UNIQUE INDEX scenes_webhook_delivery_id ON scenes_webhook_delivery (id)")
    op.execute("CREATE INDEX scenes_webhook_delivery_due ON scenes_webhook_delivery (endpoint_id, next_at) WHERE state = 'pending'")
    op.execute("CREATE INDEX scenes_webhook_delivery_partner ON scenes_webhook_delivery (partner_id, created_at, id)")
    op.execute("CREATE INDEX scenes_webhook_delivery_old ON scenes_webhook_delivery (created_at)")
    grant("scenes_webhook_delivery", READ_AND_WRITE)


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE scenes_webhook_delivery")
    op.execute("DROP TABLE scenes_webhook_secret")
    op.execute("DROP TABLE scenes_webhook_endpoint")
