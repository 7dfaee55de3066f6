"""The mall's search: what products are found by, the words that are known, what was sold of late, and what is thought of it."""

from alembic import op

from migrations.steps import READ_AND_WRITE, begin, grant

revision: str = "0042_mall_search"
down_revision: str | None = "0041_mall_flash"

TABLES = ("mall_search_entry", "mall_search_word", "mall_sale", "mall_rating")


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE mall_search_entry (
            product_id uuid NOT NULL,
            shop_id uuid NOT NULL,
            lexemes tsvector NOT NULL,
            words text NOT NULL,
            category text NOT NULL,
            brand text NOT NULL,
            attributes text[] NOT NULL,
            asset text NOT NULL,
            least_price_minor bigint NOT NULL,
            most_price_minor bigint NOT NULL,
            published_from timestamptz,
            published_until timestamptz,
            made_at timestamptz NOT NULL,
            sold_units integer NOT NULL,
            rating_e2 integer,
            sales_points integer NOT NULL,
            rating_points integer NOT NULL,
            version integer NOT NULL,
            PRIMARY KEY (product_id)
        )""")
    op.execute("CREATE INDEX mall_search_entry_lexemes ON mall_search_entry USING gin (lexemes)")
    grant("mall_search_entry", READ_AND_WRITE)
    op.execute("""
        CREATE TABLE mall_search_word (
            form text NOT NULL,
            word text NOT NULL,
            PRIMARY KEY (form, word)
        )""")
    op.execute("CREATE INDEX mall_search_word_beginning ON mall_search_word (form text_pattern_ops)")
    grant("mall_search_word", "SELECT, INSERT")
    op.execute("""
        CREATE TABLE mall_sale (
            product_id uuid NOT NULL,
            day date NOT NULL,
            units integer NOT NULL,
            PRIMARY KEY (product_id, day),
            CONSTRAINT mall_sale_units CHECK (units >= 0)
        )""")
    op.execute("CREATE INDEX mall_order_placed ON mall_order (placed_at)")
    op.execute("CREATE INDEX mall_sale_day ON mall_sale (day)")
    grant("mall_sale", READ_AND_WRITE)
    op.execute("""
        CREATE TABLE mall_rating (
            product_id uuid NOT NULL,
            rating_e2 integer NOT NULL,
            raters integer NOT NULL,
            as_of timestamptz NOT NULL,
            PRIMARY KEY (product_id),
            CONSTRAINT mall_rating_range CHECK (rating_e2 BETWEEN 0 AND 500 AND raters > 0)
        )""")
    grant("mall_rating", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    op.execute("DROP INDEX mall_order_placed")
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table}")
