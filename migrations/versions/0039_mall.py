"""The mall: shops, catalogue, stock, promotions, carts and orders."""

from alembic import op

from migrations.steps import READ_AND_APPEND, READ_AND_WRITE, begin, grant

revision: str = "0039_mall"
down_revision: str | None = "0038_scenes_payouts"

TABLES = (
    "mall_shop",
    "mall_category",
    "mall_product",
    "mall_variant",
    "mall_price",
    "mall_warehouse",
    "mall_stock",
    "mall_stock_change",
    "mall_reservation",
    "mall_promotion",
    "mall_cart_line",
    "mall_order",
    "mall_order_line",
)


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE mall_shop (
            id uuid NOT NULL,
            merchant_id uuid NOT NULL,
            name text NOT NULL,
            asset text NOT NULL,
            company_name text NOT NULL,
            credit_code text NOT NULL,
            confirm_days integer NOT NULL,
            state text NOT NULL,
            applied_by uuid NOT NULL,
            decided_by uuid,
            reason text NOT NULL,
            made_at timestamptz NOT NULL,
            PRIMARY KEY (id),
            CONSTRAINT mall_shop_confirm_days CHECK (confirm_days BETWEEN 1 AND 60),
            CONSTRAINT mall_shop_state CHECK (state IN ('pending', 'open', 'declined', 'closed'))
        )""")
    op.execute("CREATE INDEX mall_shop_state_made ON mall_shop (state, made_at)")
    grant("mall_shop", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_category (
            code text NOT NULL,
            name_zh text NOT NULL,
            name_en text NOT NULL,
            position integer NOT NULL,
            PRIMARY KEY (code),
            CONSTRAINT mall_category_path CHECK (code ~ '^[a-z0-9-]{1,40}([.][a-z0-9-]{1,40}){0,3}$')
        )""")
    grant("mall_category", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_product (
            id uuid NOT NULL,
            shop_id uuid NOT NULL,
            kind text NOT NULL,
            state text NOT NULL,
            category text NOT NULL,
            brand text NOT NULL,
            title_zh text NOT NULL,
            title_en text NOT NULL,
            description text NOT NULL,
            media jsonb NOT NULL,
            is_stocked boolean NOT NULL,
            published_from timestamptz,
            published_until timestamptz,
            version integer NOT NULL,
            made_at timestamptz NOT NULL,
            PRIMARY KEY (id),
            CONSTRAINT mall_product_kind CHECK (kind IN ('goods', 'service', 'voucher', 'digital')),
            CONSTRAINT mall_product_state CHECK (state IN ('draft', 'published', 'withdrawn'))
        )""")
    op.execute("CREATE INDEX mall_product_category ON mall_product (category, made_at, id)")
    op.execute("CREATE INDEX mall_product_shop ON mall_product (shop_id, made_at, id)")
    op.execute("CREATE INDEX mall_product_on_sale ON mall_product (made_at, id) WHERE state = 'published'")
    grant("mall_product", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_variant (
            id uuid NOT NULL,
            product_id uuid NOT NULL,
            shop_id uuid NOT NULL,
            sku text NOT NULL,
            attributes jsonb NOT NULL,
            price_minor bigint NOT NULL,
            list_price_minor bigint,
            is_sold boolean NOT NULL,
            position integer NOT NULL,
            PRIMARY KEY (id),
            CONSTRAINT mall_variant_list_price CHECK (list_price_minor IS NULL OR list_price_minor >= price_minor),
            CONSTRAINT mall_variant_price CHECK (price_minor > 0)
        )""")
    op.execute("CREATE INDEX mall_variant_product ON mall_variant (product_id, position)")
    op.execute("CREATE UNIQUE INDEX mall_variant_sku ON mall_variant (shop_id, sku)")
    grant("mall_variant", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_price (
            variant_id uuid NOT NULL,
            audience text NOT NULL,
            price_minor bigint NOT NULL,
            PRIMARY KEY (variant_id, audience),
            CONSTRAINT mall_price_positive CHECK (price_minor > 0),
            CONSTRAINT mall_price_audience CHECK (audience ~ '^(tier|scene):[a-z0-9_-]{1,40}$')
        )""")
    grant("mall_price", READ_AND_WRITE)
    op.execute("""
        CREATE TABLE mall_warehouse (
            id uuid NOT NULL,
            shop_id uuid NOT NULL,
            name text NOT NULL,
            position integer NOT NULL,
            made_at timestamptz NOT NULL,
            PRIMARY KEY (id)
        )""")
    op.execute("CREATE INDEX mall_warehouse_shop ON mall_warehouse (shop_id, position)")
    grant("mall_warehouse", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_stock (
            variant_id uuid NOT NULL,
            warehouse_id uuid NOT NULL,
            on_hand_units integer NOT NULL,
            reserved_units integer NOT NULL,
            PRIMARY KEY (variant_id, warehouse_id),
            CONSTRAINT mall_stock_never_oversold CHECK (reserved_units BETWEEN 0 AND on_hand_units)
        )""")
    grant("mall_stock", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_stock_change (
            variant_id uuid NOT NULL,
            id uuid NOT NULL,
            warehouse_id uuid NOT NULL,
            kind text NOT NULL,
            units integer NOT NULL,
            made_by uuid NOT NULL,
            made_at timestamptz NOT NULL,
            PRIMARY KEY (variant_id, id),
            CONSTRAINT mall_stock_change_kind CHECK (kind IN ('received', 'adjusted', 'sold', 'returned')),
            CONSTRAINT mall_stock_change_units CHECK (units <> 0)
        )""")
    grant("mall_stock_change", READ_AND_APPEND)
    op.execute("""
        CREATE TABLE mall_reservation (
            variant_id uuid NOT NULL,
            id uuid NOT NULL,
            warehouse_id uuid NOT NULL,
            order_id uuid NOT NULL,
            customer_id uuid NOT NULL,
            units integer NOT NULL,
            state text NOT NULL,
            PRIMARY KEY (variant_id, id),
            CONSTRAINT mall_reservation_state CHECK (state IN ('held', 'taken', 'released')),
            CONSTRAINT mall_reservation_units CHECK (units > 0)
        )""")
    op.execute("CREATE INDEX mall_reservation_held ON mall_reservation (variant_id) WHERE state = 'held'")
    op.execute("CREATE INDEX mall_reservation_order ON mall_reservation (order_id)")
    grant("mall_reservation", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_promotion (
            id uuid NOT NULL,
            shop_id uuid NOT NULL,
            name_zh text NOT NULL,
            name_en text NOT NULL,
            terms jsonb NOT NULL,
            state text NOT NULL,
            begins_at timestamptz NOT NULL,
            ends_at timestamptz NOT NULL,
            made_by uuid NOT NULL,
            made_at timestamptz NOT NULL,
            PRIMARY KEY (id),
            CONSTRAINT mall_promotion_state CHECK (state IN ('active', 'ended')),
            CONSTRAINT mall_promotion_time CHECK (ends_at > begins_at)
        )""")
    op.execute("CREATE INDEX mall_promotion_shop ON mall_promotion (shop_id, ends_at)")
    grant("mall_promotion", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_cart_line (
            customer_id uuid NOT NULL,
            variant_id uuid NOT NULL,
            units integer NOT NULL,
            added_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, variant_id),
            CONSTRAINT mall_cart_line_units CHECK (units BETWEEN 1 AND 999)
        )""")
    grant("mall_cart_line", READ_AND_WRITE)
    op.execute("""
        CREATE TABLE mall_order (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            checkout_id uuid NOT NULL,
            shop_id uuid NOT NULL,
            merchant_id uuid NOT NULL,
            state text NOT NULL,
            asset text NOT NULL,
            goods_minor bigint NOT NULL,
            discount_minor bigint NOT NULL,
            total_minor bigint NOT NULL,
            added_minor bigint NOT NULL,
            refunded_minor bigint NOT NULL,
            payment_id uuid,
            applied jsonb NOT NULL,
            delivery_sealed bytea,
            placed_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            due_at timestamptz,
            changed_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT mall_order_state CHECK (state IN ('placed', 'paid', 'part_shipped', 'shipped', 'delivered', 'cancelled', 'expired', 'refunded')),
            CONSTRAINT mall_order_refunded CHECK (added_minor >= 0 AND refunded_minor BETWEEN 0 AND total_minor + added_minor),
            CONSTRAINT mall_order_adds_up CHECK (total_minor = goods_minor - discount_minor AND discount_minor >= 0 AND total_minor > 0)
        )""")
    op.execute("CREATE INDEX mall_order_customer ON mall_order (customer_id, placed_at, id)")
    op.execute("CREATE UNIQUE INDEX mall_order_id ON mall_order (id)")
    op.execute("CREATE INDEX mall_order_shop ON mall_order (shop_id, placed_at, id)")
    op.execute("CREATE INDEX mall_order_to_ship ON mall_order (shop_id, placed_at, id) WHERE state IN ('paid', 'part_shipped')")
    op.execute("CREATE INDEX mall_order_unpaid ON mall_order (expires_at) WHERE state = 'placed'")
    grant("mall_order", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_order_line (
            customer_id uuid NOT NULL,
            order_id uuid NOT NULL,
            number integer NOT NULL,
            variant_id uuid NOT NULL,
            product_id uuid NOT NULL,
            title_zh text NOT NULL,
            title_en text NOT NULL,
            attributes jsonb NOT NULL,
            units integer NOT NULL,
            price_minor bigint NOT NULL,
            discount_minor bigint NOT NULL,
            total_minor bigint NOT NULL,
            returned_units integer NOT NULL,
            refunded_minor bigint NOT NULL,
            exchanged_units integer NOT NULL,
            exchanged_minor bigint NOT NULL,
            came_of integer,
            exchange_id uuid,
            extra_payment_id uuid,
            extra_minor bigint NOT NULL,
            extra_refunded_minor bigint NOT NULL,
            protected_at timestamptz,
            PRIMARY KEY (customer_id, order_id, number),
            CONSTRAINT mall_order_line_units CHECK (units > 0 AND returned_units >= 0 AND exchanged_units >= 0 AND returned_units + exchanged_units <= units),
            CONSTRAINT mall_order_line_minor CHECK (total_minor >= 0 AND discount_minor >= 0),
            CONSTRAINT mall_order_line_refunded CHECK (refunded_minor >= 0 AND exchanged_minor >= 0 AND refunded_minor + exchanged_minor <= total_minor),
            CONSTRAINT mall_order_line_extra CHECK (
                extra_refunded_minor BETWEEN 0 AND extra_minor AND extra_minor <= total_minor
                AND extra_minor - extra_refunded_minor <= total_minor - refunded_minor - exchanged_minor),
            CONSTRAINT mall_order_line_exchange CHECK ((came_of IS NULL) = (exchange_id IS NULL) AND (extra_minor = 0) = (extra_payment_id IS NULL))
        )""")
    grant("mall_order_line", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table}")
