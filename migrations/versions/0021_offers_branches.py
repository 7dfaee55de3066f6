"""Branches, what is done for customers there, and appointments."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0021_offers_branches"
down_revision: str | None = "0020_offers_campaigns"


def upgrade() -> None:
    begin()
    _branches()
    _appointments()


def _branches() -> None:
    op.execute("""
        CREATE TABLE offers_branch (
            id uuid PRIMARY KEY,
            name_zh text NOT NULL,
            name_en text NOT NULL,
            address text NOT NULL,
            latitude integer NOT NULL,
            longitude integer NOT NULL,
            hours jsonb NOT NULL,
            closed_days jsonb NOT NULL,
            state text NOT NULL CONSTRAINT offers_branch_state CHECK (state IN ('open', 'closed')),
            opened_at timestamptz NOT NULL,
            CONSTRAINT offers_branch_place CHECK (latitude BETWEEN -90000000 AND 90000000 AND longitude BETWEEN -180000000 AND 180000000)
        )""")
    op.execute("CREATE INDEX offers_branch_spot ON offers_branch (latitude, longitude) WHERE state = 'open'")
    op.execute("""
        CREATE TABLE offers_branch_service (
            id uuid PRIMARY KEY,
            branch_id uuid NOT NULL CONSTRAINT offers_branch_service_branch_id REFERENCES offers_branch (id),
            code text NOT NULL,
            name_zh text NOT NULL,
            name_en text NOT NULL,
            slot_minutes integer NOT NULL,
            capacity integer NOT NULL,
            days_ahead integer NOT NULL,
            form jsonb NOT NULL,
            state text NOT NULL CONSTRAINT offers_branch_service_state CHECK (state IN ('live', 'ended')),
            CONSTRAINT offers_branch_service_slots CHECK (slot_minutes BETWEEN 5 AND 240 AND capacity BETWEEN 1 AND 100 AND days_ahead BETWEEN 1 AND 90)
        )""")
    op.execute("CREATE UNIQUE INDEX offers_branch_service_code ON offers_branch_service (branch_id, code) WHERE state = 'live'")
    for table in ("offers_branch", "offers_branch_service"):
        grant(table, "SELECT, INSERT, UPDATE")


def _appointments() -> None:
    op.execute("""
        CREATE TABLE offers_appointment_slot (
            service_id uuid NOT NULL,
            starts_at timestamptz NOT NULL,
            booked integer NOT NULL CONSTRAINT offers_appointment_slot_booked CHECK (booked >= 0),
            PRIMARY KEY (service_id, starts_at)
        ) WITH (fillfactor = 70)""")
    op.execute("""
        CREATE TABLE offers_appointment (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            service_id uuid NOT NULL CONSTRAINT offers_appointment_service_id REFERENCES offers_branch_service (id),
            starts_at timestamptz NOT NULL,
            ends_at timestamptz NOT NULL,
            state text NOT NULL CONSTRAINT offers_appointment_state CHECK (state IN ('booked', 'kept', 'cancelled', 'expired')),
            booked_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT offers_appointment_period CHECK (starts_at < ends_at)
        )""")
    op.execute("CREATE UNIQUE INDEX offers_appointment_live ON offers_appointment (customer_id, service_id, starts_at) WHERE state = 'booked'")
    op.execute("CREATE INDEX offers_appointment_ends ON offers_appointment (ends_at) WHERE state = 'booked'")
    op.execute("CREATE INDEX offers_appointment_service ON offers_appointment (service_id) WHERE state = 'booked'")
    for table in ("offers_appointment_slot", "offers_appointment"):
        grant(table, "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    for table in ("offers_appointment", "offers_appointment_slot", "offers_branch_service", "offers_branch"):
        op.execute(f"DROP TABLE {table}")
