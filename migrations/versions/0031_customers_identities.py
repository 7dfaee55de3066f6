"""Identities of a customer beside the phone, their log, and the pointer from a closed customer to whom they are."""

from alembic import op

from migrations.steps import READ_AND_APPEND, begin, grant

revision: str = "0031_customers_identities"
down_revision: str | None = "0030_scenes_networks"


def upgrade() -> None:
    begin()
    op.execute("""
        ALTER TABLE customers_customer ADD COLUMN survivor_id uuid, ADD COLUMN closed_at timestamptz,
            ADD CONSTRAINT customers_customer_closed CHECK ((survivor_id IS NULL) = (closed_at IS NULL) AND survivor_id <> id)""")
    # A sign-in that a network vouched for is not one by code: it resets no PIN.
    op.execute("ALTER TABLE customers_session ADD COLUMN by_code boolean NOT NULL DEFAULT true")
    op.execute("ALTER TABLE customers_session ALTER COLUMN by_code DROP DEFAULT")
    op.execute("CREATE INDEX customers_customer_survivor ON customers_customer (survivor_id) WHERE survivor_id IS NOT NULL")
    op.execute("""
        CREATE TABLE customers_identity (
            customer_id uuid NOT NULL CONSTRAINT customers_identity_customer REFERENCES customers_customer (id),
            id uuid NOT NULL,
            kind text NOT NULL CONSTRAINT customers_identity_kind CHECK (kind IN ('mini_program', 'partner')),
            issuer text NOT NULL,
            value_index bytea NOT NULL,
            value_sealed bytea NOT NULL,
            proof text NOT NULL CONSTRAINT customers_identity_proof CHECK (proof IN ('provider', 'code', 'pin')),
            linked_at timestamptz NOT NULL,
            ended_at timestamptz,
            reason text,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT customers_identity_ended CHECK ((ended_at IS NULL) = (reason IS NULL) AND reason IN ('unlinked', 'moved'))
        )""")
    op.execute("CREATE UNIQUE INDEX customers_identity_standing ON customers_identity (value_index) WHERE ended_at IS NULL")
    grant("customers_identity", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE customers_identity_change (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            identity_id uuid NOT NULL,
            kind text NOT NULL,
            issuer text NOT NULL,
            change text NOT NULL CONSTRAINT customers_identity_change_change CHECK (change IN ('linked', 'unlinked', 'moved_in', 'moved_out')),
            actor_id uuid NOT NULL,
            changed_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, id)
        )""")
    grant("customers_identity_change", READ_AND_APPEND)
    op.execute("""
        CREATE TABLE customers_merger (
            id uuid PRIMARY KEY,
            closed_id uuid NOT NULL,
            survivor_id uuid NOT NULL,
            reason text NOT NULL,
            state text NOT NULL CONSTRAINT customers_merger_state CHECK (state IN ('proposed', 'done', 'declined')),
            proposed_by uuid NOT NULL,
            proposed_at timestamptz NOT NULL,
            decided_by uuid,
            decided_at timestamptz,
            CONSTRAINT customers_merger_two CHECK (closed_id <> survivor_id),
            CONSTRAINT customers_merger_four_eyes CHECK (decided_by <> proposed_by),
            CONSTRAINT customers_merger_decided CHECK ((state = 'proposed') = (decided_by IS NULL) AND (state = 'proposed') = (decided_at IS NULL))
        )""")
    op.execute("CREATE UNIQUE INDEX customers_merger_standing ON customers_merger (closed_id) WHERE state <> 'declined'")
    op.execute("CREATE INDEX customers_merger_open ON customers_merger (id) WHERE state = 'proposed'")
    grant("customers_merger", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE customers_merger")
    op.execute("DROP TABLE customers_identity_change")
    op.execute("DROP TABLE customers_identity")
    op.execute("ALTER TABLE customers_customer DROP COLUMN survivor_id, DROP COLUMN closed_at")
    op.execute("ALTER TABLE customers_session DROP COLUMN by_code")
