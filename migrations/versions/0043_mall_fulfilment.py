"""How what was ordered reaches the customer: parcels, keys, times that can be booked, and the right to a review."""

from alembic import op

from migrations.steps import READ_AND_APPEND, begin, grant

revision: str = "0043_mall_fulfilment"
down_revision: str | None = "0042_mall_search"

TABLES = ("mall_parcel", "mall_parcel_word", "mall_key_pool", "mall_key", "mall_slot", "mall_review_right")


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE mall_parcel (
            order_id uuid NOT NULL,
            id uuid NOT NULL,
            customer_id uuid NOT NULL,
            shop_id uuid NOT NULL,
            kind text NOT NULL,
            state text NOT NULL,
            carrier text NOT NULL,
            tracking_number text NOT NULL,
            branch_id uuid,
            slot_id uuid,
            line_numbers integer[] NOT NULL,
            line_units integer[] NOT NULL,
            code_fingerprint bytea,
            made_at timestamptz NOT NULL,
            state_at timestamptz NOT NULL,
            due_at timestamptz,
            ask_at timestamptz,
            made_by uuid NOT NULL,
            ended_by uuid,
            PRIMARY KEY (order_id, id),
            CONSTRAINT mall_parcel_kind CHECK (kind IN ('carried', 'pickup', 'digital', 'service')),
            CONSTRAINT mall_parcel_state CHECK (state IN ('ready', 'sent', 'moving', 'arriving', 'failed', 'returning', 'lost', 'delivered', 'cancelled')),
            CONSTRAINT mall_parcel_units CHECK (cardinality(line_numbers) = cardinality(line_units) AND cardinality(line_numbers) > 0),
            CONSTRAINT mall_parcel_slot CHECK ((kind = 'service') = (slot_id IS NOT NULL)),
            CONSTRAINT mall_parcel_code CHECK ((kind = 'pickup') = (code_fingerprint IS NOT NULL))
        )""")
    op.execute("CREATE INDEX mall_parcel_ask ON mall_parcel (ask_at) WHERE ask_at IS NOT NULL")
    op.execute("CREATE INDEX mall_parcel_due ON mall_parcel (due_at) WHERE state IN ('ready', 'sent', 'moving', 'arriving')")
    op.execute("CREATE UNIQUE INDEX mall_parcel_fingerprint ON mall_parcel (code_fingerprint) WHERE code_fingerprint IS NOT NULL")
    op.execute("CREATE UNIQUE INDEX mall_parcel_id ON mall_parcel (id)")
    grant("mall_parcel", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_parcel_word (
            parcel_id uuid NOT NULL,
            id text NOT NULL,
            kind text NOT NULL,
            happened_at timestamptz NOT NULL,
            place text NOT NULL,
            told_at timestamptz NOT NULL,
            PRIMARY KEY (parcel_id, id),
            CONSTRAINT mall_parcel_word_kind CHECK (kind IN ('collected', 'moving', 'arriving', 'failed', 'returning', 'lost', 'delivered', 'noted'))
        )""")
    grant("mall_parcel_word", READ_AND_APPEND)
    op.execute("""
        CREATE TABLE mall_key_pool (
            variant_id uuid NOT NULL,
            shop_id uuid NOT NULL,
            is_final boolean NOT NULL,
            PRIMARY KEY (variant_id)
        )""")
    grant("mall_key_pool", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_key (
            variant_id uuid NOT NULL,
            id uuid NOT NULL,
            shop_id uuid NOT NULL,
            fingerprint bytea NOT NULL,
            sealed bytea NOT NULL,
            state text NOT NULL,
            parcel_id uuid,
            line_number integer,
            shown_at timestamptz,
            PRIMARY KEY (variant_id, id),
            CONSTRAINT mall_key_state CHECK (state IN ('free', 'sold', 'withdrawn')),
            CONSTRAINT mall_key_sold CHECK ((state = 'sold') = (parcel_id IS NOT NULL) OR state = 'withdrawn')
        )""")
    op.execute("CREATE INDEX mall_key_free ON mall_key (variant_id, id) WHERE state = 'free'")
    op.execute("CREATE UNIQUE INDEX mall_key_once ON mall_key (shop_id, fingerprint)")
    op.execute("CREATE INDEX mall_key_parcel ON mall_key (parcel_id) WHERE parcel_id IS NOT NULL")
    grant("mall_key", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_slot (
            variant_id uuid NOT NULL,
            id uuid NOT NULL,
            shop_id uuid NOT NULL,
            begins_at timestamptz NOT NULL,
            ends_at timestamptz NOT NULL,
            capacity integer NOT NULL,
            taken_units integer NOT NULL,
            cancel_hours integer NOT NULL,
            PRIMARY KEY (variant_id, id),
            CONSTRAINT mall_slot_never_overbooked CHECK (taken_units BETWEEN 0 AND capacity),
            CONSTRAINT mall_slot_time CHECK (ends_at > begins_at AND cancel_hours BETWEEN 0 AND 720)
        )""")
    op.execute("CREATE UNIQUE INDEX mall_slot_id ON mall_slot (id)")
    op.execute("CREATE UNIQUE INDEX mall_slot_of_variant ON mall_slot (variant_id, begins_at)")
    grant("mall_slot", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_review_right (
            customer_id uuid NOT NULL,
            order_id uuid NOT NULL,
            line_number integer NOT NULL,
            product_id uuid NOT NULL,
            variant_id uuid NOT NULL,
            given_at timestamptz NOT NULL,
            used_at timestamptz,
            PRIMARY KEY (customer_id, order_id, line_number)
        )""")
    op.execute("CREATE INDEX mall_review_right_product ON mall_review_right (product_id, customer_id)")
    grant("mall_review_right", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table}")
