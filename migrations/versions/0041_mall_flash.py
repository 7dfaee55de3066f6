"""Flash sales with a queue, and notices that something is there again."""

from alembic import op

from migrations.steps import READ_AND_WRITE, begin, grant, grant_sequences

revision: str = "0041_mall_flash"
down_revision: str | None = "0040_customers_notice"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE mall_flash_sale (
            id uuid NOT NULL,
            shop_id uuid NOT NULL,
            merchant_id uuid NOT NULL,
            variant_id uuid NOT NULL,
            asset text NOT NULL,
            price_minor bigint NOT NULL,
            units integer NOT NULL,
            pay_minutes integer NOT NULL,
            starts_at timestamptz NOT NULL,
            ends_at timestamptz NOT NULL,
            state text NOT NULL,
            last_place integer NOT NULL,
            served_place integer NOT NULL,
            made_by uuid NOT NULL,
            made_at timestamptz NOT NULL,
            closed_at timestamptz,
            PRIMARY KEY (id),
            CONSTRAINT mall_flash_sale_state CHECK (state IN ('announced', 'sold_out', 'over', 'cancelled')),
            CONSTRAINT mall_flash_sale_terms CHECK (price_minor > 0 AND units > 0 AND pay_minutes > 0),
            CONSTRAINT mall_flash_sale_time CHECK (ends_at > starts_at),
            CONSTRAINT mall_flash_sale_places CHECK (served_place BETWEEN 0 AND last_place)
        )""")
    op.execute("CREATE INDEX mall_flash_sale_shop ON mall_flash_sale (shop_id, starts_at)")
    op.execute("CREATE INDEX mall_flash_sale_open ON mall_flash_sale (starts_at) WHERE closed_at IS NULL")
    grant("mall_flash_sale", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_flash_place (
            sale_id uuid NOT NULL,
            customer_id uuid NOT NULL,
            order_id uuid NOT NULL,
            arrival bigint NOT NULL,
            place integer,
            delivery_sealed bytea,
            joined_at timestamptz NOT NULL,
            PRIMARY KEY (sale_id, customer_id)
        )""")
    op.execute("CREATE INDEX mall_flash_place_arrival ON mall_flash_place (sale_id, arrival) WHERE place IS NULL")
    op.execute("CREATE UNIQUE INDEX mall_flash_place_place ON mall_flash_place (sale_id, place)")
    grant("mall_flash_place", "SELECT, INSERT, UPDATE")
    # A group of joins draws once, and counts on from there.
    op.execute("CREATE SEQUENCE mall_flash_arrival INCREMENT 1024")
    grant_sequences()
    op.execute("ALTER TABLE mall_reservation ADD COLUMN sale_id uuid")
    op.execute("CREATE INDEX mall_reservation_sale ON mall_reservation (sale_id, state) WHERE sale_id IS NOT NULL")
    op.execute("""
        CREATE TABLE mall_stock_notice (
            customer_id uuid NOT NULL,
            variant_id uuid NOT NULL,
            id uuid NOT NULL,
            asked_at timestamptz NOT NULL,
            told_at timestamptz,
            PRIMARY KEY (customer_id, variant_id)
        )""")
    op.execute("CREATE INDEX mall_stock_notice_waiting ON mall_stock_notice (variant_id, asked_at) WHERE told_at IS NULL")
    grant("mall_stock_notice", READ_AND_WRITE)


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE mall_stock_notice")
    op.execute("DROP INDEX mall_reservation_sale")
    op.execute("ALTER TABLE mall_reservation DROP COLUMN sale_id")
    op.execute("DROP TABLE mall_flash_place")
    op.execute("DROP SEQUENCE mall_flash_arrival")
    op.execute("DROP TABLE mall_flash_sale")
