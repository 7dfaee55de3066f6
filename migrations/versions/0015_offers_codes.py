"""Walls, placements, codes, scans, and the purchases that are led back to them."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0015_offers_codes"
down_revision: str | None = "0014_offers_products"


def upgrade() -> None:
    begin()
    _places()
    _scans()


def _places() -> None:
    op.execute("""
        CREATE TABLE offers_wall (
            id uuid PRIMARY KEY,
            title_zh text NOT NULL,
            title_en text NOT NULL,
            rows integer NOT NULL,
            columns integer NOT NULL,
            made_at timestamptz NOT NULL,
            CONSTRAINT offers_wall_sides CHECK (rows BETWEEN 1 AND 20 AND columns BETWEEN 1 AND 20),
            CONSTRAINT offers_wall_titles CHECK (char_length(title_zh) BETWEEN 1 AND 40 AND char_length(title_en) BETWEEN 1 AND 40)
        )""")
    op.execute("""
        CREATE TABLE offers_placement (
            id uuid PRIMARY KEY,
            kind text NOT NULL CONSTRAINT offers_placement_kind CHECK (kind IN ('slot', 'poster', 'shelf', 'table', 'share', 'page')),
            label text NOT NULL,
            wall_id uuid CONSTRAINT offers_placement_wall_id REFERENCES offers_wall (id),
            slot integer,
            sharer_id uuid,
            made_at timestamptz NOT NULL,
            CONSTRAINT offers_placement_slot CHECK ((kind = 'slot') = (wall_id IS NOT NULL) AND (wall_id IS NULL) = (slot IS NULL)),
            CONSTRAINT offers_placement_share CHECK ((kind = 'share') = (sharer_id IS NOT NULL))
        )""")
    op.execute("CREATE UNIQUE INDEX offers_placement_wall ON offers_placement (wall_id, slot) WHERE wall_id IS NOT NULL")
    op.execute("CREATE INDEX offers_placement_sharer ON offers_placement (sharer_id, id) WHERE sharer_id IS NOT NULL")
    op.execute("""
        CREATE TABLE offers_code (
            id uuid PRIMARY KEY,
            placement_id uuid NOT NULL CONSTRAINT offers_code_placement_id REFERENCES offers_placement (id),
            product_kind text NOT NULL,
            product_id uuid NOT NULL,
            last_day date,
            state text NOT NULL CONSTRAINT offers_code_state CHECK (state IN ('active', 'withdrawn')),
            assigned_at timestamptz NOT NULL
        )""")
    op.execute("CREATE UNIQUE INDEX offers_code_placement ON offers_code (placement_id) WHERE state = 'active'")
    for table in ("offers_wall", "offers_placement", "offers_code"):
        grant(table, "SELECT, INSERT, UPDATE")


def _scans() -> None:
    op.execute("""
        CREATE TABLE offers_scan (
            code_id uuid NOT NULL,
            id uuid NOT NULL,
            placement_id uuid,
            product_kind text NOT NULL,
            product_id uuid NOT NULL,
            merchant_id uuid,
            customer_id uuid,
            device text NOT NULL CONSTRAINT offers_scan_device CHECK (device IN ('phone', 'tablet', 'mini_program', 'browser', 'other')),
            cell text,
            scanned_at timestamptz NOT NULL,
            claimed_at timestamptz,
            PRIMARY KEY (code_id, id)
        ) WITH (fillfactor = 80)""")
    op.execute("CREATE INDEX offers_scan_placement ON offers_scan (placement_id, scanned_at) WHERE placement_id IS NOT NULL")
    op.execute("CREATE INDEX offers_scan_customer ON offers_scan (customer_id, scanned_at) WHERE customer_id IS NOT NULL")
    op.execute("""
        CREATE TABLE offers_purchase (
            customer_id uuid NOT NULL,
            payment_id uuid NOT NULL,
            merchant_id uuid NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL,
            refunded_minor bigint NOT NULL,
            first_code_id uuid NOT NULL,
            first_scan_id uuid NOT NULL,
            first_placement_id uuid,
            last_code_id uuid NOT NULL,
            last_scan_id uuid NOT NULL,
            last_placement_id uuid,
            bought_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, payment_id),
            CONSTRAINT offers_purchase_amount CHECK (amount_minor > 0 AND refunded_minor BETWEEN 0 AND amount_minor)
        )""")
    op.execute("CREATE INDEX offers_purchase_last ON offers_purchase (last_placement_id, bought_at) WHERE last_placement_id IS NOT NULL")
    for table in ("offers_scan", "offers_purchase"):
        grant(table, "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    for table in ("offers_purchase", "offers_scan", "offers_code", "offers_placement", "offers_wall"):
        op.execute(f"DROP TABLE {table}")
