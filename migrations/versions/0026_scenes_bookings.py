"""What customers look for at partners, and book there: appointments and seats."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0026_scenes_bookings"
down_revision: str | None = "0025_wealth"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE scenes_search (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            scene text NOT NULL,
            question_sealed bytea NOT NULL,
            answer_sealed bytea,
            state text NOT NULL,
            asked_at timestamptz NOT NULL,
            heard_at timestamptz,
            attempts integer NOT NULL,
            ask_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT scenes_search_state CHECK (state IN ('asking', 'found', 'failed')),
            CONSTRAINT scenes_search_asked CHECK ((state = 'asking') = (ask_at IS NOT NULL)),
            CONSTRAINT scenes_search_answer CHECK ((state = 'found') = (answer_sealed IS NOT NULL))
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_search_id ON scenes_search (id)")
    op.execute("CREATE INDEX scenes_search_due ON scenes_search (ask_at) WHERE ask_at IS NOT NULL")
    op.execute("CREATE INDEX scenes_search_age ON scenes_search (asked_at)")
    grant("scenes_search", "SELECT, INSERT, UPDATE, DELETE")
    op.execute("""
        CREATE TABLE scenes_booking (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            scene text NOT NULL,
            slot text NOT NULL,
            details_sealed bytea NOT NULL,
            starts_at timestamptz NOT NULL,
            asset text NOT NULL,
            price_minor bigint NOT NULL,
            terms jsonb NOT NULL,
            state text NOT NULL,
            step text,
            step_id uuid,
            next_slot jsonb,
            next_sealed bytea,
            held_until timestamptz,
            order_id uuid,
            change_id uuid,
            supplement_id uuid,
            supplement_minor bigint,
            kept_minor bigint,
            code text,
            reason text,
            made_at timestamptz NOT NULL,
            ended_at timestamptz,
            attempts integer NOT NULL,
            ask_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT scenes_booking_state CHECK (state IN ('asked', 'held', 'paying', 'confirmed', 'changing', 'cancelling', 'settled', 'missed', 'cancelled',
                'refused', 'review')),
            CONSTRAINT scenes_booking_price CHECK (price_minor > 0),
            CONSTRAINT scenes_booking_kept CHECK (kept_minor BETWEEN 0 AND price_minor),
            CONSTRAINT scenes_booking_supplement CHECK (supplement_minor >= 0),
            CONSTRAINT scenes_booking_step CHECK ((step IS NULL) = (step_id IS NULL)),
            CONSTRAINT scenes_booking_asked CHECK ((step IS NOT NULL OR state = 'held') = (ask_at IS NOT NULL))
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_booking_id ON scenes_booking (id)")
    op.execute("CREATE INDEX scenes_booking_due ON scenes_booking (ask_at) WHERE ask_at IS NOT NULL")
    op.execute("CREATE INDEX scenes_booking_customer ON scenes_booking (customer_id, made_at, id)")
    grant("scenes_booking", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    for noun in ("booking", "search"):
        op.execute(f"DROP TABLE scenes_{noun}")
